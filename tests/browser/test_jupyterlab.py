"""Students and instructors meet the notebooks in JupyterLab: they open, run from top to bottom, and look right."""

import contextlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))
CONNECTED = """() => /Python 3.*Idle/.test(document.querySelector('#jp-main-statusbar')?.textContent)"""
BEGUN = """() => [...document.querySelectorAll('.jp-InputPrompt')].some(prompt => /\\[(\\*|\\d+)\\]/.test(prompt.textContent))"""
ALL_RAN = """() => {
    const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')];
    return prompts.length > 0 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""
SAVED = "() => !document.querySelector('.jp-mod-dirty')"
pytestmark = [pytest.mark.long, pytest.mark.timeout(420)]


@pytest.fixture
def notebook_page(chromium, jupyterlab):
    """A function that opens a notebook in JupyterLab and returns the page once its kernel is idle."""
    with contextlib.ExitStack() as stack:

        def open_notebook(step, name):
            path = f"{step}/{name}/{name}.ipynb"
            stack.enter_context(jupyterlab.session(path))
            page = chromium.new_page()
            stack.callback(page.close)
            page.goto(jupyterlab.url(path))
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
            page.wait_for_function(CONNECTED, timeout=90_000)
            return page

        yield open_notebook


@pytest.fixture
def run_all(jupyterlab):
    """A function that runs all cells of a page by the menu, saves, and returns the notebook as it stands on disk then."""

    def run(page, path):
        for _ in range(4):
            click_run_all(page)
            if all_cells_ran(page, lambda: jupyterlab.is_idle(path)):
                break
        page.keyboard.press("Control+s")
        page.wait_for_function(SAVED)
        return jupyterlab.api(f"contents/{path}", "GET")["content"]

    return run


def click_run_all(page):
    for _ in range(3):  # a click comes to nothing while a slow machine still lays the notebook out
        page.click('text="Run"')
        page.click('li[data-command="runmenu:run-all"]')
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(BEGUN, timeout=20_000)
            break


def all_cells_ran(page, is_idle):
    """Wait until every code cell has a number; False when the kernel has nothing to do for ten seconds before that.

    JupyterLab may open its connection a second time on a slow machine; what was sent by the first is then never answered.
    """
    quiet = 0
    while quiet < 10:
        page.wait_for_timeout(1000)
        if page.evaluate(ALL_RAN):
            return True
        quiet = quiet + 1 if is_idle() else 0
    return False


def errors(notebook):
    """(ename, lines of traceback) of every error output."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return [(output["ename"], len(output["traceback"])) for output in outputs if output["output_type"] == "error"]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_notebook_opens_and_passes_its_own_tests(notebook_page, run_all, name):
    page = notebook_page("source", name)
    assert not page.query_selector(".jp-Dialog"), page.inner_text(".jp-Dialog")
    notebook = run_all(page, f"source/{name}/{name}.ipynb")
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"])
    assert errors(notebook) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_release_runs_to_the_end_with_one_line_for_each_stub(notebook_page, run_all, name):
    page = notebook_page("release", name)
    assert not page.query_selector(".jp-Dialog"), page.inner_text(".jp-Dialog")
    notebook = run_all(page, f"release/{name}/{name}.ipynb")
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"])
    found = errors(notebook)
    assert found and set(found) == {("NotImplementedError", 1)}, json.dumps(found)


def test_pictures_for_the_readme(notebook_page, run_all, request):
    """With --screenshots FOLDER: an exercise of 105_knn as a student sees it, solved, with its tests and its picture."""
    folder = request.config.getoption("--screenshots")
    page = notebook_page("source", "105_knn")
    run_all(page, "source/105_knn/105_knn.ipynb")
    picture = page.locator(".jp-Notebook .jp-OutputArea-output img").first
    picture.scroll_into_view_if_needed()
    assert picture.bounding_box()["width"] > 200
    if folder:
        page.screenshot(path=Path(folder) / "notebook.png")
