"""The settings of invoices, in one tab."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.errors import NotPermitted
from timetrack.models import Role
from timetrack.states.base import AppState
from timetrack.states.invoice_settings import InvoiceSettingsState, SeriesRow

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    return lambda visitor: open_page(tab, InvoiceSettingsState, visitor, "/settings?section=invoices")


async def test_bank_and_terms_are_saved_together_or_not_at_all(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    form = {"iban": "DE00 1234", "terms_days": "30", "notes": "Thanks"}
    await InvoiceSettingsState.save_terms.fn(state, form)
    assert (state.terms_refusal != "", state.terms.days, state.terms_rev) == (True, "14", 0)
    await InvoiceSettingsState.save_terms.fn(state, {**form, "iban": "de89 3704 0044 0532 0130 00", "country": "de"})
    kept = state.terms
    assert (state.terms_refusal, kept.iban, kept.country, kept.days, kept.notes) == (
        "",
        "DE89370400440532013000",
        "DE",
        "30",
        "Thanks",
    )


async def test_tax_rates_are_added_made_default_and_put_away(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    await InvoiceSettingsState.add_tax.fn(state, {"name": "VAT", "percent": "101"})
    assert state.tax_refusal.startswith("A tax rate is a percentage from 0 to 100")
    await InvoiceSettingsState.add_tax.fn(state, {"name": "VAT 19", "percent": "19 %", "default": "on"})
    await InvoiceSettingsState.add_tax.fn(state, {"name": "VAT 7", "percent": "7"})
    assert [(row.name, row.percent, row.is_default) for row in state.taxes] == [
        ("VAT 19", "19\u00a0%", True),
        ("VAT 7", "7\u00a0%", False),
    ]
    await InvoiceSettingsState.make_default.fn(state, state.taxes[1].tax_rate_id)
    assert [row.is_default for row in state.taxes] == [False, True]
    await InvoiceSettingsState.archive_tax.fn(state, state.taxes[0].tax_rate_id)
    assert [row.name for row in state.taxes] == ["VAT 7"]
    await AppState.take_back.fn(await state.get_state(AppState), state.notices[-1].notice_id)
    await state._refresh()
    assert [row.name for row in state.taxes] == ["VAT 19", "VAT 7"]


async def test_a_refused_pattern_stays_in_its_cell(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        billing.drafted(session, factories.client(session), billing.extra())
    state = await opened(visitors.ann())
    row = state.series[0]
    await InvoiceSettingsState.change_pattern.fn(state, row.series_id, "no number")
    assert (state.series[0].pattern, state.series[0].problem_field) == (row.pattern, "pattern")
    await InvoiceSettingsState.change_pattern.fn(state, row.series_id, "INV-{NNNNN}")
    assert (state.series[0].next_number, state.series[0].problem) == ("INV-00001", "")


def series(state: Any, name: str) -> SeriesRow:
    return next(row for row in state.series if row.name == name)


async def test_who_comes_from_elsewhere_goes_on_with_their_numbers(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    form = {"series_name": "Swiss work", "pattern": "CH-{NN}", "kind": "Invoices"}
    known = len(state.series)
    await InvoiceSettingsState.add_series.fn(state, {**form, "pattern": "none"})
    assert (len(state.series), state.series_refusal.startswith("A pattern has the number once")) == (known, True)
    await InvoiceSettingsState.add_series.fn(state, form)
    row = series(state, "Swiss work")
    assert (row.kind, row.next_number, row.is_begun, state.series_refusal) == ("Invoices", "CH-01", False, "")
    await InvoiceSettingsState.start_at.fn(state, row.series_id, "forty")
    row = series(state, "Swiss work")
    assert (row.problem_field, row.next_count) == ("count", "1")
    await InvoiceSettingsState.start_at.fn(state, row.series_id, "41")
    row = series(state, "Swiss work")
    assert (row.next_number, row.problem) == ("CH-41", "")
    with db.transaction() as session:
        made = billing.issued(session, factories.client(session), billing.extra(), series_id=row.series_id)
    await state._refresh()
    row = series(state, "Swiss work")
    assert (made.number, row.next_number, row.is_begun) == ("CH-41", "CH-42", True)
    await InvoiceSettingsState.start_at.fn(state, row.series_id, "50")
    assert series(state, "Swiss work").problem.startswith("This series gave numbers in that year already")


async def test_new_invoices_get_numbers_from_the_default_series(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    for name in ("First", "Second"):
        form = {"series_name": name, "pattern": f"{name}-{{NNN}}", "kind": "Credit notes"}
        await InvoiceSettingsState.add_series.fn(state, form)
    assert (series(state, "First").is_default, series(state, "Second").is_default) == (True, False)
    await InvoiceSettingsState.make_default_series.fn(state, series(state, "Second").series_id)
    assert (series(state, "First").is_default, series(state, "Second").is_default) == (False, True)


async def test_a_manager_sees_and_changes_nothing_here(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.joined("Mona", Role.MANAGER))
    assert (state.may_edit, state.terms.iban, state.taxes, state.series) == (False, "", [], [])
    with pytest.raises(NotPermitted):
        await InvoiceSettingsState.make_default.fn(state, 1)
