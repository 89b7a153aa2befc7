"""The way to other days and filters of the Time page: each handler leads to the address that shows them."""

from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx

from timetrack.domain import periods, retime
from timetrack.errors import InvalidInput
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text
from timetrack.states.span import Span
from timetrack.states.time import TimeState


class SpanState(AppState):
    """Which days and filters are shown now is what ``TimeState`` was asked for; nothing is kept here."""

    @guarded
    async def earlier(self) -> Any:
        """Go one span back."""
        return self._go((await self._asked()).moved(-1))

    @guarded
    async def later(self) -> Any:
        """Go one span on."""
        return self._go((await self._asked()).moved(1))

    @guarded
    async def show_period(self, name: str) -> Any:
        """Go to this or last week or month, or to everything."""
        page = await self.get_state(TimeState)
        today = page._today()
        week, month = periods.week_of(today, self._actor.week_start), periods.month_of(today)
        spans: dict[str, tuple[date | None, date | None]] = {
            "week": week,
            "last-week": periods.week_of(week[0] - periods.ONE_DAY, self._actor.week_start),
            "month": month,
            "last-month": periods.month_of(month[0] - periods.ONE_DAY),
            "all": (None, None),
        }
        if name in spans:
            return self._go(replace(page._asked(), first=spans[name][0], last=spans[name][1]))
        return None

    @guarded
    async def show_between(self, form: dict[str, Any]) -> Any:
        """Go from one day to another."""
        first, last = retime.typed_day(form_text(form, "from")), retime.typed_day(form_text(form, "to"))
        if last < first:
            raise InvalidInput("The last day is before the first. Nothing was changed.")
        return self._go(replace(await self._asked(), first=first, last=last))

    @guarded
    async def filter_by(self, name: str, value: str) -> Any:
        """Show one person, project or tag, or what holds some words; an empty value lifts the filter."""
        key = form_number({"key": value}, "key") if name in ("person", "project") else 0
        span = await self._asked()
        match name:
            case "person":
                return self._go(replace(span, user_id=key or self._actor.user_id))
            case "project":
                return self._go(replace(span, project_id=key))
            case "tag":
                return self._go(replace(span, tag=value.strip()))
            case "words":
                return self._go(replace(span, words=value.strip()))
        return None

    @guarded
    async def clear_filters(self) -> Any:
        """Lift every filter but the days."""
        span = await self._asked()
        return self._go(Span(span.first, span.last, self._actor.user_id))

    def _go(self, span: Span) -> Any:
        return rx.redirect(span.address(viewer_id=self._actor.user_id))

    async def _asked(self) -> Span:
        return (await self.get_state(TimeState))._asked()
