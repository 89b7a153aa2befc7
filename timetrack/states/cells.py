"""What tables with cells that edit in place have in common: refused text stays in its cell, a saved one is confirmed."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from timetrack.errors import InvalidInput, NotSignedIn, TimetrackError
from timetrack.states.base import AppState, WayBack, guarded

Form = dict[str, str | bool | None]
"""What a form sends: texts by field name; a ticked box is "on", or true."""

Cell = dict[str, Any]
"""What a row shows about its last edit: ``rev``, ``problem`` and ``problem_field``."""


class Cells(AppState, mixin=True):
    """Cells by row, and one dialog.

    ``asked`` counts how often it was opened. ``_revs`` counts what was saved, ``_problems`` holds field and reason of
    refusals.
    """

    is_loaded: bool = False
    may_edit: bool = False
    is_asking: bool = False
    asked: int = 0
    refusal: str = ""
    _revs: dict[str, int] = {}  # noqa: RUF012
    _problems: dict[str, tuple[str, str]] = {}  # noqa: RUF012

    @guarded
    async def ask(self) -> None:
        """Open the dialog, with fields as they stand now."""
        self._show(is_asking=True, asked=self.asked + 1, refusal="")

    @guarded
    async def cancel(self) -> None:
        """Close the dialog."""
        self._show(is_asking=False, refusal="")

    def _start_over(self) -> None:
        """Forget what was refused, as on a page just opened."""
        self._problems = {}
        self._show(is_asking=False, refusal="")

    @contextmanager
    def _saving(self, row: str, field: str) -> Iterator[None]:
        """Save what was typed into ``field`` of ``row``; a refusal stays beside it and the text where it was typed."""
        problems = {key: problem for key, problem in self._problems.items() if key != row}
        try:
            yield
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._problems = {**problems, row: (field, refused.message)}
        else:
            self._problems = problems
            self._revs = {**self._revs, row: self._revs.get(row, 0) + 1}

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Carry out what a dialog asks for; a refusal is said in it and it stays open, with everything typed."""
        try:
            yield
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.refusal = refused.message
        else:
            self._show(is_asking=False, refusal="")

    def _tell_cleared(self, now: Decimal | None, before: Decimal | None, what: str, way_back: WayBack) -> None:
        """Say that a rate was taken away, if it was; ``way_back`` sets the one it was ``before``."""
        if now is None and before is not None:
            fn, given = way_back
            self._tell("Rate cleared", what, way_back=(fn, {**given, "hourly_rate": before}))

    def _cell(self, row: str) -> Cell:
        """What a row shows about its last edit."""
        field, problem = self._problems.get(row, ("", ""))
        return {"rev": self._revs.get(row, 0), "problem": problem, "problem_field": field}


def is_ticked(form: Form, name: str) -> bool:
    """Whether a box was ticked."""
    return form.get(name) in (True, "on", "true")


def chosen_id(value: str) -> int | None:
    """The key that an option stands for; None for "0" and an empty one. Raises InvalidInput for what is no key."""
    if value == "":
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise InvalidInput
    return int(value) or None
