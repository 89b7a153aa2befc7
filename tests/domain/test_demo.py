"""The demo workspace: full, the same whenever it is made at the same moment, and gone without a trace."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import databases
from tests.domain.test_every_write import fail_after, listening, rows
from tests.factories import FrozenClock
from timetrack import clock, db
from timetrack.domain import audit, auth, board, people, worked_totals
from timetrack.domain.comparison import week_comparison
from timetrack.domain.demo.creating import create_demo
from timetrack.domain.demo.days import past_rows, running
from timetrack.domain.demo.removing import remove_demo
from timetrack.domain.invoices import preflight, reading
from timetrack.domain.invoices.reading import Standing
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import AlreadySetUp, NotFound, NotPermitted
from timetrack.models import Role, User

THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
"""Thursday 19 November, 14:36:20 in Berlin."""
BERLIN = "Europe/Berlin"
MOMENTS = [
    THURSDAY,
    datetime(2026, 11, 19, 23, 10, tzinfo=UTC),
    datetime(2026, 11, 19, 1, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 30, 6, 15, tzinfo=UTC),
    datetime(2027, 1, 1, 12, 0, tzinfo=UTC),
]


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


def make(timezone: str = BERLIN) -> User:
    with db.transaction() as session:
        return create_demo(session, password_hash="x", timezone=timezone)


def remove(mira: User) -> None:
    with db.transaction() as session:
        remove_demo(session, mira)


@pytest.fixture(scope="module")
def demos(server: str, template: str) -> Iterator[Callable[[bool], tuple[str, User]]]:
    """Tells the name of a database nobody is connected to, and its Mira: a demo made on Thursday, or made, removed and made."""
    with ExitStack() as stack:

        @cache
        def demo(is_made_twice: bool) -> tuple[str, User]:
            url = stack.enter_context(databases.cloned(server, template, f"demo{is_made_twice:d}"))
            with databases.pointed_at(url), pytest.MonkeyPatch.context() as patch:
                patch.setattr(clock, "now", FrozenClock(THURSDAY).now)
                mira = make()
                if is_made_twice:
                    remove(mira)
                    mira = make()
            return databases.name_of(url), mira

        yield demo


@pytest.fixture
def is_made_twice() -> bool:
    """Whether the demo is the second one of its database."""
    return False


@pytest.fixture
def mira(
    server: str, demos: Callable[[bool], tuple[str, User]], is_made_twice: bool, frozen: FrozenClock
) -> Iterator[User]:
    """Who the visitor of the demo is, in a database of its own."""
    name, made = demos(is_made_twice)
    with databases.cloned(server, name, "own") as url, databases.pointed_at(url):
        yield made


def test_the_figures_are_those_of_the_pictures(mira: User) -> None:
    with db.reading() as session:
        compared = week_comparison(session, mira)
        team = {person.name: person for person in board.board(session, zone=BERLIN, week_start=1)}
    assert [day.this_seconds // 60 for day in compared.days[:4]] == [7 * 60 + 45, 8 * 60 + 5, 7 * 60 + 55, 4 * 60 + 58]
    assert {name: person.today_seconds // 60 for name, person in team.items()} == {
        "Mira": 298, "Jonas": 316, "Lena": 281, "Tariq": 308, "Noor": 350, "Felix": 0,
    }  # fmt: skip
    assert [team[name].state for name in ("Mira", "Jonas", "Lena", "Tariq", "Noor", "Felix")] == [
        *["working"] * 4, "away", "out",
    ]  # fmt: skip
    assert team["Tariq"].hides_description
    assert team["Mira"].running is not None
    assert team["Mira"].running.description == "Checkout flow: address step"


@pytest.mark.usefixtures("database", "frozen")
def test_it_is_full_and_true() -> None:
    make()
    with db.reading() as session:
        counts = session.execute(
            text(
                "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM clients), (SELECT count(*) FROM projects),"
                " (SELECT count(*) FROM time_entries), (SELECT count(DISTINCT start_time::date) FROM time_entries)"
            )
        ).one()
        crossing = session.scalar(
            text(
                "SELECT count(*) FROM time_entries WHERE (start_time AT TIME ZONE 'Europe/Berlin')::date <"
                " (end_time AT TIME ZONE 'Europe/Berlin')::date"
            )
        )
        assert audit.broken_chains(session) == []
        assert worked_totals.drifted_totals(session) == []
    assert counts[:3] == (6, 4, 9)
    assert 900 < counts[3] < 3000
    assert 60 <= counts[4] <= 70
    assert crossing > 5


def test_there_is_an_invoice_in_every_state_and_numbers_go_with_dates(mira: User) -> None:
    with db.transaction() as session:
        found = reading.invoice_page(session, mira)
        assert list(reading.broken_invoices(session)) == []
        unbilled = preflight.preflight(session, mira, wish=Wish(found[0].invoice.client_id))
    assert {one.standing for one in found} == set(Standing) - {Standing.CREDITED}
    assert {one.invoice.kind for one in found} == {"INVOICE", "CREDIT_NOTE"}
    issued = sorted((one for one in found if one.invoice.kind == "INVOICE" and one.invoice.number), key=_number)
    assert [one.invoice.invoice_date for one in issued] == sorted(one.invoice.invoice_date for one in issued)  # type: ignore[type-var]
    assert any(one.replaced_by_id for one in found if one.standing == Standing.VOID)
    assert [one.sentence for one in unbilled if one.is_blocking] == []


def _number(one: reading.Listed) -> int:
    return one.invoice.number_sequence or 0


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("zone", [BERLIN, "America/Los_Angeles", "Pacific/Auckland"])
def test_at_any_moment_somebody_works_and_nobody_twice(moment: datetime, zone: str) -> None:
    rows, again = past_rows(moment, zone), past_rows(moment, zone)
    assert rows == again
    assert len(running(moment, zone)) == 4
    begun = {actor.email: start for actor, start, _ in running(moment, zone)}
    for email in {row.email for row in rows}:
        spans = sorted(span for row in rows if row.email == email for span in row.readings)
        ends = [end for _, end in spans]
        starts = [start for start, _ in spans[1:]] + [begun.get(email, moment)]
        assert all(end <= start for end, start in zip(ends, starts, strict=True))
        assert all(timedelta(minutes=10) <= end - start <= timedelta(hours=6) for start, end in spans)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("moment", MOMENTS[1:4])
def test_every_entry_comes_in_whenever_it_is_made(frozen: FrozenClock, moment: datetime) -> None:
    frozen.instant = moment
    make()
    with db.reading() as session:
        kept = session.scalar(text("SELECT count(*) FROM time_entries"))
    assert kept == len(past_rows(moment, BERLIN)) + 4


@pytest.mark.usefixtures("mira")
def test_a_workspace_that_is_there_stays_as_it_is() -> None:
    before = rows()
    with pytest.raises(AlreadySetUp):
        make()
    assert rows() == before


def test_removing_leaves_nothing_and_tells_every_open_session(mira: User) -> None:
    with db.transaction() as session:
        auth.open_session(session, mira, address="", user_agent="", stay=False)
        number = session.scalar(text("SELECT session_id FROM sessions"))
    with listening() as heard:
        remove(mira)
        assert f"session:{number}" in heard()
    with db.transaction() as session:
        assert not auth.is_set_up(session)
        assert session.scalar(text("SELECT count(*) FROM audit_log")) == 0
    assert rows() == {}
    make()
    with db.reading() as session:
        assert audit.broken_chains(session) == []
        assert worked_totals.drifted_totals(session) == []


@pytest.mark.usefixtures("mira")
@pytest.mark.parametrize("statement", ["DELETE FROM audit_log", "TRUNCATE audit_log"])
@pytest.mark.parametrize("is_made_twice", [True, False])
def test_the_log_only_grows_before_and_after(statement: str) -> None:
    with pytest.raises(DBAPIError, match="only grows"), db.transaction() as session:
        session.execute(text(statement))


def test_a_removal_that_fails_leaves_everything_and_the_log_protected(mira: User) -> None:
    before = rows()
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        fail_after(remove_demo(session, mira))  # type: ignore[func-returns-value]
    assert rows() == before
    with pytest.raises(DBAPIError, match="only grows"), db.transaction() as session:
        session.execute(text("DELETE FROM audit_log"))


def test_only_an_administrator_removes_and_only_a_demo(mira: User) -> None:
    with db.transaction() as session:
        team = people.people_by_email(session, ["jonas@harbour.example", "lena@harbour.example"])
    before = rows()
    for colleague in team.values():
        with pytest.raises(NotPermitted), db.transaction() as session:
            remove_demo(session, colleague)
    with db.transaction() as session:
        session.execute(text("UPDATE organisation SET is_demo = false"))
    with pytest.raises(NotPermitted, match="not a demo"), db.transaction() as session:
        remove_demo(session, mira)
    with db.transaction() as session:
        session.execute(text("UPDATE organisation SET is_demo = true"))
    assert rows() == before


def test_a_demo_that_real_people_have_joined_is_not_removed(mira: User) -> None:
    with db.transaction() as session:
        people.add_person(session, mira, name="Real", email="real@studio.test", role=Role.EMPLOYEE, timezone="UTC")
    with pytest.raises(NotPermitted, match="Real works here too"), db.transaction() as session:
        remove_demo(session, mira)


@pytest.mark.usefixtures("database")
def test_there_is_nothing_to_remove_before_there_is_a_workspace() -> None:
    with pytest.raises(NotFound), db.transaction() as session:
        remove_demo(session, None)


def test_the_first_day_is_thirteen_weeks_back() -> None:
    first = min(row.readings[0][0] for row in past_rows(THURSDAY, BERLIN))
    assert first.date() == date(2026, 8, 24)
