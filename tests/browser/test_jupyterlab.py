"""Students and instructors meet the notebooks in JupyterLab: they open, run from top to bottom, and look right."""

import contextlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))
BEGUN = """() => [...document.querySelectorAll('.jp-InputPrompt')].some(prompt => /\\[(\\*|\\d+)\\]/.test(prompt.textContent))"""
pytestmark = pytest.mark.long


@pytest.fixture
def notebook_page(chromium, jupyterlab):
    """A function that opens a notebook in JupyterLab and returns the page once its kernel is idle."""
    pages = []

    def open_notebook(step, name):
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        pages.append(page)
        page.goto(f"{jupyterlab}/doc/tree/{step}/{name}/{name}.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
        page.wait_for_selector('.jp-NotebookPanel [data-status="idle"], .jp-NotebookPanel-toolbar [title*="Idle"]', timeout=90_000)
        return page

    yield open_notebook
    for page in pages:
        page.close()


def run_all(page, path):
    """Run all cells by the menu, save, and return the notebook as it stands on disk then."""
    for _ in range(3):  # a click comes to nothing while a slow machine still lays the notebook out
        page.click('text="Run"')
        page.click('li[data-command="runmenu:run-all"]')
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(BEGUN, timeout=20_000)
            break
    page.wait_for_function(
        """() => {
            const cells = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')];
            return cells.length > 0 && cells.every(cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent));
        }""",
        timeout=240_000,
        polling=500,
    )
    page.wait_for_timeout(1000)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2000)
    return page.evaluate("path => fetch('/api/contents/' + path).then(reply => reply.json())", path)["content"]


def errors(notebook):
    """(ename, lines of traceback) of every error output."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return [(output["ename"], len(output["traceback"])) for output in outputs if output["output_type"] == "error"]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_notebook_opens_and_passes_its_own_tests(notebook_page, name):
    page = notebook_page("source", name)
    assert not page.query_selector(".jp-Dialog"), page.inner_text(".jp-Dialog")
    notebook = run_all(page, f"source/{name}/{name}.ipynb")
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"])
    assert errors(notebook) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_release_runs_to_the_end_with_one_line_for_each_stub(notebook_page, name):
    page = notebook_page("release", name)
    assert not page.query_selector(".jp-Dialog"), page.inner_text(".jp-Dialog")
    notebook = run_all(page, f"release/{name}/{name}.ipynb")
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"])
    found = errors(notebook)
    assert found and set(found) == {("NotImplementedError", 1)}, json.dumps(found)


def test_pictures_for_the_readme(notebook_page, request):
    """With --screenshots FOLDER: an exercise of 105_knn as a student sees it, solved, with its tests and its picture."""
    folder = request.config.getoption("--screenshots")
    page = notebook_page("source", "105_knn")
    run_all(page, "source/105_knn/105_knn.ipynb")
    picture = page.locator(".jp-Notebook .jp-OutputArea-output img").first
    picture.scroll_into_view_if_needed()
    assert picture.bounding_box()["width"] > 200
    if folder:
        page.screenshot(path=Path(folder) / "notebook.png")
