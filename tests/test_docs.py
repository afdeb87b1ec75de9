"""README and docs cannot drift: what they show is what the commands print, and what they name is there."""

import importlib.util
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seodang import cli, text

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "datasets" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
VERBS = sorted(command.callback.__name__ for command in cli.app.registered_commands)


@pytest.fixture(scope="module")
def update_readme():
    spec = importlib.util.spec_from_file_location("update_readme", ROOT / "docs" / "update_readme.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_assignments_is_true(update_readme):
    assert update_readme.part(readme(), "assignments") == update_readme.assignments(), "run `python docs/update_readme.py`"


def test_the_benchmark_is_the_last_one_measured(update_readme):
    assert update_readme.part(readme(), "benchmark") == update_readme.benchmark(), "run `python docs/update_readme.py`"


@pytest.mark.long
def test_the_transcript_is_what_the_demonstration_prints(update_readme):
    assert update_readme.part(readme(), "transcript") == update_readme.transcript(), "run `python docs/update_readme.py --demo`"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb):
    assert f"`seodang {verb}" in readme()


def test_every_command_in_the_pages_exists():
    named = {
        word
        for page in PAGES
        for word in re.findall(r"`(?:python3 bootstrap\.py )?seodang (?:--course FOLDER )?([a-z]+)", page.read_text())
    }
    assert named <= set(VERBS)


def test_every_option_in_the_pages_exists():
    for page in PAGES:
        for verb, options in re.findall(r"`seodang ([a-z]+)((?: [^`]*)?)`", page.read_text(encoding="utf-8")):
            shown = CliRunner().invoke(cli.app, [verb, "--help"]).output
            known = set(re.findall(r"--[a-z-]+", shown))
            assert set(re.findall(r"--[a-z-]+", options)) <= known, (page.name, verb, options)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_tox_jobs_in_the_pages_exist():
    jobs = set(re.findall(r"^\[testenv:([a-z]+)\]|^    ([a-z]+):", (ROOT / "tox.ini").read_text(), re.MULTILINE))
    jobs = {name for pair in jobs for name in pair if name}
    for page in PAGES:
        for names in re.findall(r"tox -e ([a-z,]+)", page.read_text(encoding="utf-8")):
            assert set(names.split(",")) <= jobs, names


def test_the_ten_lines_of_the_readme_are_an_assignment():
    """Put behind a front matter, they parse, and the program passes its own test."""
    blocks = re.findall(
        r"```python\n(# %% solution=.*?)```", readme() + (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(blocks) == 2 and blocks[0] == blocks[1]
    head = "# ---\n# title: T\n# unit: U\n# minutes: 1\n# points: 2\n# ---\n\n"
    assert text.parse(head + blocks[0], "101_mean").exercises() == {"mean": ["mean_of_three_numbers"]}
    exec(blocks[0], {})


def test_every_clause_of_the_gate_is_documented():
    source = (ROOT / "seodang" / "check.py").read_text(encoding="utf-8")
    clauses = set(re.findall(r'report\.find\(\s*"([a-z ]+)"', source)) | {"unfair", "bank"}
    table = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8").split("| clause | holds |")[1]
    for clause in clauses:
        assert re.search(rf"^\| .*\b{clause}\b.* \|", table, re.MULTILINE), clause


def test_every_module_has_its_place_in_the_layout():
    layout = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Layout")[1]
    modules = {path.stem for path in (ROOT / "seodang").glob("[a-z]*.py")}
    assert modules <= set(re.findall(r"`([a-z]+)`", layout)), "name it in CONTRIBUTING.md"
