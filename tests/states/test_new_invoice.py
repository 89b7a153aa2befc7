"""The page for a new invoice, in one tab."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.factories import FrozenClock
from tests.states.pages import Tab, open_page
from timetrack import clock, db
from timetrack.domain.invoices import reading
from timetrack.domain.invoices.wish_text import wish_of
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import InvalidInput
from timetrack.models import Client, Project
from timetrack.states.base import AppState
from timetrack.states.new_invoice import NewInvoiceState

pytestmark = [pytest.mark.usefixtures("workspace", "today"), pytest.mark.anyio]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """11 March 2026, so that last month is February."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page for a client: `await opened(client)`."""
    return lambda client, visitor=None: open_page(
        tab, NewInvoiceState, visitor or visitors.ann(), f"/invoices/new/?client={client.client_id}"
    )


def worked(name: str, *, rate: str | None = "95", **terms: Any) -> tuple[Client, Project]:
    """A client with two hours in February."""
    with db.transaction() as session:
        pays = factories.client(session, name=name)
        project = billing.billed_project(session, pays, name=f"Site of {name}", rate=rate, **terms)
        billing.work(session, factories.person(session), project, seconds=7200)
        return pays, project


def subjects(state: NewInvoiceState) -> list[str]:
    return [row.subject for row in state.findings]


async def test_the_draft_is_what_the_preview_said(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Previewed")
    state = await opened(pays)
    assert (state.first_day, state.last_day, state.period) == ("2026-02-01", "2026-02-28", "last-month")
    assert [(row.description, row.quantity, row.amount) for row in state.lines] == [
        ("Site of Previewed", "2:00", "190.00")
    ]
    assert (state.total, state.said, state.may_draft) == ("€190.00", "1 entry · 2:00", True)
    await NewInvoiceState.change_discount.fn(state, "10 %")
    assert (state.total, [row.label for row in state.sums]) == ("€171.00", ["Subtotal", "Discount", "Total due"])
    away = await NewInvoiceState.make_draft.fn(state)
    with db.transaction() as session:
        (made,) = reading.invoice_page(
            session, factories.lead(session), wanted=reading.InvoiceFilter(client_id=pays.client_id)
        )
    assert f"/invoices/{made.invoice.invoice_id}" in str(away)
    assert f"{made.invoice.total_amount:.2f}" == "171.00"
    await AppState.take_back.fn(await state.get_state(AppState), state.notices[-1].notice_id)
    await state._refresh()
    assert state.total == "€171.00", "the draft was taken back, and its work is free again"


async def test_the_picture_is_asked_for_with_what_was_chosen(opened: Callable[..., Any]) -> None:
    pays, project = worked("Pictured")
    state = await opened(pays)
    assert (wished(state), state.preview_pages, state.preview_page) == (wish_of_page(pays), 1, 1)
    assert state.preview_alt == "Invoice to Pictured: 1 line, €190.00 in total"
    seen = [state.preview_query]
    await NewInvoiceState.change_discount.fn(state, "10 %")
    assert wished(state) == wish_of_page(pays, discount_percent=Decimal(10))
    seen.append(state.preview_query)
    with db.transaction() as session:
        billing.work(session, factories.person(session), project, day=4, seconds=600)
    await state._refresh()
    seen.append(state.preview_query)
    assert wished(state) == wish_of_page(pays, discount_percent=Decimal(10))
    assert len(set(seen)) == 3, "more work is another paper of the same wish"
    await NewInvoiceState.change_discount.fn(state, "500")
    assert (state.preview_query, state.preview_pages) == ("", 0)


async def test_pages_are_turned_and_no_further_than_there_are(opened: Callable[..., Any]) -> None:
    pays, project = worked("Paged")
    with db.transaction() as session:
        mira = factories.person(session)
        for day in range(3, 28):
            for at in (8, 12):
                billing.work(session, mira, project, day=day, at=at)
    state = await opened(pays)
    await NewInvoiceState.choose_grouping.fn(state, "ENTRY")
    assert state.preview_pages == 3
    for by, page in ((1, 2), (1, 3), (1, 3), (-1, 2), (-(10**9), 1), (10**9, 3)):
        await NewInvoiceState.turn_page.fn(state, by)
        assert state.preview_page == page
    await NewInvoiceState.choose_grouping.fn(state, "PROJECT")
    assert (state.preview_page, state.preview_pages) == (1, 1)


async def test_what_no_address_can_hold_is_shown_as_text_alone(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Wordy")
    state = await opened(pays)
    await NewInvoiceState.change_notes.fn(state, "ä" * 2000)
    assert (state.preview_query, state.may_draft, len(state.lines)) == ("", True, 1)
    with pytest.raises(InvalidInput):
        await NewInvoiceState.change_notes.fn(state, "x" * 5001)
    assert len(state.notes) == 2000, "what cannot be kept is not taken"
    await NewInvoiceState.change_notes.fn(state, "Thank you")
    assert state.preview_query


def wished(state: NewInvoiceState) -> Wish:
    return wish_of(dict(parse_qsl(state.preview_query))["wish"])


def wish_of_page(pays: Client, **values: Any) -> Wish:
    return Wish(pays.client_id, *billing.FEBRUARY, **values)


async def test_what_came_in_between_is_said_and_nothing_is_drafted(opened: Callable[..., Any]) -> None:
    pays, project = worked("Raced")
    state = await opened(pays)
    with db.transaction() as session:
        billing.work(session, factories.person(session), project, day=3)
    await NewInvoiceState.make_draft.fn(state)
    assert state.refusal == (
        "This work changed since you looked: it came to €190.00 and comes to €285.00 now. Nothing was saved."
    )
    assert state.total == "€285.00", "the preview is fresh"
    await NewInvoiceState.make_draft.fn(state)
    assert "Draft made" in [notice.title for notice in state.notices]
    await NewInvoiceState.make_draft.fn(state)
    assert state.refusal.startswith("Some of this work is on draft "), "a second click drafts nothing"
    await NewInvoiceState.make_draft.fn(state)
    assert state.refusal == "There is nothing to draft yet. Choose a client and days."


async def test_hours_without_a_rate_get_one_on_the_spot(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Rateless", rate=None)
    state = await opened(pays)
    assert (subjects(state)[:2], state.may_draft, state.lines) == (["REFUSED", "NO_RATE"], False, [])
    with pytest.raises(InvalidInput):
        await NewInvoiceState.fix_with.fn(state, {"subject": "NO_RATE", "text": ""})
    await NewInvoiceState.fix_with.fn(state, {"subject": "NO_RATE", "text": "50"})
    assert ("NO_RATE" in subjects(state), state.total, state.may_draft) == (False, "€100.00", True)
    await AppState.take_back.fn(await state.get_state(AppState), state.notices[-1].notice_id)
    await state._refresh()
    assert "NO_RATE" in subjects(state)


async def test_older_work_is_added_with_a_click(opened: Callable[..., Any]) -> None:
    pays, project = worked("Older")
    with db.transaction() as session:
        billing.work(session, factories.person(session), project, month=1, day=15)
    state = await opened(pays)
    assert ("OLDER_WORK" in subjects(state), state.total) == (True, "€190.00")
    await NewInvoiceState.fix.fn(state, "OLDER_WORK")
    assert (state.first_day, state.total, state.period) == ("2026-01-15", "€285.00", "")
    assert "OLDER_WORK" not in subjects(state)


async def test_an_address_is_saved_from_the_finding(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Homeless")
    state = await opened(pays)
    assert "NO_ADDRESS" in subjects(state)
    await NewInvoiceState.fix_with.fn(state, {"subject": "NO_ADDRESS", "text": "1 Quay"})
    await NewInvoiceState.fix.fn(state, "NO_ADDRESS")
    assert state.buyer.lines == ("1 Quay",)
    assert "NO_ADDRESS" not in subjects(state)


async def test_a_fixed_project_says_how_much(opened: Callable[..., Any]) -> None:
    pays, project = worked("Fixed", rate=None, billing_type="FIXED", budget_amount=Decimal(1000))
    state = await opened(pays)
    assert ("FIXED_WITHOUT_AMOUNT" in subjects(state), state.project_choices[0].is_on) == (True, False)
    await NewInvoiceState.fix.fn(state, "FIXED_WITHOUT_AMOUNT")
    assert (state.project_choices[0].is_on, state.total) == (True, "€1,000.00")
    await NewInvoiceState.change_fixed.fn(state, project.project_id, "400")
    assert (state.project_choices[0].amount, state.total) == ("400.00", "€400.00")
    await NewInvoiceState.turn_project.fn(state, project.project_id, False)
    assert (state.project_choices[0].is_on, state.may_draft) == (False, False)


async def test_projects_and_days_narrow_what_is_billed(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Narrow")
    with db.transaction() as session:
        second = billing.billed_project(session, pays, name="Second of Narrow", rate="10")
        billing.work(session, factories.person(session), second, month=3, day=2)
    state = await opened(pays)
    await NewInvoiceState.choose_period.fn(state, "all")
    assert (state.total, state.first_day) == ("€200.00", "")
    await NewInvoiceState.turn_project.fn(state, second.project_id, False)
    assert state.total == "€190.00"
    await NewInvoiceState.turn_project.fn(state, second.project_id, True)
    await NewInvoiceState.move_days.fn(state, {"first_day": "2026-03-01", "last_day": "2026-03-31"})
    assert (state.total, state.period) == ("€10.00", "")
    with pytest.raises(InvalidInput):
        await NewInvoiceState.move_days.fn(state, {"first_day": "2026-03-01", "last_day": ""})


async def test_a_discount_that_is_too_much_is_said_and_blocks(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Generous")
    state = await opened(pays)
    await NewInvoiceState.change_discount.fn(state, "500")
    assert (state.may_draft, state.findings[0].is_blocking) == (False, True)
    assert state.findings[0].sentence.startswith("The discount of €500.00 is more than the lines come to")


async def test_lines_are_made_of_tasks_projects_people_or_entries(opened: Callable[..., Any]) -> None:
    pays, project = worked("Grouped")
    with db.transaction() as session:
        billing.work(session, factories.person(session, name="Tariq G"), project, day=3, description="Nets")
    state = await opened(pays)
    assert [row.description for row in state.lines] == ["Site of Grouped"]
    await NewInvoiceState.choose_grouping.fn(state, "ENTRY")
    assert [row.description for row in state.lines] == ["Site of Grouped · 2 Feb", "Site of Grouped · 3 Feb · Nets"]
    await NewInvoiceState.choose_grouping.fn(state, "PERSON")
    assert "Site of Grouped · Tariq G" in [row.description for row in state.lines]
    await NewInvoiceState.choose_grouping.fn(state, "MOON")
    assert (state.grouping, state.total) == ("PERSON", "€285.00")


async def test_lines_dates_and_terms_are_in_the_preview_and_in_the_draft(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Extras")
    state = await opened(pays)
    assert (state.date_text, state.due_text) == ("Day of issue", f"{state.usual_terms} days later")
    await NewInvoiceState.add_line.fn(state, {"description": "Hosting", "price": "10", "quantity": "-1"})
    assert (state.line_refusal[:10], state.extras) == ("A quantity", [])
    form = {
        "description": "Hosting",
        "price": "10",
        "quantity": "3",
        "unit": "month",
        "line_discount": "50",
        "tax": "none",
    }
    await NewInvoiceState.add_line.fn(state, form)
    assert (state.line_refusal, state.total) == ("", "€205.00")
    assert [(row.description, row.detail) for row in state.extras] == [
        ("Hosting", "3 month × 10 · 50\u00a0% off · no tax")
    ]
    await NewInvoiceState.change_when.fn(state, "invoice_date", "2026-03-01")
    await NewInvoiceState.change_when.fn(state, "terms_days", "10")
    assert (state.date_text, state.due_text) == ("1 March 2026", "11 March 2026")
    with pytest.raises(InvalidInput):
        await NewInvoiceState.change_when.fn(state, "due_date", "2026-02-01")
    await NewInvoiceState.change_when.fn(state, "due_date", "2026-03-31")
    await NewInvoiceState.make_draft.fn(state)
    with db.transaction() as session:
        wanted = reading.InvoiceFilter(client_id=pays.client_id)
        (made,) = reading.invoice_page(session, factories.lead(session), wanted=wanted)
    invoice = made.invoice
    assert (str(invoice.invoice_date), str(invoice.due_date), invoice.terms_days) == ("2026-03-01", "2026-03-31", 10)
    assert f"{invoice.total_amount:.2f}" == "205.00"


async def test_a_line_alone_is_billed_too_and_is_taken_out_again(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        pays = factories.client(session, name="Hourless")
    state = await opened(pays)
    assert (state.may_draft, state.lines) == (False, [])
    await NewInvoiceState.add_line.fn(state, {"description": "Domain", "price": "12"})
    assert (state.may_draft, state.total) == (True, "€12.00")
    await NewInvoiceState.drop_line.fn(state, 0)
    assert (state.extras, state.may_draft) == ([], False)


async def test_an_employee_finds_nothing(opened: Callable[..., Any]) -> None:
    pays, _ = worked("Hidden")
    state = await opened(pays, visitors.joined("Nil"))
    assert (state.may_bill, state.client_options, state.lines, state.findings) == (False, [], [], [])
