"""What can go wrong, as one tree. The command line prints these in one line; any other exception is a bug.

SeodangError
├── TextError       a solution text or an answer bank is malformed: file, line, what is wrong
├── NotebookError   a notebook cannot be read or folded back: file, cell, what is wrong
├── CourseError     the course folder: an unknown assignment, a stale or missing file, a wrong checksum
├── GradeError      nbgrader, a kernel or a warm process could not do its work
│   └── Ended       … because a process of the engine's own has ended
└── WallsError      the walls around students' code could not be built: which step, why
"""


class SeodangError(Exception):
    """A mistake that a person can mend; the message says where it is and what to do next."""


class TextError(SeodangError):
    """A malformed solution text or answer bank."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


class NotebookError(SeodangError):
    """A notebook that cannot be read, or a cell of it that has no place in a solution text."""

    def __init__(self, path, message, cell=None):
        place = f"{path}" if cell is None else f"{path}, cell {cell}"
        super().__init__(f"{place}: {message}")
        self.path, self.cell, self.message = path, cell, message


class CourseError(SeodangError):
    """Something about the course folder."""


class GradeError(SeodangError):
    """nbgrader refused to release or to grade, or a process that runs answers came to an end."""


class WallsError(SeodangError):
    """A wall around students' code that this machine does not give; grading does not go on without it."""

    def __init__(self, step, reason):
        super().__init__(f"{step}: {reason}")
        self.step, self.reason = step, reason


class Ended(GradeError):
    """Processes of the engine's own have ended: nothing that a submission could bring about."""

    def __init__(self, reason="processes of the engine's own ended"):
        super().__init__(reason)
