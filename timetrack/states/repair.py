"""The dialog that repairs an overlap: what each way out would do, and doing one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import entry_list, people, periods, repair
from timetrack.domain.entry_list import EntryFilter
from timetrack.domain.free_time import Stretch
from timetrack.domain.repair import Repair, Way
from timetrack.errors import InvalidInput, NotSignedIn, TimetrackError
from timetrack.models import User
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text
from timetrack.states.repair_rows import RepairRow
from timetrack.states.repair_shown import Around, Work, repair_row

SHOWN_AROUND = 40


@dataclass(frozen=True)
class Case:
    """What somebody asked for and was refused: new work, or other times for an entry; and the class of the state to tell: its ``_repaired``."""

    start_time: datetime
    end_time: datetime | None
    shown: Work
    asked_by: Any
    entry_id: int | None = None
    seen: datetime | None = None
    user_id: int | None = None
    work: Mapping[str, Any] = field(default_factory=dict)


class RepairState(AppState):
    """Whether the dialog is open, and what it shows."""

    repair: RepairRow = RepairRow()
    is_open: bool = False
    opened: int = 0
    _case: Case | None = None
    _ways: list[Repair] = []  # noqa: RUF012

    @guarded
    async def close(self) -> None:
        """Leave everything as it is; what was typed stays where it was typed."""
        self.is_open = False

    @guarded
    async def carry_out(self, form: dict[str, Any]) -> None:
        """Do what was chosen; a refusal stands in the dialog."""
        case = self._case
        if case is None or not self.is_open:
            raise InvalidInput("There is nothing to repair any more. Nothing was changed.")
        way = form_text(form, "way")
        chosen = next((one for one in self.repair.ways if one.way == way), None)
        if chosen is None:
            raise InvalidInput("Choose one of the ways. Nothing was changed.")
        try:
            await self._act(
                repair.apply_repair, way=Way(way), entry_id=case.entry_id, start_time=case.start_time,
                end_time=case.end_time, seen=case.seen, user_id=case.user_id,
                previewed=next(one for one in self._ways if one.way == way), **case.work,
            )  # fmt: skip
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.repair = replace(self.repair, problem=refused.message)
            return
        self.is_open, self._case = False, None
        self._tell("Saved", chosen.words, action="Undo", way_back=self._undo())
        await (await self.get_state(case.asked_by))._repaired(case.entry_id)

    async def _propose(self, case: Case) -> bool:
        """Open the dialog; False where there is no way out, or nothing in the way any more."""
        ways, around = await self._read(_found, case=case)
        if not ways:
            return False
        self._case, self._ways = case, ways
        row = repair_row(case.shown, case.entry_id, ways, around)
        self._show(repair=row, is_open=True, opened=self.opened + 1)
        return True


def _found(session: Session, actor: User, *, case: Case) -> tuple[list[Repair], Around]:
    now, person = clock.now(), actor if case.user_id is None else people.visible_person(session, actor, case.user_id)
    ways = repair.repairs(
        session, actor, entry_id=case.entry_id, start_time=case.start_time, end_time=case.end_time, user_id=case.user_id
    )
    day = periods.local_date(case.start_time, actor.timezone)
    since, until = periods.day_bounds(day, day, actor.timezone)
    wanted = EntryFilter(person.user_id, since=since, until=max(until, case.end_time or until))
    near = entry_list.entry_page(session, actor, wanted, limit=SHOWN_AROUND)
    (hours,) = entry_list.hours_per_period(session, actor, EntryFilter(person.user_id), [since, until], at=now)
    is_today = day == periods.local_date(now, actor.timezone)
    around = Around(near[::-1], Stretch(since, until), hours.seconds, now, actor, is_today)
    return ways, around
