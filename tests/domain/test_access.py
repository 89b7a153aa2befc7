"""Who may do what: every function of the domain that is told who acts, tried by every role on things that are Mira's.

A function that is added has a recipe (``recipes.py``), and needs a line in ``access_tables.py``, or this fails.
``docs/security.md`` shows the same by object.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlmodel import Session

import timetrack
from tests import databases
from tests.domain.access import SIGNS, Company, Tried, asks_who, build_company
from tests.domain.access_cases import CASES
from tests.domain.access_tables import DOES, PARTS, SEES, WITHOUT_ACTOR
from tests.domain.recipes import FOUNDING, READS, WRITES
from tests.domain.test_every_write import functions_with_a_session
from tests.factories import FrozenClock
from timetrack import clock, db

LINES = {name: cells for lines in DOES.values() for name, cells in lines.items()}
DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
HEAD = "| owner | colleague on the project | stranger to it | manager | administrator |"
TOLD = {"-": "–", "=": "own only", ".": "none there"}
OBJECTS = (
    "client", "project", "task", "entry", "hours worked", "favourite, saved filter", "name of a colleague", "rate",
    "session", "who is invited", "logo", "what is billed and paid",
)  # fmt: skip


@pytest.fixture(scope="module")
def company(server: str, template: str) -> Iterator[tuple[Session, Company]]:
    """One company for all; whatever is tried in it is undone."""
    with (
        databases.cloned(server, template, "access") as url,
        databases.pointed_at(url),
        pytest.MonkeyPatch.context() as patch,
    ):
        frozen = FrozenClock()
        patch.setattr(clock, "now", frozen.now)
        with db.transaction() as session:
            made = build_company(session)
        frozen.forward(hours=1)
        with Session(db.engine(), expire_on_commit=False) as session:
            yield session, made


@pytest.mark.parametrize("name", LINES)
def test_who_does_it(company: tuple[Session, Company], name: str) -> None:
    session, made = company
    recipe = (WRITES | CASES)[name]
    assert " ".join(Tried(session, made, role, name, recipe).done() for role in made.roles) == LINES[name]


@pytest.mark.parametrize("name", SEES)
def test_who_sees_what(company: tuple[Session, Company], name: str) -> None:
    session, made = company
    assert " ".join(Tried(session, made, role, name, READS[name]).seen() for role in made.roles) == SEES[name]


def test_every_function_that_is_told_who_acts_has_a_line() -> None:
    asked = {name for name in functions_with_a_session() - FOUNDING if asks_who(name)} - PARTS
    assert sorted(asked - (LINES.keys() | SEES.keys())) == [], "say in DOES or SEES who may"
    assert sorted((LINES.keys() & WRITES.keys() | SEES.keys()) - asked) == [], "they are gone, or ask nobody"
    assert LINES.keys() - WRITES.keys() == CASES.keys()


def test_the_documents_show_the_same() -> None:
    assert "\n".join([*_told_does(), "", *_told_sees()]) in DOCUMENT.read_text()


def test_what_asks_nobody_is_not_called_from_outside() -> None:
    called = set(_called_from_outside(functions_with_a_session()))
    assert sorted(called & PARTS) == []
    assert {name for name in called - FOUNDING if not asks_who(name)} == WITHOUT_ACTOR.keys()


def _called_from_outside(wanted: set[str]) -> Iterator[str]:
    """The functions of the domain that the other rooms name."""
    package = Path(timetrack.__file__).parent
    for path in package.rglob("*.py"):
        if path.relative_to(package).parts[0] != "domain":
            tree = ast.parse(path.read_text())
            yield from wanted & set(_named(tree, dict(_imported(tree))))


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for found in ast.walk(tree):
        if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("timetrack.domain"):
            module = (found.module or "").removeprefix("timetrack.domain").strip(".")
            yield from ((name.asname or name.name, f"{module}.{name.name}".strip(".")) for name in found.names)


def _named(tree: ast.AST, imported: Mapping[str, str]) -> Iterator[str]:
    for found in ast.walk(tree):
        if isinstance(found, ast.Name) and found.id in imported:
            yield imported[found.id]
        elif isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name) and found.value.id in imported:
            yield f"{imported[found.value.id]}.{found.attr}"


def _told_does() -> Iterator[str]:
    """A line for each object and answer."""
    yield f"| object | verbs {HEAD}"
    yield "|---" * 7 + "|"
    for subject, lines in DOES.items():
        for cells in dict.fromkeys(lines.values()):
            verbs = ", ".join(f"`{name.rpartition('.')[2]}`" for name, found in lines.items() if found == cells)
            yield f"| {subject} | {verbs} | {' | '.join(TOLD.get(cell, 'yes') for cell in cells.split())} |"


def _told_sees() -> Iterator[str]:
    """A line for each object: who sees it anywhere."""
    yield f"| object {HEAD}"
    yield "|---" * 6 + "|"
    columns = list(zip(*(cells.split() for cells in SEES.values()), strict=True))
    for sign, subject in zip(SIGNS, OBJECTS, strict=True):
        seen = ("yes" if sign in "".join(column) else "–" for column in columns)
        yield f"| {subject} | {' | '.join(seen)} |"
