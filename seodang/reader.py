"""Whatever was handed in → plain cells: kinds, texts and the ids they claim; nothing else of a file is kept."""

import codecs
import json
import re
from dataclasses import dataclass, field

from seodang.handin import can_decode
from seodang.sources import Text

MOST_TEXT = 16 * 2**20  # characters of a notebook without its outputs
MOST_BRACKETS = 1_000_000  # lists and objects in it: a small file of empty lists would fill the memory
MOST_CELLS, MOST_SOURCE = 1000, 4 * 2**20  # cells, and characters of all their sources
MOST_PICTURES = 8 * 2**20  # characters of all pictures attached to a cell
LARGE_OUTPUTS = 10 * 2**20  # characters of outputs that are worth a word
FLAGS = ("points", "grade", "solution", "task")  # of nbgrader's, that say what a cell is worth and what it is
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
KINDS = {"code": "code", "markdown": "markdown", "heading": "markdown"}
# A string without its end counts as one too: else each quotation mark in it would be tried anew.
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
QUOTES = '"""'
BETWEEN = re.compile(r"[\s,]*")
HEADER = re.compile(r"# (?:%%(?P<words>.*)|In ?\[[ \d]*\]:?[ \t]*)")


@dataclass(frozen=True)
class Plain(Text):
    """A student's cell.

    `number` is its place in the student's notebook, from 1; `kind` is code, markdown or raw; `claims` are the ids that it came with;
    `leftover` says that it was cut out of a test cell; `flags` are nbgrader's FLAGS as they arrived, to be compared and never trusted.
    """

    number: int
    kind: str
    source: str
    claims: tuple = ()
    attachments: dict = field(default_factory=dict)
    leftover: bool = False
    flags: dict = field(default_factory=dict)


class Unreadable(Exception):
    """Why a file cannot be read, in words for its author; never leaves `take_in`."""


def read(data, file_name):
    """The cells in a file's bytes.

    Returns:
        A list of Plain, and sentences about what had to be mended.

    Raises:
        Unreadable: there are no cells to be found in it.
    """
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("the file is empty")
    content, said = decode(data)
    if file_name.lower().endswith(".py"):
        return script(content), [*said, f"{file_name} is a Python script; it was read as far as that goes"]
    if re.match(r"\s*<(?!<)", content):
        raise Unreadable("it is a web page (HTML), not a notebook")
    found, mended = parse(content)
    listed = _cells(found)
    cells = plain_cells(listed)
    if lost := len(listed) - len(cells):
        mended.append(f"{lost} of its {len(listed)} cells are no cells, or too many, and were left out")
    return cells, [*said, *mended, *_oddities(found, listed)]


def _oddities(notebook, cells):
    """Sentences about what is unusual in a notebook, and makes no difference."""
    if "cells" not in notebook:
        yield "the notebook is of the old format 3; it was read as today's"
    if any("\r\n" in _joined(cell) for cell in cells if isinstance(cell, dict)):
        yield "lines end as on Windows; they were read as usual ones"
    language = _dict(_dict(notebook.get("metadata")).get("kernelspec")).get("language")
    if isinstance(language, str) and language.lower() != "python" and re.fullmatch(r"[\w+#. -]{1,40}", language):
        yield f"the notebook was switched to a kernel for {language}; it was run with Python"


def _dict(value):
    return value if isinstance(value, dict) else {}


def decode(data):
    """The text in the bytes, and a sentence where its encoding is not what a notebook's is."""
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if not encoding and 0 in data[:2] and len(data) > 1:
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if not encoding:
        encoding = next((known for known in ("utf-8", "cp949") if can_decode(data, known)), "utf-8")
    content = data.decode(encoding, "replace")
    if encoding == "utf-8-sig":
        return content, ["the file begins with a byte order mark; it was read without"]
    return content, [] if encoding == "utf-8" else [f"the file was saved in the encoding {encoding.upper()} instead of UTF-8; it was read"]


def parse(content):
    """The JSON value in a text, and sentences about what was mended to read it."""
    lean = without_outputs(content)
    if len(lean) > MOST_TEXT:
        raise Unreadable(f"without its outputs it is still larger than {MOST_TEXT // 2**20} MB")
    if (found := _loads(lean)) is not None:
        size = len(content) - len(lean)
        return found, [f"outputs of {size // 2**20} MB were left out"] if size > LARGE_OUTPUTS else []
    if "<<<<<<<" in content:
        for side in (0, 1):
            if (found := _loads(without_outputs(one_side(content, side)))) is not None:
                which = ("first", "second")[side]
                return found, [f"the file holds marks of a merge conflict of git; the {which} version of what differs was taken"]
    if cells := complete_cells(lean):
        return {"cells": cells}, [f"the file is damaged behind its cell {len(cells)}; the cells up to there were read"]
    raise Unreadable("it is not a notebook, or too damaged to be read")


def _loads(text):
    try:
        # Numbers mean nothing here, and whole numbers of thousands of digits are an error in Python.
        return json.loads(text, strict=False, parse_int=float, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None


def without_outputs(text):
    """The same JSON with every list "outputs" emptied, before it is parsed: outputs can be large, and are not wanted.

    Raises:
        Unreadable: without its outputs, it is made of more than a million lists and objects.
    """
    kept, start, begin, depth, brackets, key_end = [], 0, 0, 0, 0, None
    for token in TOKEN.finditer(text):
        sign = token[0]
        if depth:
            depth += (sign in "[{") - (sign in "]}")
            if not depth:
                kept.append(text[start:begin])
                start = token.start()
        elif sign == "[" and key_end and text[key_end : token.start()].strip() == ":":
            begin, depth = token.end(), 1
        brackets += not depth and sign in "[{"
        if brackets > MOST_BRACKETS:
            raise Unreadable("it is made of too many parts")
        key_end = token.end() if sign == '"outputs"' else None
    kept.append(text[start : begin if depth else len(text)])
    return "".join(kept)


def one_side(text, side):
    """The text with git's conflict marks resolved to the first (0) or the second (1) version."""
    kept, inside = [], None
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<<"):
            inside = 0
        elif inside is not None and line.startswith("|||||||"):
            inside = 2  # the common ancestor
        elif inside is not None and line.rstrip() == "=======":
            inside = 1
        elif inside is not None and line.startswith(">>>>>>>"):
            inside = None
        elif inside in (None, side):
            kept.append(line)
    return "".join(kept)


def complete_cells(text):
    """The cells that stand complete in a notebook's text that breaks off or is damaged further on."""
    decoder, found = json.JSONDecoder(strict=False, parse_int=float), []
    begin = re.search(r'"cells"\s*:\s*\[', text)
    place = begin.end() if begin else len(text)
    while place < len(text):
        try:
            cell, place = decoder.raw_decode(text, BETWEEN.match(text, place).end())
        except (ValueError, RecursionError):
            break
        found.append(cell)
    return found


def _cells(found):
    """The list of cells in a notebook of format 4 or, in worksheets, 3."""
    if not isinstance(found, dict):
        raise Unreadable("it is not a notebook")
    cells = found.get("cells")
    if not isinstance(cells, list):
        sheets = found.get("worksheets") if isinstance(found.get("worksheets"), list) else []
        sheets = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)]
        cells = [cell for sheet in sheets for cell in sheet]
    if not cells:
        raise Unreadable("there are no cells in it")
    return cells


def plain_cells(cells):
    """What can be used of a list of JSON values that should be cells."""
    found, size = [], 0
    for number, cell in enumerate(cells[:MOST_CELLS], start=1):
        if isinstance(cell, dict):
            plain = _plain(number, cell)
            size += len(plain.source)
            found += [plain] if size <= MOST_SOURCE else []
    return found


def _plain(number, cell):
    kind = cell.get("cell_type")
    kind, was = KINDS.get(kind, "raw") if isinstance(kind, str) else "raw", kind
    source = _text(_joined(cell))
    if was == "heading":
        source = f"## {source}"
    metadata = _dict(cell.get("metadata"))
    flags = _dict(metadata.get("nbgrader"))
    claims = tuple(claim for claim in (flags.get("grade_id"), cell.get("id"), metadata.get("id")) if isinstance(claim, str))
    pictures = _pictures(cell.get("attachments")) if kind != "code" else {}
    return Plain(number, kind, source, claims, pictures, flags={key: flags[key] for key in FLAGS if key in flags})


def _joined(cell):
    """A cell's source as one text, as it arrived."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _text(source):
    """A source as a text that can be written and read again."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")
    return source.encode("utf-8", "surrogatepass").decode("utf-8", "replace")  # half of a character becomes a question mark


def _pictures(attachments):
    """The pictures pasted into a cell, so that a person can see them; nothing else that may be attached."""
    kept, size = {}, 0
    for name, forms in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in forms.items() if isinstance(forms, dict) else ():
            data = "".join(data) if isinstance(data, list) and all(isinstance(line, str) for line in data) else data
            if kind in PICTURES and isinstance(data, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]+", data):
                size += len(data)
                if size <= MOST_PICTURES and re.fullmatch(r"[\w .()-]{1,200}", name):
                    kept.setdefault(name, {})[kind] = data
    return kept


def script(content):
    """The cells of a script in the percent format, of nbconvert's, or of Colab's.

    Raises:
        Unreadable: it is too large.
    """
    if len(content) > MOST_SOURCE:
        raise Unreadable(f"a script of more than {MOST_SOURCE // 2**20} MB")
    lines = _text(content).split("\n")
    split = _by_headers if any(HEADER.fullmatch(line.rstrip()) for line in lines) else _by_strings
    cells = ((kind, "\n".join(lines).strip("\n")) for kind, lines in split(lines))
    return [Plain(number, *cell) for number, cell in enumerate((cell for cell in cells if cell[1].strip()), start=1)][:MOST_CELLS]


def _by_headers(lines):
    """The percent format and nbconvert's: a comment line begins a cell, text cells are comments."""
    is_exported, kind, body, cells = "# In[" in (line[:5] for line in lines), "code", [], []
    for line in [*lines, "# %%"]:
        if not (header := HEADER.fullmatch(line.rstrip())):
            body.append(line)
            continue
        texts = _comments_behind(body, keep_first=bool(cells)) if is_exported else []
        cells += [(kind, body), *(("markdown", text) for text in texts)]
        kind, body = "markdown" if "[markdown]" in (header["words"] or "") else "code", []
    return [(kind, [_uncomment(line) for line in body] if kind == "markdown" else body) for kind, body in cells]


def _by_strings(lines):
    """Colab's: text cells are strings in three quotation marks at the left margin, and nothing else marks a cell."""
    cells, kind = [("code", [])], "code"
    for line in lines:
        rest = line.rstrip()
        if kind == "code" and rest.startswith(QUOTES):
            kind, rest = "markdown", rest.removeprefix(QUOTES)
            cells.append((kind, []))
        if kind == "markdown" and rest.endswith(QUOTES):
            cells[-1][1].append(rest.removesuffix(QUOTES))
            kind = "code"
            cells.append((kind, []))
        else:
            cells[-1][1].append(rest if kind == "markdown" else line)
    return cells


def _comments_behind(lines, keep_first):
    """Take the paragraphs of comments off the end of a code cell: that is how nbconvert exports the text cells behind it."""
    texts, first = [], next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    while True:
        while lines and not lines[-1].strip():
            lines.pop()
        begin = len(lines)
        while begin and lines[begin - 1].startswith("#"):
            begin -= 1
        if begin == len(lines) or begin and lines[begin - 1].strip() or keep_first and begin <= first:
            return texts[::-1]
        texts.append(lines[begin:])
        del lines[begin:]


def _uncomment(line):
    return line.removeprefix("#").removeprefix(" ")
