"""The house rules a machine can check: layers, sizes, names, and documents that leave nothing out."""

import ast
import re
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from timetrack import cli
from timetrack.config import Settings

ROOT = Path(__file__).resolve().parents[1]
OURS = ("timetrack", "tests", "bench", "alembic", "docs", "assets", "deploy", ".ci", "reflex.lock")
WRITTEN_ONCE = {"alembic/versions"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 50, 60
VIEWS = ("timetrack/pages", "timetrack/components")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
FORBIDDEN = [
    "".join(parts)
    for parts in [
        ("pypi", ".org"),
        ("python", "hosted"),
        ("registry.npm", "js"),
        ("utc", "now("),
        ("pytest.mark.", "xfail"),
    ]
]
TEXT = {".py", ".md", ".toml", ".ini", ".txt", ".json", ".js", ".css", ".mako", ".yml", ".yaml", ".sh", ""}


def own_files(*suffixes: str) -> Iterator[tuple[str, Path]]:
    """Every file we wrote, by its path from the root."""
    tops = [ROOT / name for name in OURS] + [path for path in ROOT.iterdir() if path.is_file()]
    for top in tops:
        for path in [top] if top.is_file() else top.rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            is_generated = "__pycache__" in name or name.startswith(("assets/external", ".web"))
            if path.is_file() and path.suffix in suffixes and not is_generated:
                yield name, path


@cache
def own_modules() -> list[tuple[str, ast.Module]]:
    """Every Python file we wrote, parsed; migrations are left out, since they are never edited again."""
    return [
        (name, ast.parse(path.read_text()))
        for name, path in own_files(".py")
        if not any(name.startswith(folder) for folder in WRITTEN_ONCE)
    ]


def test_rooms_import_in_one_direction_only() -> None:
    """In a process of its own: import-linter configures logging so that every logger there is falls silent."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_outgrows_its_subject() -> None:
    sizes = {name: len(path.read_text().splitlines()) for name, path in own_files(".py")}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE and "versions/" not in name} == {}


def test_no_function_outgrows_a_screen() -> None:
    too_long = {}
    for name, module in own_modules():
        most = LONGEST_VIEW if name.startswith(VIEWS) else LONGEST_FUNCTION
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > most:
                    too_long[f"{name}:{node.name}"] = size
    assert too_long == {}


def test_every_module_says_what_lives_there() -> None:
    assert [name for name, module in own_modules() if not ast.get_docstring(module)] == []


def test_no_module_is_named_after_nothing() -> None:
    assert [name for name, path in own_files(".py") if path.stem in EMPTY_NAMES] == []


def test_a_base_of_states_serves_several() -> None:
    """One that serves a single state is half of that state, and a tower of them hides what a handler touches."""
    classes = [
        node
        for name, module in own_modules()
        if name.startswith("timetrack/states")
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    ]
    bases = {node.name for node in classes if any(keyword.arg == "mixin" for keyword in node.keywords)}
    served = Counter(base.id for node in classes for base in node.bases if isinstance(base, ast.Name))
    assert [name for name in sorted(bases) if served[name] < 2] == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_file_contains(word: str) -> None:
    found = [name for name, path in own_files(*TEXT) if word in path.read_text(errors="ignore")]
    assert found == []


def test_operating_lists_every_setting() -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    missing = [
        str(field.validation_alias)
        for field in Settings.model_fields.values()
        if f"`{field.validation_alias}`" not in text
    ]
    assert missing == []


def test_operating_lists_every_command() -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    assert [words for words in commands(cli.parser()) if not re.search(rf"python -m timetrack {words}\b", text)] == []


def commands(parser: ArgumentParser, before: str = "") -> Iterator[str]:
    """Every sub-command as one types it, `import toggl` included."""
    nested = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not nested:
        yield before.strip()
    for action in nested:
        for name, inner in action.choices.items():
            yield from commands(inner, f"{before} {name}")
