"""The page of invoices that come again: what is kept, what came of it last, and the dialog in which it is said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from timetrack.db import Session
from timetrack.domain import clients, policy, recurring
from timetrack.domain.invoices import issuing, reading
from timetrack.domain.invoices.wishes import ExtraLine
from timetrack.domain.recurring import Listed
from timetrack.errors import InvalidInput
from timetrack.models import Client, RecurringInvoice, User
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Cells, Form, is_ticked
from timetrack.states.forms import form_number, form_text
from timetrack.states.invoice_forms import typed_amount, typed_day
from timetrack.states.rows import OptionRow

LINE_FIELDS = 3
"""How many lines besides hours the dialog has."""
EVERY = {"WEEK": "Every week", "MONTH": "Every month", "QUARTER": "Every quarter", "YEAR": "Every year"}
THEN = {"DRAFT": "Draft it", "ISSUE": "Draft and issue it", "SEND": "Draft, issue and send it"}


@dataclass(frozen=True)
class RecurringRow:
    """One recurring invoice, and what came of it last: an invoice with its path, or a problem."""

    recurring_id: int
    name: str = ""
    client: str = ""
    every: str = ""
    next_text: str = ""
    bills: str = ""
    then_do: str = ""
    last: str = ""
    last_path: str = ""
    problem: str = ""
    is_paused: bool = False


@dataclass(frozen=True)
class LineField:
    """What the dialog begins with for one line."""

    description: str = ""
    price: str = ""


@dataclass(frozen=True)
class RecurringForm:
    """What the dialog begins with; ``recurring_id`` 0 is a new one. Days as yyyy-mm-dd."""

    recurring_id: int = 0
    client_id: str = ""
    name: str = ""
    every: str = "MONTH"
    next_on: str = ""
    ends_on: str = ""
    then_do: str = "DRAFT"
    with_hours: bool = True
    lines: tuple[LineField, ...] = (LineField(),) * LINE_FIELDS


@dataclass(frozen=True)
class _Found:
    listed: list[Listed]
    places: dict[int, str]
    clients: list[Client]
    today: date


class RecurringState(Cells, AppState):
    """The recurring invoices. ``_kept`` holds them by key, as they were read last."""

    rows: list[RecurringRow] = []  # noqa: RUF012
    client_options: list[OptionRow] = []  # noqa: RUF012
    every_options: list[OptionRow] = []  # noqa: RUF012
    then_options: list[OptionRow] = []  # noqa: RUF012
    form: RecurringForm = RecurringForm()
    _kept: dict[int, RecurringInvoice] = {}  # noqa: RUF012
    _today: str = ""

    @guarded
    async def open(self) -> None:
        """Show them."""
        if policy.may_bill(self._actor):
            self._watch("invoices", "structure")
        self._start_over()
        await self._refresh()

    async def _refresh(self) -> None:
        if not policy.may_bill(self._actor):
            self._kept = {}
            self._show(rows=[], client_options=[], may_edit=False, is_asking=False, is_loaded=True)
            return
        found = await self._read(_found)
        self._kept = {one.recurring.recurring_id: one.recurring for one in found.listed}
        self._today = found.today.isoformat()
        self._show(
            rows=[_row(one, found) for one in found.listed],
            client_options=[OptionRow(str(one.client_id), one.name) for one in found.clients],
            every_options=[OptionRow(*option) for option in EVERY.items()],
            then_options=[OptionRow(*option) for option in THEN.items()],
            may_edit=True,
            is_loaded=True,
        )

    @guarded
    async def ask_new(self) -> None:
        """Open the dialog for a new one."""
        self._show(form=RecurringForm(next_on=self._today), is_asking=True, asked=self.asked + 1, refusal="")

    @guarded
    async def ask_edit(self, recurring_id: int) -> None:
        """Open the dialog for one that is there."""
        kept = self._kept.get(recurring_id)
        if kept is not None:
            self._show(form=_form(kept), is_asking=True, asked=self.asked + 1, refusal="")

    @guarded
    async def save(self, form: Form) -> None:
        """Keep what the dialog says."""
        with self._answering():
            terms = _typed(form)
            if self.form.recurring_id:
                made = await self._act(recurring.edit_recurring, recurring_id=self.form.recurring_id, **terms)
            else:
                client_id = form_number(form, "client_id")
                made = await self._act(recurring.add_recurring, client_id=client_id, **terms)
            self._tell("Recurring invoice saved", made.name)
        await self._refresh()

    @guarded
    async def pause(self, recurring_id: int) -> None:
        """Make none until it is resumed."""
        made = await self._act(recurring.pause_recurring, recurring_id=recurring_id)
        self._tell("Paused", made.name, way_back=(recurring.resume_recurring, {"recurring_id": recurring_id}))
        await self._refresh()

    @guarded
    async def resume(self, recurring_id: int) -> None:
        """Go on."""
        made = await self._act(recurring.resume_recurring, recurring_id=recurring_id)
        self._tell("Goes on", f"{made.name}: next on {_day(made.next_on)}")
        await self._refresh()

    @guarded
    async def delete(self, recurring_id: int) -> None:
        """Make no more of them; the notice sets it up again."""
        gone = await self._act(recurring.delete_recurring, recurring_id=recurring_id)
        again = {name: getattr(gone, name) for name in recurring.Terms.__annotations__}
        again |= {"client_id": gone.client_id, "lines": recurring.extras_of(gone)}
        self._tell("Recurring invoice deleted", gone.name, way_back=(recurring.add_recurring, again))
        await self._refresh()


def _found(session: Session, actor: User) -> _Found:
    listed = recurring.recurring_invoices(session, actor)
    made = [one.last.invoice_id for one in listed if one.last and one.last.invoice_id]
    places = reading.places(session, actor, invoice_ids=made)
    return _Found(listed, places, clients.visible_clients(session, actor), issuing.today(session))


def _row(one: Listed, found: _Found) -> RecurringRow:
    kept, last = one.recurring, one.last
    place = found.places.get(last.invoice_id, "") if last and last.invoice_id else ""
    is_over = kept.ends_on is not None and kept.next_on > kept.ends_on
    return RecurringRow(
        recurring_id=kept.recurring_id,
        name=kept.name,
        client=one.client_name,
        every=EVERY[kept.every],
        next_text="Paused" if kept.paused_at else "Over" if is_over else _day(kept.next_on),
        bills=_bills(kept),
        then_do=THEN[kept.then_do],
        last=f"{place} on {_day(last.due_on)}" if last and place else _day(last.due_on) if last else "None yet",
        last_path=f"/invoices/{last.invoice_id}" if last and place else "",
        problem=last.problem if last else "",
        is_paused=kept.paused_at is not None,
    )


def _bills(kept: RecurringInvoice) -> str:
    parts = ["Hours"] if kept.with_hours else []
    parts += [said["description"] for said in kept.lines]
    return ", ".join(parts)


def _form(kept: RecurringInvoice) -> RecurringForm:
    lines = [LineField(extra.description, _price(extra)) for extra in recurring.extras_of(kept)]
    return RecurringForm(
        recurring_id=kept.recurring_id,
        client_id=str(kept.client_id),
        name=kept.name,
        every=kept.every,
        next_on=kept.next_on.isoformat(),
        ends_on=kept.ends_on.isoformat() if kept.ends_on else "",
        then_do=kept.then_do,
        with_hours=kept.with_hours,
        lines=tuple([*lines, *[LineField()] * LINE_FIELDS][: max(LINE_FIELDS, len(lines))]),
    )


def _price(extra: ExtraLine) -> str:
    return f"{(extra.rate * extra.quantity).normalize():f}"


def _typed(form: Form) -> recurring.Terms:
    next_on = typed_day(form_text(form, "next_on"))
    if next_on is None:
        raise InvalidInput("Say when it comes next. Nothing was saved.")
    return {
        "name": form_text(form, "name"),
        "every": form_text(form, "every"),
        "next_on": next_on,
        "ends_on": typed_day(form_text(form, "ends_on")),
        "then_do": form_text(form, "then_do"),
        "with_hours": is_ticked(form, "with_hours"),
        "lines": [line for at in range(recurring.LINES_AT_MOST) for line in _typed_line(form, at)],
    }


def _typed_line(form: Form, at: int) -> list[ExtraLine]:
    """The line in the fields of this number; none where both are empty."""
    description = form_text(form, f"line_description_{at}").strip()
    if not description and not form_text(form, f"line_price_{at}").strip():
        return []
    return [ExtraLine(description, typed_amount(form, f"line_price_{at}", what="A price"), Decimal(1))]


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
