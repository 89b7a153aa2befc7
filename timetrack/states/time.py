"""The Time page: what its address asks for, and the way to other days and filters."""

from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx

from timetrack.domain import periods, retime
from timetrack.errors import InvalidInput
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text
from timetrack.states.span import Span
from timetrack.states.time_acts import TimeActs


class TimeState(TimeActs, AppState):
    """The Time page. Its days are ``time_days``, its cells ``time_cells``, what is ticked ``time_selection``."""

    @guarded
    async def open(self) -> None:
        """Show what the address asks for, and keep it fresh while the page is open."""
        actor = self._actor
        self._span = Span.of_address(
            self.router.url.query_parameters, viewer_id=actor.user_id, today=self._today(), week_start=actor.week_start
        )
        self._entries, self._refused, self._unfolded, self.selected = [], {}, frozenset(), []
        self._watch(f"user:{self._span.user_id}", f"user:{actor.user_id}", "structure")
        await self._refresh()

    @guarded
    async def earlier(self) -> Any:
        """Go one span back."""
        return self._go(self._asked().moved(-1))

    @guarded
    async def later(self) -> Any:
        """Go one span on."""
        return self._go(self._asked().moved(1))

    @guarded
    async def show_period(self, name: str) -> Any:
        """Go to this or last week or month, or to everything."""
        today = self._today()
        week, month = periods.week_of(today, self._actor.week_start), periods.month_of(today)
        spans: dict[str, tuple[date | None, date | None]] = {
            "week": week,
            "last-week": periods.week_of(week[0] - periods.ONE_DAY, self._actor.week_start),
            "month": month,
            "last-month": periods.month_of(month[0] - periods.ONE_DAY),
            "all": (None, None),
        }
        if name in spans:
            return self._go(replace(self._asked(), first=spans[name][0], last=spans[name][1]))
        return None

    @guarded
    async def show_between(self, form: dict[str, Any]) -> Any:
        """Go from one day to another."""
        first, last = retime.typed_day(form_text(form, "from")), retime.typed_day(form_text(form, "to"))
        if last < first:
            raise InvalidInput("The last day is before the first. Nothing was changed.")
        return self._go(replace(self._asked(), first=first, last=last))

    @guarded
    async def filter_by(self, name: str, value: str) -> Any:
        """Show one person, project or tag, or what holds some words; an empty value lifts the filter."""
        key = form_number({"key": value}, "key") if name in ("person", "project") else 0
        match name:
            case "person":
                return self._go(replace(self._asked(), user_id=key or self._actor.user_id))
            case "project":
                return self._go(replace(self._asked(), project_id=key))
            case "tag":
                return self._go(replace(self._asked(), tag=value.strip()))
            case "words":
                return self._go(replace(self._asked(), words=value.strip()))
        return None

    @guarded
    async def clear_filters(self) -> Any:
        """Lift every filter but the days."""
        span = self._asked()
        return self._go(Span(span.first, span.last, self._actor.user_id))

    def _go(self, span: Span) -> Any:
        return rx.redirect(span.address(viewer_id=self._actor.user_id))
