"""Clients: kept by those who lead, each name once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests import factories
from timetrack.db import constraint_error
from timetrack.domain import clients, projects
from timetrack.errors import AlreadyExists, InvalidInput, NotFound
from timetrack.models import User


def test_a_client_has_the_houses_currency_unless_it_is_said(session: Session, manager: User) -> None:
    assert clients.create_client(session, manager, name=" Opal\n").name == "Opal"
    assert clients.create_client(session, manager, name="Beryl").currency == "EUR"
    assert clients.create_client(session, manager, name="Kyanite", currency=" jpy ").currency == "JPY"


@pytest.mark.parametrize("name", ["Opal", "OPAL", " opal ", "Öpal", "öpal"])
def test_a_name_is_taken_however_it_is_written(session: Session, manager: User, name: str) -> None:
    clients.create_client(session, manager, name="Opal")
    clients.create_client(session, manager, name="ÖPAL")
    other = clients.create_client(session, manager, name="Beryl")
    with pytest.raises(AlreadyExists), mapped(session):
        clients.create_client(session, manager, name=name)
    with pytest.raises(AlreadyExists), mapped(session):
        clients.rename_client(session, manager, client_id=other.client_id, name=name)


@pytest.mark.parametrize("name", ["", " ", "\0", "x" * 201])
def test_a_name_that_cannot_be_is_refused(session: Session, manager: User, name: str) -> None:
    with pytest.raises(InvalidInput):
        clients.create_client(session, manager, name=name)


@pytest.mark.parametrize("currency", ["EURO", "XXX", "€", "eu", "E R", "x" * 10_000])
def test_a_currency_that_is_none_is_refused(session: Session, manager: User, currency: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clients.create_client(session, manager, name="Opal", currency=currency)
    assert len(refused.value.message) < 200


def test_archiving_and_taking_back(session: Session, manager: User) -> None:
    client = factories.client(session)
    archived = clients.archive_client(session, manager, client_id=client.client_id)
    assert clients.visible_clients(session, manager) == []
    assert clients.visible_clients(session, manager, archived=True) == [archived]
    assert clients.unarchive_client(session, manager, client_id=client.client_id) == client
    assert clients.visible_clients(session, manager) == [client]


def test_a_new_currency_leaves_projects_alone(session: Session, manager: User) -> None:
    client = factories.client(session, currency="USD")
    first = factories.project(session, client_id=client.client_id, hourly_rate=Decimal(80))
    clients.set_client_currency(session, manager, client_id=client.client_id, currency="CHF")
    second = factories.project(session, client_id=client.client_id)
    assert projects.visible_project(session, manager, first.project_id).currency == "USD"
    assert second.currency == "CHF"


@pytest.mark.parametrize(
    "act",
    [
        lambda s, a: clients.rename_client(s, a, client_id=10**9, name="x"),
        lambda s, a: clients.set_client_currency(s, a, client_id=10**9, currency="EUR"),
        lambda s, a: clients.archive_client(s, a, client_id=10**9),
        lambda s, a: clients.unarchive_client(s, a, client_id=10**9),
    ],
)
def test_a_client_that_is_not_there(session: Session, manager: User, act: Callable[[Session, User], object]) -> None:
    with pytest.raises(NotFound):
        act(session, manager)


@contextmanager
def mapped(session: Session) -> Iterator[None]:
    """What `db.transaction()` makes of a violated constraint, here for one statement."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as broken:
        raise constraint_error(broken) from broken
