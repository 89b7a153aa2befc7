"""The list of invoices: what clients owe, tabs by where an invoice stands, and the invoices themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from timetrack.db import Session
from timetrack.domain import clients, policy, projects
from timetrack.domain.invoices import issuing, reading, receivables
from timetrack.domain.invoices.reading import InvoiceFilter, Listed
from timetrack.domain.invoices.receivables import AGES
from timetrack.models import Project, ProjectStatus, User
from timetrack.states import invoices_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.invoice_rows import InvoiceRow, OwedRow, TabRow
from timetrack.states.invoices_shown import TABS
from timetrack.states.rows import OptionRow

MOST_WORDS = 200


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for."""

    show: str = ""
    client: str = ""
    words: str = ""
    late: str = ""

    def address(self, **changes: str) -> str:
        """The address with some of it changed; what is as usual is left out."""
        given = {**vars(self), **changes}
        asked = {"show": given["show"], "client": given["client"], "late": given["late"], "q": given["words"]}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/invoices/?{query}" if query else "/invoices/"

    @property
    def wanted(self) -> InvoiceFilter:
        """The same for the domain."""
        return InvoiceFilter(
            client_id=int(self.client) if self.client else None,
            standings=TABS[self.show][1],
            words=self.words,
            late=next(((age.first, age.last) for age in AGES if age.word == self.late), None),
        )


class InvoicesState(AppState):
    """The invoices that the address asks for, newest first, a page at a time."""

    rows: list[InvoiceRow] = []  # noqa: RUF012
    owed: list[OwedRow] = []  # noqa: RUF012
    tabs: list[TabRow] = []  # noqa: RUF012
    client_options: list[OptionRow] = []  # noqa: RUF012
    client: str = ""
    words: str = ""
    late: str = ""
    is_filtered: bool = False
    has_more: bool = False
    may_bill: bool = False
    is_loaded: bool = False
    _asked: Asked = Asked()
    _shown: int = reading.PAGE

    @guarded
    async def open(self) -> None:
        """Show what the address asks for."""
        if policy.may_bill(self._actor):
            self._watch("invoices", "structure")
        query = self.router.url.query_parameters
        show, client = query.get("show", ""), query.get("client", "")
        self._asked = Asked(
            show=show if show in TABS else "",
            client=client if client.isascii() and client.isdigit() and len(client) <= 18 else "",
            late=next((age.word for age in AGES if age.word == query.get("late")), ""),
            words=query.get("q", "").strip()[:MOST_WORDS],
        )
        self._shown = reading.PAGE
        await self._refresh()

    async def _refresh(self) -> None:
        if not policy.may_bill(self._actor):
            self._show(may_bill=False, is_loaded=True)
            return
        asked = self._asked
        counts, owed, known = await self._read(_head)
        rows, has_more = await self._page(None, self._shown)
        self._show(
            rows=rows,
            has_more=has_more,
            owed=invoices_shown.owed_rows(owed),
            tabs=invoices_shown.tab_rows(asked.show, counts, {key: asked.address(show=key) for key in TABS}),
            client_options=known,
            client=asked.client,
            words=asked.words,
            late=asked.late,
            is_filtered=asked != Asked(),
            may_bill=True,
            is_loaded=True,
        )

    @guarded
    async def show_more(self) -> None:
        """Add the next page below."""
        if not self.rows or not self.has_more:
            return
        more, has_more = await self._page(self.rows[-1].invoice_id, reading.PAGE)
        self._show(rows=[*self.rows, *more], has_more=has_more)
        self._shown = len(self.rows)

    @guarded
    async def filter_by(self, name: str, value: str) -> EventSpec | None:
        """Show the invoices of a client, those so late, or those with some words; empty lifts the filter."""
        if name == "client":
            is_key = value.isascii() and value.isdigit() and len(value) <= 18
            return rx.redirect(self._asked.address(client=value if is_key else ""))
        if name == "late":
            return rx.redirect(self._asked.address(late=value if value in [age.word for age in AGES] else ""))
        if name == "words":
            return rx.redirect(self._asked.address(words=value.strip()[:MOST_WORDS]))
        return None

    async def _page(self, before_id: int | None, at_most: int) -> tuple[list[InvoiceRow], bool]:
        found, on, places, today = await self._read(
            _listed, wanted=self._asked.wanted, before_id=before_id, at_most=at_most + 1
        )
        rows = [invoices_shown.invoice_row(one, on, places, today) for one in found[:at_most]]
        return rows, len(found) > at_most


def _head(session: Session, actor: User) -> tuple[Any, list[receivables.Owed], list[OptionRow]]:
    counts = receivables.standing_counts(session, actor)
    known = [one for archived in (False, True) for one in clients.visible_clients(session, actor, archived=archived)]
    options = [OptionRow(str(one.client_id), one.name) for one in known]
    return counts, receivables.owed(session, actor), options


def _listed(
    session: Session, actor: User, *, wanted: InvoiceFilter, before_id: int | None, at_most: int
) -> tuple[Sequence[Listed], dict[int, Project], dict[int, str], Any]:
    found = reading.invoice_page(session, actor, wanted=wanted, before_id=before_id, at_most=at_most)
    on = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus))
    others = [key for one in found for key in (one.replaced_by_id, one.invoice.credits_id) if key]
    places = reading.places(session, actor, invoice_ids=others)
    return found, {one.project_id: one for one in on}, places, issuing.today(session)
