"""Invoices that come again: kept by managers, and made when their day has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first, rows
from timetrack.domain import audit, mails, policy
from timetrack.domain.clients import CLIENTS
from timetrack.domain.invoices import drafting, issuing, planning, sharing, taxes, work
from timetrack.domain.invoices.wishes import ExtraLine, Wish
from timetrack.domain.people import USERS
from timetrack.domain.recurring_days import day_after, period_before
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound, TimetrackError
from timetrack.models import Every, Invoice, RecurringInvoice, RecurringRun, Role, ThenDo, User, table

RECURRING, RUNS = table(RecurringInvoice), table(RecurringRun)
TOPIC = "invoices"
LINES_AT_MOST = 100


class Terms(TypedDict, total=False):
    """What may be said of a recurring invoice; ``project_ids`` None is all that the client has by the hour."""

    name: str
    every: str
    next_on: date
    ends_on: date | None
    then_do: str
    with_hours: bool
    project_ids: Sequence[int] | None
    lines: Sequence[ExtraLine]


@dataclass(frozen=True)
class Listed:
    """A recurring invoice with its client's name and what came of it last."""

    recurring: RecurringInvoice
    client_name: str
    last: RecurringRun | None


@dataclass(frozen=True)
class Made:
    """What came of one day: the invoice and who it was made for, or the sentence that says why there is none."""

    recurring: RecurringInvoice
    actor: User
    invoice: Invoice | None
    problem: str = ""


def recurring_invoices(session: Session, actor: User) -> list[Listed]:
    """Every recurring invoice, those that come first on top, paused ones last."""
    policy.require_biller(actor)
    newest = select(RUNS).ext(distinct_on(RUNS.c.recurring_id)).order_by(RUNS.c.recurring_id, RUNS.c.run_id.desc())
    last = {run.recurring_id: run for run in rows(session, RecurringRun, newest)}
    wanted = select(RECURRING, CLIENTS.c.name.label("client_name")).join(
        CLIENTS, CLIENTS.c.client_id == RECURRING.c.client_id
    )
    ordered = wanted.order_by(RECURRING.c.paused_at.is_not(None), RECURRING.c.next_on, RECURRING.c.recurring_id)
    listed = []
    for found in session.execute(ordered).mappings():
        row = dict(found)
        name = row.pop("client_name")
        listed.append(Listed(RecurringInvoice(**row), name, last.get(row["recurring_id"])))
    return listed


def runs_of(session: Session, actor: User, *, recurring_id: int) -> list[RecurringRun]:
    """What came of a recurring invoice each time, newest first."""
    policy.require_biller(actor)
    wanted = select(RUNS).where(RUNS.c.recurring_id == recurring_id).order_by(RUNS.c.due_on.desc())
    return rows(session, RecurringRun, wanted)


def add_recurring(session: Session, actor: User, *, client_id: int, **terms: Unpack[Terms]) -> RecurringInvoice:
    """Have an invoice to a client made every so often, in the name of ``actor``, first on ``next_on``.

    Raises InvalidInput for what no invoice can have, and for one that bills nothing; NotFound without the client.
    """
    policy.require_biller(actor)
    base: dict[str, Any] = {"every": Every.MONTH, "then_do": ThenDo.DRAFT, "with_hours": True, "lines": ()}
    values = _checked(session, client_id, {"next_on": issuing.today(session), **base, **terms})
    write = insert(RECURRING).values(client_id=client_id, owner_id=actor.user_id, **values)
    (made,) = audit.record(session, actor, "CREATE", write, TOPIC)
    return RecurringInvoice(**made)


def edit_recurring(session: Session, actor: User, *, recurring_id: int, **terms: Unpack[Terms]) -> RecurringInvoice:
    """Change what is said of a recurring invoice; what it has made stays. Raises what adding raises."""
    policy.require_biller(actor)
    before = _lock(session, recurring_id)
    kept = {name: getattr(before, name) for name in Terms.__annotations__} | {"lines": extras_of(before)}
    values = _checked(session, before.client_id, kept | dict(terms))
    if values["next_on"] == before.next_on:
        values["anchor_day"] = before.anchor_day
    return _change(session, actor, "EDIT", recurring_id, **values)


def pause_recurring(session: Session, actor: User, *, recurring_id: int) -> RecurringInvoice:
    """Make none until it is resumed."""
    policy.require_biller(actor)
    _lock(session, recurring_id)
    return _change(session, actor, "PAUSE", recurring_id, paused_at=clock.now())


def resume_recurring(session: Session, actor: User, *, recurring_id: int) -> RecurringInvoice:
    """Go on; days that passed meanwhile are left out."""
    policy.require_biller(actor)
    found, today = _lock(session, recurring_id), issuing.today(session)
    day = found.next_on
    while day < today:
        day = day_after(found, day)
    return _change(session, actor, "RESUME", recurring_id, paused_at=None, next_on=day)


def delete_recurring(session: Session, actor: User, *, recurring_id: int) -> RecurringInvoice:
    """Make no more of them; the invoices that were made stay. Returns it as it was."""
    policy.require_biller(actor)
    found = _lock(session, recurring_id)
    audit.record(session, actor, "DELETE", delete(RUNS).where(RUNS.c.recurring_id == recurring_id), TOPIC)
    audit.record(session, actor, "DELETE", delete(RECURRING).where(RECURRING.c.recurring_id == recurring_id), TOPIC)
    return found


def make_next_due(session: Session) -> Made | None:
    """Make the one that is due first, and move it on to its next day; None when nothing is due.

    Of two who make them at once each takes another. What cannot be made says why and is moved on too; it acts for its
    owner, or for the first administrator where the owner is gone or bills no more. A day that was missed is made up.
    """
    due = (
        RECURRING.c.paused_at.is_(None),
        RECURRING.c.next_on <= issuing.today(session),
        func.coalesce(RECURRING.c.next_on <= RECURRING.c.ends_on, True),
    )
    wanted = select(RECURRING).where(*due).order_by(RECURRING.c.next_on, RECURRING.c.recurring_id).limit(1)
    found = first(session, RecurringInvoice, wanted.with_for_update(skip_locked=True))
    if found is None:
        return None
    actor = _acting(session, found.owner_id)
    invoice, problem = None, ""
    try:
        with session.begin_nested():
            invoice = _make(session, actor, found)
        if found.then_do == ThenDo.SEND:
            with session.begin_nested():
                _send(session, actor, invoice.invoice_id)
    except TimetrackError as refused:
        problem = refused.message
    run = {
        "recurring_id": found.recurring_id,
        "due_on": found.next_on,
        "invoice_id": invoice.invoice_id if invoice else None,
        "problem": problem[:2000],
    }
    audit.record(session, actor, "RUN", insert(RUNS).values(run), TOPIC)
    _change(session, actor, "RUN", found.recurring_id, next_on=day_after(found, found.next_on))
    return Made(found, actor, invoice, problem)


def extras_of(recurring: RecurringInvoice) -> tuple[ExtraLine, ...]:
    """Its lines besides tracked work."""
    return tuple(
        ExtraLine(said["description"], Decimal(said["rate"]), Decimal(said["quantity"]), said["unit"])
        for said in recurring.lines
    )


def _make(session: Session, actor: User, recurring: RecurringInvoice) -> Invoice:
    first_day, last_day = period_before(recurring, recurring.next_on)
    project_ids = None if recurring.project_ids is None else tuple(recurring.project_ids)
    wish = Wish(
        recurring.client_id,
        first_day,
        last_day,
        project_ids=project_ids if recurring.with_hours else (),
        extras=extras_of(recurring),
    )
    made = drafting.draft(session, actor, wish=wish)
    if recurring.then_do == ThenDo.DRAFT:
        return made
    return issuing.issue(session, actor, invoice_id=made.invoice_id)


def _send(session: Session, actor: User, invoice_id: int) -> None:
    """What is issued stays issued where it cannot be sent."""
    sharing.share(session, actor, invoice_id=invoice_id)
    words = mails.suggested_mail(session, actor, invoice_id=invoice_id)
    if not words.recipients:
        raise InvalidInput("It is issued, but not sent: the client has no e-mail address.")
    mails.send_invoice(
        session, actor, invoice_id=invoice_id, to=words.recipients, subject=words.subject, body=words.body
    )


def _checked(session: Session, client_id: int, terms: dict[str, Any]) -> dict[str, Any]:
    client = work.client_of(session, client_id)
    every, then_do = _one_of(Every, terms["every"]), _one_of(ThenDo, terms["then_do"])
    extras, project_ids = tuple(terms["lines"]), terms.get("project_ids")
    if not terms["with_hours"] and not extras:
        raise InvalidInput("It would bill nothing: have it bill hours, or give it a line. Nothing was saved.")
    if len(extras) > LINES_AT_MOST:
        raise InvalidInput(f"A recurring invoice has {LINES_AT_MOST} lines at most. Nothing was saved.")
    rates = taxes.rates_for(session, client)
    for extra in extras:
        planning.extra_line(extra, client.currency, rates)
    if project_ids is not None:
        work.projects_of(session, client, project_ids)
    _check_days(terms["next_on"], terms.get("ends_on"))
    return {
        "name": line(terms.get("name", ""), what="A name", at_most=200) or client.name,
        "every": every,
        "anchor_day": terms["next_on"].day,
        "next_on": terms["next_on"],
        "ends_on": terms.get("ends_on"),
        "then_do": then_do,
        "with_hours": terms["with_hours"],
        "project_ids": None if project_ids is None else list(project_ids),
        "lines": [_written(extra) for extra in extras],
    }


def _check_days(next_on: date, ends_on: date | None) -> None:
    drafting.check_dates(next_on, None)
    if ends_on is not None and ends_on < next_on:
        raise InvalidInput("It would end before it comes next. Nothing was saved.")


def _written(extra: ExtraLine) -> dict[str, str]:
    return {
        "description": line(extra.description, what="What a line is for", at_most=1000, needed=True),
        "rate": str(extra.rate),
        "quantity": str(extra.quantity),
        "unit": extra.unit,
    }


def _one_of(kind: type[Every] | type[ThenDo], typed: str) -> str:
    if typed not in list(kind):
        raise InvalidInput(f"It is one of {', '.join(kind)}. Nothing was saved.")
    return str(typed)


def _acting(session: Session, owner_id: int) -> User:
    is_here: ColumnElement[bool] = USERS.c.deactivated_at.is_(None)
    owner = first(session, User, select(USERS).where(USERS.c.user_id == owner_id, is_here))
    if owner is not None and policy.may_bill(owner):
        return owner
    admins = select(USERS).where(USERS.c.role == Role.ADMIN, is_here).order_by(USERS.c.user_id).limit(1)
    admin = first(session, User, admins)
    if admin is None:
        raise NotFound("There is no administrator in whose name to bill. Nothing was made.")
    return admin


def _lock(session: Session, recurring_id: int) -> RecurringInvoice:
    wanted = select(RECURRING).where(RECURRING.c.recurring_id == recurring_id).with_for_update()
    found = first(session, RecurringInvoice, wanted)
    if found is None:
        raise NotFound("This recurring invoice is not here any more. Nothing was changed.")
    return found


def _change(session: Session, actor: User, action: str, recurring_id: int, **values: Any) -> RecurringInvoice:
    write = update(RECURRING).where(RECURRING.c.recurring_id == recurring_id).values(**values)
    (made,) = audit.record(session, actor, action, write, TOPIC)
    return RecurringInvoice(**made)
