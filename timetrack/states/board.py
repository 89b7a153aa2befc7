"""The team board and its wall screen: read once for everybody who looks, told to each as they may see it.

A change re-reads the people it concerns, and each open board is sent the part of the cards they are in.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from timetrack import clock
from timetrack.domain import board, people
from timetrack.domain.board import BoardPerson
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.board_rows import CardRow, FiguresRow
from timetrack.states.board_shown import card_row, figures_row, in_order

TOPICS = ("user:*", "structure", "team")
PARTS = 20
"""Reflex sends a var as a whole, so the cards lie in so many: a change sends a twentieth of a large team."""
Cards = dict[str, CardRow]


class Board(AppState, mixin=True):
    """What both screens hold."""

    part_0: Cards = {}  # noqa: RUF012
    part_1: Cards = {}  # noqa: RUF012
    part_2: Cards = {}  # noqa: RUF012
    part_3: Cards = {}  # noqa: RUF012
    part_4: Cards = {}  # noqa: RUF012
    part_5: Cards = {}  # noqa: RUF012
    part_6: Cards = {}  # noqa: RUF012
    part_7: Cards = {}  # noqa: RUF012
    part_8: Cards = {}  # noqa: RUF012
    part_9: Cards = {}  # noqa: RUF012
    part_10: Cards = {}  # noqa: RUF012
    part_11: Cards = {}  # noqa: RUF012
    part_12: Cards = {}  # noqa: RUF012
    part_13: Cards = {}  # noqa: RUF012
    part_14: Cards = {}  # noqa: RUF012
    part_15: Cards = {}  # noqa: RUF012
    part_16: Cards = {}  # noqa: RUF012
    part_17: Cards = {}  # noqa: RUF012
    part_18: Cards = {}  # noqa: RUF012
    part_19: Cards = {}  # noqa: RUF012
    order: list[str] = []  # noqa: RUF012
    figures: FiguresRow = FiguresRow()
    is_loaded: bool = False
    _people: tuple[BoardPerson, ...] = ()
    _read_as: tuple[str, str] = ("", "")
    _is_wall: ClassVar[bool] = False

    @guarded
    async def open(self) -> None:
        """Show everybody, and hear of every change from now on."""
        self._watch(*TOPICS)
        await self._read_all()

    @guarded
    async def turn_day(self) -> None:
        """Begin the new day, which nobody announces."""
        await self._read_all()

    async def _refresh(self) -> None:
        changed = _people_in(self._topics)
        if changed and self._people and self._read_as == wording.forms():
            await self._read_some(changed)
        else:
            await self._read_all()

    async def _show_change(self) -> None:
        await self._read_some((self._actor.user_id,))

    async def _read_all(self) -> None:
        self._people, self._read_as = tuple(await self._read_shared(board.board, **self._days())), wording.forms()
        self._show_cards(self._people)
        self._show_rest()

    async def _read_some(self, user_ids: tuple[int, ...]) -> None:
        """Read the people whom a change concerns. Who is new or gone, or a new day, has everybody read."""
        found = await self._read_shared(board.board_of, user_ids=user_ids, **self._days())
        read = {person.user_id: person for person in found}
        known = {person.user_id: person for person in self._people}
        if read.keys() != known.keys() & set(user_ids) or _days(found) - _days(self._people):
            await self._read_all()
            return
        self._people = tuple((known | read).values())
        self._show_cards(found)
        self._show_rest()

    def _days(self) -> dict[str, Any]:
        return {"zone": self._actor.timezone, "week_start": self._actor.week_start}

    def _show_cards(self, read: Iterable[BoardPerson]) -> None:
        """Set the parts in which a card is new; all of them when everybody was read, as somebody may have left."""
        changed: dict[str, Cards] = {f"part_{n}": {} for n in range(PARTS) if read is self._people}
        here = {str(person.user_id) for person in self._people}
        for person in read:
            part = f"part_{person.user_id % PARTS}"
            kept = changed.setdefault(part, {key: row for key, row in self.get_value(part).items() if key in here})
            kept[str(person.user_id)] = card_row(self._actor, person, is_wall=self._is_wall)
        self._show(**changed)

    def _show_rest(self) -> None:
        placed = in_order(self._actor, self._people, is_wall=self._is_wall)
        self._show(
            order=[str(person.user_id) for person in self._found(placed)],
            figures=figures_row(self._actor, self._people, clock.now()),
            is_loaded=True,
        )

    def _found(self, people: list[BoardPerson]) -> list[BoardPerson]:
        """Whom the viewer looks for: everybody, but where there are filters."""
        return people


class BoardState(Board, AppState):
    """The team page."""

    words: str = ""
    only_working: bool = False
    is_table: bool = False
    asked: int = 0

    @guarded
    async def find(self, text: str) -> None:
        """Show only people whose name holds ``text``."""
        self.words = text.strip()[:200]
        self._show_rest()

    @guarded
    async def show_working(self, only: bool) -> None:
        """Show only who works right now, or everybody."""
        self.only_working = only
        self._show_rest()

    @guarded
    async def show_everybody(self) -> None:
        """Take every filter away; the field begins anew."""
        self._show(words="", only_working=False, asked=self.asked + 1)
        self._show_rest()

    @guarded
    async def show_table(self, wanted: bool) -> None:
        """Show the board as a table, or as cards."""
        self.is_table = wanted

    def _found(self, people: list[BoardPerson]) -> list[BoardPerson]:
        if self.only_working:
            people = [person for person in people if person.state == "working"]
        words = self.words.casefold()
        return [person for person in people if words in person.name.casefold()] if words else people


class WallState(Board, AppState):
    """The wall screen, which a whole room reads."""

    workspace: str = ""
    _is_wall: ClassVar[bool] = True

    async def _read_all(self) -> None:
        self._show(workspace=(await self._read_shared(people.organisation)).name)
        await super()._read_all()


def _people_in(topics: frozenset[str] | None) -> tuple[int, ...]:
    """The people whom these topics concern; nobody where everybody may be concerned."""
    if topics is None or "structure" in topics:
        return ()
    named = (topic.partition(":") for topic in topics)
    return tuple(sorted(int(key) for kind, _, key in named if kind == "user" and key.isdecimal()))


def _days(people: Iterable[BoardPerson]) -> set[object]:
    return {person.day_start for person in people}
