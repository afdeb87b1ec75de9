"""The cells of one notebook in the gradebook, brought up to its source while there are submissions."""

from nbgrader.api import Comment, Grade, GradeCell, SolutionCell, SourceCell, TaskCell
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from seodang.errors import GradeError

GRADED, COMMENTED = (GradeCell, TaskCell), (SolutionCell, TaskCell)


def id_of(cell):
    """nbgrader's id of a cell; None where it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


class Migration:
    """One notebook's cells in the gradebook, on their way to those of the template.

    Args:
        db: the session; nothing is committed here.
        drop: ids of cells that may go with what a person has written there.
    """

    def __init__(self, db, notebook, template, drop):
        self.db, self.notebook, self.drop = db, notebook, drop
        self.cells = {
            id_of(cell): cell for cell in template.cells if id_of(cell) and (is_grade(cell) or is_solution(cell) or is_task(cell))
        }
        self.sources = {id_of(cell): cell for cell in template.cells if id_of(cell) in self.cells or is_locked(cell)}
        self.rows = {(type(row), row.name): row for row in notebook.grade_cells + notebook.solution_cells + notebook.task_cells}
        self.sentences = []

    def run(self):
        """Do it, and return sentences that say what was done.

        Raises:
            GradeError: what a person has written would be lost.
        """
        wanted = {(kind, name) for name, cell in self.cells.items() for kind in _kinds(cell)}
        gone = [self.rows.pop(key) for key in sorted(self.rows.keys() - wanted, key=str)]
        before = {row.name for row in (*self.rows.values(), *gone)}
        for kind, name in sorted(wanted - self.rows.keys(), key=str):
            self.rows[kind, name] = kind(name=name, notebook=self.notebook, **_columns(kind, self.cells[name]))
            self.db.add(self.rows[kind, name])
        self.db.flush()
        self._tell_changes(before)
        for row in gone:
            self._hand_on(row)
            self._remove(row)
        self._fill()
        self._keep_sources()
        self.db.flush()
        self.db.expire(self.notebook)
        return list(dict.fromkeys(self.sentences))

    def _tell_changes(self, before):
        for name, cell in self.cells.items():
            points = _points(cell)
            if name not in before:
                self.sentences.append(f"{name} is new{f', {_in_words(points)}' if points is not None else ''}")
            for kind in _kinds(cell):
                row = self.rows[kind, name]
                columns = _columns(kind, cell)
                if name in before and columns and (row.max_score, row.cell_type) != (columns["max_score"], columns["cell_type"]):
                    self._tell_points(row, columns)
                for column, value in columns.items():
                    setattr(row, column, value)

    def _tell_points(self, row, columns):
        if row.cell_type != columns["cell_type"]:
            self.sentences.append(f"{row.name} was a {row.cell_type} cell and is a {columns['cell_type']} cell")
        if row.max_score != columns["max_score"]:
            self.sentences.append(f"{row.name} counts {_in_words(columns['max_score'])}, not {row.max_score:g}")
            above = [g.student.id for g in row.grades if g.manual_score is not None and g.manual_score > columns["max_score"]]
            if above:
                self.sentences.append(f"{row.name}: scores given by hand are above its points now: {', '.join(sorted(above))}")

    def _hand_on(self, row):
        """A cell that changed its kind takes its scores and comments along."""
        for family, model in ((GRADED, Grade), (COMMENTED, Comment)):
            heirs = [self.rows[kind, row.name] for kind in family if (kind, row.name) in self.rows]
            if isinstance(row, family) and heirs:
                self.db.query(model).filter(model.cell_id == row.id).update({"cell_id": heirs[0].id})

    def _remove(self, row):
        grades = self.db.query(Grade).filter(Grade.cell_id == row.id).all()
        comments = self.db.query(Comment).filter(Comment.cell_id == row.id).all()
        by_hand = sum(grade.manual_score is not None or grade.extra_credit is not None for grade in grades)
        by_hand += sum(bool(comment.manual_comment) for comment in comments)
        if by_hand and row.name not in self.drop:
            where = " as a cell of that kind" if row.name in self.cells else ""
            raise GradeError(
                f"{self.notebook.name}: {by_hand} scores or comments that a person gave stand in the gradebook at {row.name}, which is no "
                f"longer in the source{where}: give the cell its id back, or let them go with `seodang grade --drop {row.name}` "
                "(in nbgrader_config.py: c.Seodang.drop)"
            )
        if row.name not in self.cells:
            self.sentences.append(f"{row.name} is gone{f', and with it {by_hand} scores or comments given by hand' if by_hand else ''}")
        else:
            self.sentences.append(f"{row.name} is {_role(self.cells[row.name])} now")
        for entry in (*grades, *comments):
            self.db.delete(entry)
        self.db.flush()
        self.db.expire(row)
        self.db.delete(row)
        self.db.flush()

    def _fill(self):
        """Every submission has an entry for every cell; new ones are for a person to look at, as nbgrader has it."""
        for family, model in ((GRADED, Grade), (COMMENTED, Comment)):
            cells = [row.id for (kind, _), row in self.rows.items() if kind in family]
            for submitted in self.notebook.submissions:
                have = {cell for (cell,) in self.db.query(model.cell_id).filter(model.notebook_id == submitted.id)}
                self.db.add_all(model(cell_id=cell, notebook_id=submitted.id) for cell in cells if cell not in have)

    def _keep_sources(self):
        rows = {row.name: row for row in self.notebook.source_cells}
        for name in rows.keys() - self.sources.keys():
            self.db.delete(rows[name])
        for name, cell in self.sources.items():
            row = rows.get(name) or SourceCell(name=name, notebook=self.notebook)
            row.cell_type, row.locked, row.source = cell.cell_type, bool(is_locked(cell)), cell.source
            row.checksum = cell.metadata.nbgrader.get("checksum")
            self.db.add(row)


def _kinds(cell):
    """The tables that a cell stands in."""
    return [kind for kind, is_one in ((GradeCell, is_grade), (SolutionCell, is_solution), (TaskCell, is_task)) if is_one(cell)]


def _columns(kind, cell):
    return {"max_score": _points(cell), "cell_type": cell.cell_type} if kind in GRADED else {}


def _points(cell):
    return float(cell.metadata.nbgrader["points"]) if is_grade(cell) or is_task(cell) else None


def _in_words(points):
    return f"{points:g} point{'' if points == 1 else 's'}"


def _role(cell):
    if is_task(cell):
        return "a task, graded by hand"
    if is_grade(cell):
        return "an answer graded by hand" if is_solution(cell) else "graded by its test"
    return "an answer without points of its own"
