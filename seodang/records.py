"""What grading came to for each submission, as files in autograded/.seodang: the memory of `grade`.

A record is written when a submission has been graded, and once more, with `booked`, when its scores stand in the gradebook. It holds the
key of what it depends on, so that the next run knows what is new or changed, and the result before it.
"""

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from seodang.layout import notebook_of
from seodang.verdicts import NOT_GRADED, Verdict

BIG = 100 * 2**20  # bytes from which a file is known by its size and time instead of its content
CAUSES = {
    "submission": "the submission changed",
    "source": "the source notebook changed",
    "data": "the files beside the source notebook changed",
    "engine": "another version of Seodang",
    "limits": "other limits or settings",
}


@dataclass(frozen=True)
class Outcome:
    """What grading came to for one submission.

    Attributes:
        status: graded, unchanged (graded before, and nothing has changed since) or not graded.
        message: why it is not graded, or which of its claims are not.
        score: the points in the gradebook, with those that a person gave.
        was: the points before a regrade; None where there was none.
        seconds: how long it took, wall clock.
        why: why it was graded again.
        moved: which claims moved in a regrade, and why.
        mended: what was mended in the submission.
        notes: crashes, time-outs and replays, in words.
    """

    student: str
    status: str
    message: str = ""
    score: float | None = None
    was: float | None = None
    seconds: float = 0
    why: str = ""
    moved: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def complete(self):
        return self.status != "not graded" and not self.message


def read(path):
    """A record; empty where there is none, or none that can be read, or one of an older form."""
    try:
        found = json.loads(Path(path).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("key"), dict) else {}


def dumps(record):
    """A record's file. What a student wrote may hold half of a character, which JSON can say and UTF-8 cannot."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def digest(*parts):
    """The SHA-256 of byte strings, one after the other."""
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def tree_digest(folder, skip=lambda name: False):
    """The SHA-256 of all that lies in a folder, names and contents; links are not followed.

    Args:
        skip: says of a file's or folder's name whether it does not count.

    Raises:
        OSError: a file cannot be read.
    """
    found = hashlib.sha256()
    for where, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not skip(name))
        for name in sorted([*files, *folders]):
            if not skip(name):
                path = os.path.join(where, name)
                found.update(os.fsencode(os.path.relpath(path, folder)) + b"\0" + _content(path) + b"\0")
    return found.hexdigest()


def _raise(error):
    raise error


def _content(path):
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        return b"link " + os.fsencode(os.readlink(path))
    if not stat.S_ISREG(found.st_mode):
        return b"folder" if stat.S_ISDIR(found.st_mode) else b"other"
    if found.st_size > BIG:
        return f"{found.st_size} {found.st_mtime_ns}".encode()
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def verdicts(record):
    """{(notebook, test): verdict as a dictionary} of a record."""
    found = record.get("notebooks", {})
    return {(name, verdict["test"]): verdict for name, notebook in found.items() for verdict in notebook["verdicts"]}


def why(before, key):
    """Why a submission is graded again, in words."""
    return "; ".join(words for part, words in CAUSES.items() if before.get("key", {}).get(part) != key.get(part)) or "graded again"


def moved(before, after):
    """Sentences: which claims have another verdict or other points than in the record before."""
    old, new = verdicts(before), verdicts(after)
    sentences = []
    for place in dict.fromkeys((*new, *old)):
        is_now, was = new.get(place), old.get(place)
        if is_now is None:
            sentences.append(f"{place[1]}: {_words(was)} → no longer there")
        elif was is None:
            sentences.append(f"{place[1]}: new → {_words(is_now)}{_because(is_now)}")
        elif (was["kind"], was["points"], was["max_points"]) != (is_now["kind"], is_now["points"], is_now["max_points"]):
            sentences.append(f"{place[1]}: {_words(was)} → {_words(is_now)}{_because(is_now)}")
    return sentences


def _words(verdict):
    return f"{verdict['kind']}, {verdict['points']:g} of {verdict['max_points']:g}"


def _because(verdict):
    first = verdict["message"].strip().split("\n")[0][:200]
    return f" ({first})" if first else ""


def plain(verdict: Verdict):
    """A verdict as it stands in a record."""
    return {**verdict.as_dict(), "message": verdict.message[:2000]}


def outcome(record, **changed):
    """The Outcome that a record tells of."""
    notebooks = record["notebooks"].values()
    fields = {
        "student": record["student"],
        "status": record["status"],
        "message": record["message"],
        "score": record["score"],
        "was": record["score_was"],
        "seconds": record["seconds"],
        "why": record["why"],
        "moved": tuple(record["moved"]),
        "mended": tuple(sentence for notebook in notebooks for sentence in notebook["mended"]),
        "notes": (*record["notes"], *(sentence for notebook in notebooks for sentence in notebook["notes"])),
    }
    if changed.get("status") == "unchanged":
        fields |= {"was": None, "why": "", "moved": (), "seconds": 0}
    return Outcome(**{**fields, **changed})


def complete(job, record, before):
    """Where only some notebooks were to be graded: keep what is known of the others, or leave them to the next run."""
    others = [notebook_of(key) for key in job.templates if key not in job.own and notebook_of(key) not in record["notebooks"]]
    known = before.get("notebooks", {}) if before.get("key") == record["key"] else {}
    record["notebooks"] |= {name: known[name] for name in others if name in known}
    if any(name not in known for name in others):
        record["key"] = {}


def compared(before, record):
    """What the record before was, why the submission is graded again, and which claims moved."""
    last = before if before.get("booked") else before.get("was") or {}
    again = last.get("status") == "graded"
    return {
        "was": {field: value for field, value in last.items() if field != "was"},
        "score_was": None,
        "why": why(last, record["key"]) if again else "",
        "moved": moved(last, record) if again and record["status"] == "graded" else [],
    }


def claims_not_graded(record):
    """Which tests did not come to a verdict, in words; empty where all did."""
    claims = [verdict["test"] for verdict in verdicts(record).values() if verdict["kind"] == NOT_GRADED]
    claims += [name for notebook in record["notebooks"].values() for name in notebook["marks"]["unsure"] if name not in claims]
    return f"not graded: {', '.join(claims)}" if claims else ""
