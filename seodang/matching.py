"""Which of a student's cells stands for which cell of the instructor's notebook.

A cell is known by the text that was handed out, by the ids that it claims, by the names that it binds, and in the end by its neighbours.
An answer is looked for in this order: cells that claim it and bind its names; other cells that bind them; cells that claim it; the cells
that stand where it should be.
"""

import bisect
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from seodang import sources
from seodang.places import Place
from seodang.reader import Plain

SHORTEST = 20  # characters of an instructor's cell that is looked for inside other cells
COPY, EDITED, SAME_ANSWER = 0.9, 0.7, 0.5  # how alike: a copy of a test; an instructor's cell without its id; two versions of one answer
MOST_LISTED = 6
LOST = "the notebook has lost the marks of its cells (Colab and other editors drop them); they were found by their texts"


@dataclass
class Match:
    """What came of matching.

    `owner` maps cells (their places in `cells`) to the places of the instructor's notebook they stand for, `answers` places to the cell
    whose source is the answer, `changed` places of locked cells to the student's version where it differs; `gone` are cells that do not
    stay (copies, doubles, answers found elsewhere); `is_foreign` says that the notebook is another assignment's.
    """

    places: list[Place]
    cells: list[Plain]
    owner: dict[int, int] = field(default_factory=dict)
    answers: dict[int, Plain] = field(default_factory=dict)
    changed: dict[int, Plain] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    copies: list[int] = field(default_factory=list)
    is_foreign: bool = False
    said: list[str] = field(default_factory=list)

    @cached_property
    def is_marked(self):
        """Has any cell kept an id?"""
        known = {key for place in self.places for key in place.keys}
        return any(claim in known for cell in self.cells for claim in cell.claims)

    def free(self):
        """The cells that stand for nothing so far."""
        return [i for i in range(len(self.cells)) if i not in self.owner and i not in self.gone]

    def present(self):
        return set(self.owner.values())


def match(places, cells):
    """Match a student's cells with the places of the instructor's notebook; returns a Match."""
    found = Match(places, [])
    _take_apart(found, cells)
    claimants = _claimants(found)
    _settle_locked(found, claimants)
    _settle_edited(found)
    _settle_answers(found, claimants)
    found.is_foreign = _is_foreign(found)
    _settle_by_neighbours(found)
    _glue(found)
    _report(found)
    return found


def _take_apart(found, cells):
    """Cells in which locked cells that stand nowhere by themselves were merged with something else, as separate cells again."""
    texts, claims = {cell.text for cell in cells}, {claim for cell in cells for claim in cell.claims}
    blocks = [place for place in found.places if not place.is_answer and len(place.text) >= SHORTEST and place.text not in texts]
    wanted = [place.names for place in found.places if place.names]
    for cell in cells:
        pieces, inside = [cell], []
        for place in blocks:
            own = not claims.isdisjoint(place.keys)
            if not own or _is_merged(cell, place, wanted):
                pieces, was_inside = _cut(pieces, place, own)
                inside += [place] if was_inside and not own else []
        found.cells += [piece for piece in pieces if piece.text or piece is cell]
        if inside:
            found.said.append(f"cell {cell.number} also held {_list(inside)}; what was merged was taken apart")


def _cut(pieces, place, own):
    """The pieces of a cell with the text of `place`, if it stands in one of them, as a piece by itself, and whether it does."""
    for i, piece in enumerate(pieces):
        around = sources.around(piece.text, place.text) if not isinstance(piece, Block) else None
        if around:
            rest = {"claims": (), "leftover": place.role == "test"} if own else {}
            before, behind = (replace(piece, source=text, **rest) for text in around)
            return [*pieces[:i], before, Block(piece.number, place.kind, place.text, piece.claims), behind, *pieces[i + 1 :]], True
    return pieces, False


class Block(Plain):
    """The text of a locked cell, cut out of the cell that it was merged into."""


def _is_merged(cell, place, wanted):
    """Was something merged with a locked cell under that one's id: anything with a test, an answer with another cell?"""
    if cell.text == place.text or set(place.keys).isdisjoint(cell.claims):
        return False
    around = sources.around(cell.text, place.text) or ()
    return place.role == "test" or any(names <= replace(cell, source=text).binds for text in around for names in wanted)


def _claimants(found):
    """{place: the cells that carry its text as it was handed out, or its id}."""
    by_key = {key: place.number for place in found.places for key in place.keys}
    by_text, claimants = defaultdict(list), defaultdict(list)
    for place in found.places:
        if place.text:
            by_text[place.text].append(place.number)
    for text, numbers in list(by_text.items()):
        if len(numbers) > 1 and any(found.places[number].is_answer for number in numbers):
            del by_text[text]  # a stub that is the same for several answers tells nothing
    for i, cell in enumerate(found.cells):
        claimed = next((by_key[claim] for claim in cell.claims if claim in by_key), None)
        same = by_text.get(cell.text, [])
        if same and claimed not in same:
            claimed = next((number for number in same if number not in claimants), same[0])
        if claimed is not None:
            claimants[claimed].append(i)
    return claimants


def _settle_locked(found, claimants):
    """Of the cells that claim a locked cell, or one that the student may change, one stands for it; copies go."""
    for place in found.places:
        if place.is_answer or not claimants[place.number]:
            continue
        cells = claimants[place.number]
        is_own = place.role == "added"
        best = cells[-1] if is_own else max(cells, key=lambda i: (found.cells[i].text == place.text, found.cells[i].like(place), -i))
        _own(found, best, place)
        for i in cells:
            if i != best and not is_own and place.role != "setup" and found.cells[i].like(place) >= COPY:
                found.gone.add(i)
                found.copies.append(found.cells[i].number)


def _own(found, i, place):
    found.owner[i] = place.number
    cell = found.cells[i]
    if cell.text != place.text or cell.kind != place.kind and place.kind == "code":
        found.changed[place.number] = cell


def _settle_edited(found):
    """Cells without an id that are an instructor's cell, edited; and copies of tests."""
    missing = {place.number for place in found.places if not place.is_answer} - found.present()
    for i in found.free():
        cell = found.cells[i]
        if any(claim in place.keys for place in found.places if place.is_answer for claim in cell.claims):
            continue
        nearest = max((found.places[number] for number in missing), key=cell.like, default=None)
        if nearest and cell.like(nearest) >= EDITED:
            _own(found, i, nearest)
            missing.discard(nearest.number)
        elif any(place.role == "test" and cell.like(place) >= COPY for place in found.places):
            found.gone.add(i)
            found.copies.append(cell.number)


def _settle_answers(found, claimants):
    """Find the answers by ids and by names."""
    elsewhere = defaultdict(list)  # cells → the answers found in them that they do not claim
    for place in (place for place in found.places if place.is_answer):
        cells = [i for i in claimants[place.number] if i not in found.gone]
        full = [i for i in cells if _answers(found.cells[i], place)]
        if not full and (others := _binders(found, place, cells)):
            best = next((i for i in reversed(others) if i not in found.owner), others[-1])
            elsewhere[best].append(place)
        else:
            written = full or [i for i in cells if found.cells[i].text != place.text] or cells
            best = written[-1] if written else None
            if best is not None:
                found.owner[best] = place.number
                found.answers[place.number] = found.cells[best]
        _drop_doubles(found, place, [i for i in cells if i != best], best)
    for i, wanted in sorted(elsewhere.items()):
        _move(found, i, wanted)


def _answers(cell, place):
    """Does the cell bind all names of the answer, other than by the untouched stub?"""
    if not place.names <= cell.binds or cell.text == place.text:
        return False
    return not place.names or cell.extract(place.names) != place.stub


def _binders(found, place, but):
    """Cells that answer an exercise by the names they bind, whatever they claim to be; an instructor's cell may bind them by itself."""
    if not place.names:
        return []
    rest = [i for i in range(len(found.cells)) if i not in but and i not in found.gone]
    return [i for i in rest if _answers(found.cells[i], place) and not _owned_locked(found, i).binds & place.names]


def _owned_locked(found, i):
    """The locked cell that a cell stands for, or an empty text."""
    place = found.places[found.owner[i]] if i in found.owner else None
    return place if place and not place.is_answer else Plain(0, "code", "")


def _drop_doubles(found, place, others, best):
    """Other cells that claim an answer: versions of it go, anything else stays as a cell of the student's own."""
    for i in others:
        cell = found.cells[i]
        is_stub, chosen = cell.text == place.text, found.cells[best]
        is_version = _answers(cell, place) if place.names else cell.like(chosen) >= SAME_ANSWER
        if is_stub and place.number not in found.present():
            found.owner[i] = place.number
        elif is_stub or is_version:
            found.gone.add(i)
            if is_stub:
                found.copies.append(cell.number)
            else:
                found.said.append(f"cells {cell.number} and {chosen.number} both give {place}; cell {chosen.number} was taken")


def _move(found, i, wanted):
    """Answers that stand in a cell which does not claim them: the whole cell moves, or what binds their names is copied out of it."""
    cell, own = found.cells[i], found.owner.get(i)
    belongs = own is None and _belongs_here(found, i, wanted[0].number)
    for place in wanted:
        whole = own is None and place is wanted[0]
        taken = cell if whole else replace(cell, source=cell.extract(place.names))
        found.answers[place.number] = taken
        if found.is_marked or not belongs or not whole:
            other = f", with {found.places[own]}" if own is not None else ""
            found.said.append(f"{place} was found in cell {cell.number}{other}; it was taken from there")
    if belongs:
        found.owner[i] = wanted[0].number
    elif own is None:
        found.gone.add(i)


def _belongs_here(found, i, number):
    """Does the cell stand where the place should be, among the cells that are known?"""
    before = max((known for known in found.owner if known < i), default=None)
    after = min((known for known in found.owner if known > i), default=None)
    return (before is None or found.owner[before] < number) and (after is None or number < found.owner[after])


def _is_foreign(found):
    """Is nothing of the assignment in the notebook but what all of a course may share, or more answers to another one than of it?"""
    exercises = {place.number for place in found.places if place.role not in ("setup", "markdown", "added")}
    known = exercises & (found.present() | set(found.answers))
    strangers = [i for i in found.free() if found.cells[i].flags.get("solution") is True and found.cells[i].claims]
    return bool(exercises) and (not known or len(strangers) > len(known))


def _settle_by_neighbours(found):
    """Answers that nothing names are what stands between the neighbours they should have."""
    wanted = [place for place in found.places if place.is_answer and _is_open(found, place)]
    for position, place in enumerate(wanted):
        between = _between(found, place)
        if place.kind != "code":
            _take_words(found, place, [i for i in between if found.cells[i].kind != "code"])
            continue
        rivals = sum(_between(found, other) == between for other in wanted[position + 1 :] if other.kind == "code")
        code = [i for i in between if found.cells[i].kind == "code"] or between
        if place.number not in found.answers and code:
            best = max(code[: max(1, len(code) - rivals)], key=lambda i: found.cells[i].like(place))
            found.owner[best] = place.number
            found.answers[place.number] = found.cells[best]
            if found.is_marked:
                found.said.append(f"cell {found.cells[best].number} stands where {place} should; it was taken for it")


def _is_open(found, place):
    """No answer so far, or, where a person reads it, an untouched one."""
    answer = found.answers.get(place.number)
    return answer is None or place.role == "essay" and answer.text == place.text


def _between(found, place):
    """The cells that stand for nothing between the known neighbours of a place."""
    known = {number: i for i, number in found.owner.items() if number != place.number}
    before = known.get(max((number for number in known if number < place.number), default=None), -1)
    after = known.get(min((number for number in known if number > place.number), default=None), len(found.cells))
    return [i for i in found.free() if before < i < after and found.cells[i].text]


def _take_words(found, place, cells):
    """A written answer that stands beside its cell, or in the question above it."""
    above = found.changed.get(place.number - 1)
    words = [found.cells[i] for i in cells]
    if not words and above and found.places[place.number - 1].role == "markdown":
        lines = added_lines(found.places[place.number - 1], above)
        words = [replace(above, source="\n".join(lines))] if lines else []
    if words:
        pictures = {name: forms for cell in words for name, forms in cell.attachments.items()}
        whole = "\n\n".join(cell.text for cell in words)
        found.answers[place.number] = replace(words[0], source=whole, attachments=pictures)
        found.gone.update(cells)
        if found.is_marked or place.number in found.present():
            where = ", ".join(str(cell.number) for cell in words)
            found.said.append(f"{place} was found in cell {where}, next to its own; it was taken from there")


def added_lines(place, cell):
    """The lines of a changed cell that are not in the instructor's text."""
    known = {line.strip() for line in place.text.split("\n")}
    return [line for line in cell.text.split("\n") if line.strip() and line.strip() not in known]


def _glue(found):
    """An answer that was split in the middle of a block: its second half is no Python by itself."""
    for number, answer in found.answers.items():
        i = next((i for i, owned in found.owner.items() if owned == number), None)
        while found.places[number].kind == "code" and i is not None and i + 1 in found.free() and found.cells[i + 1].kind == "code":
            i, rest = i + 1, found.cells[i + 1]
            whole = f"{answer.source}\n{rest.source}"
            if rest.statements or not sources.parse(whole):
                break
            answer = found.answers[number] = replace(answer, source=whole)
            found.gone.add(i)
            found.said.append(f"cell {rest.number} continues {found.places[number]}; the two were joined")


def _report(found):
    """Say what else was mended."""
    if found.cells and not found.is_marked:
        found.said.insert(0, LOST)
    if found.copies:
        copies = _shortened([f"cell {number}" for number in sorted(found.copies)], "cells")
        found.said.append(f"copies of cells of the assignment were left out: {copies}")
    for i in found.free():
        if found.cells[i].leftover:
            found.said.append(f"cell {found.cells[i].number} held more than a test; what was added to it was left out")
    here = found.present() | set(found.answers)
    if missing := [place for place in found.places if place.role != "added" and place.number not in here]:
        found.said.append(f"missing, and put back as handed out: {_list(missing)}")
    for number, answer in found.answers.items():
        place = found.places[number]
        if (place.kind == "code") != (answer.kind == "code"):
            was, read = ("text", "code") if place.kind == "code" else ("code", "text")
            found.said.append(f"cell {answer.number}, {place}, was turned into {was}; it was read as {read}")
    _report_order(found)
    _report_flags(found)


def _report_order(found):
    """Which cells stand elsewhere than in the notebook that was handed out: as few as need moving to get its order again."""
    cells = sorted(found.owner)
    in_order = set(_longest_rise([found.owner[i] for i in cells]))
    moved = [i for i in cells if found.owner[i] not in in_order]
    if moved:
        names = [f"cell {found.cells[i].number} ({found.places[found.owner[i]]})" for i in moved]
        found.said.append(f"moved, and put back where they belong: {_shortened(names, 'cells')}")


def _longest_rise(numbers):
    """The longest part of a sequence of different numbers, not necessarily together, in which they rise."""
    ends, found = [], []  # the least ends of the rises of each length so far; the rises themselves as linked pairs
    for number in numbers:
        place = bisect.bisect(ends, number)
        rise = (number, found[place - 1] if place else None)
        ends[place : place + 1], found[place : place + 1] = [number], [rise]
    rise = found[-1] if found else None
    while rise:
        yield rise[0]
        rise = rise[1]


def _report_flags(found):
    """Which cells came with other points, or as another kind of cell, than they were handed out with."""
    changed = []
    for i, number in sorted(found.owner.items()):
        cell, place = found.cells[i], found.places[number]
        if any(cell.flags[key] != place.flags[key] for key in cell.flags.keys() & place.flags.keys()):
            changed.append(f"cell {cell.number} ({place})")
    if changed:
        found.said.append(f"points or nbgrader's marks were changed, and put back as handed out: {_shortened(changed, 'cells')}")


def _list(places):
    """Some places by name, texts by their number."""
    names = list(dict.fromkeys(str(place) for place in places if place.role != "markdown"))
    texts = sum(place.role == "markdown" for place in places)
    return ", ".join([*([_shortened(names, "cells")] if names else []), *([f"{texts} text{'s' * (texts > 1)}"] if texts else [])])


def _shortened(names, what):
    more = len(names) - MOST_LISTED
    return ", ".join(names if more <= 0 else [*names[:MOST_LISTED], f"{more} more {what}"])
