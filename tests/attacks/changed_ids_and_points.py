"""Swaps the ids of tests and answers, so that a test's place is filled with code of its own, and multiplies points."""
# trace: mended


# %% forge
def forge(notebook, folder):
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    answers = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    for test, answer in zip(graded, answers):
        mine, theirs = test.metadata["nbgrader"], answer.metadata["nbgrader"]
        mine["grade_id"], theirs["grade_id"] = theirs["grade_id"], mine["grade_id"]
        test.id, answer.id = answer.id, test.id
        theirs.update(points=100, grade=True)
        answer.source = "pass"
