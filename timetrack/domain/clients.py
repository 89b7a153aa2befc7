"""Clients: who the work is for and who pays."""

from typing import Any, TypedDict, Unpack

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first, rows
from timetrack.domain import audit, bank, money, policy
from timetrack.domain.people import organisation, parse_email
from timetrack.domain.text import line, paragraph
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Client, User, table

CLIENTS = table(Client)
TOPICS = ("structure",)


class ClientBilling(TypedDict, total=False):
    """What an invoice says of a client; what is left out stays. Without terms and tax rate they are the workspace's."""

    address: str
    country: str
    tax_id: str
    email: str
    payment_terms_days: int | None
    tax_rate_id: int | None


def visible_clients(session: Session, actor: User, *, archived: bool = False) -> list[Client]:
    """The clients that ``actor`` may see, by name."""
    is_archived = CLIENTS.c.archived_at.is_not(None) if archived else CLIENTS.c.archived_at.is_(None)
    wanted = select(CLIENTS).where(policy.visible_clients(actor), is_archived).order_by(func.lower(CLIENTS.c.name))
    return rows(session, Client, wanted)


def create_client(session: Session, actor: User, *, name: str, currency: str | None = None) -> Client:
    """Add a client; without a currency it is the organisation's. Raises AlreadyExists for a known name."""
    policy.require_lead(actor)
    values = {
        "name": line(name, what="A client's name", at_most=200, needed=True),
        "currency": check_currency(currency) if currency else organisation(session).currency,
    }
    (made,) = audit.record(session, actor, "CREATE", insert(CLIENTS).values(values), *TOPICS)
    return Client(**made)


def rename_client(session: Session, actor: User, *, client_id: int, name: str) -> Client:
    """Give a client another name. Raises AlreadyExists for a known one."""
    return _change(session, actor, "EDIT", client_id, name=line(name, what="A client's name", at_most=200, needed=True))


def set_client_currency(session: Session, actor: User, *, client_id: int, currency: str) -> Client:
    """Set the currency that new projects of a client start with; those that exist keep theirs."""
    return _change(session, actor, "EDIT", client_id, currency=check_currency(currency))


def edit_client_billing(session: Session, actor: User, *, client_id: int, **changes: Unpack[ClientBilling]) -> Client:
    """Set what stands on a client's invoices from now on; those that are issued stay as they are.

    Raises InvalidInput for what is no e-mail, country or term, NotFound for a tax rate that is not there.
    """
    return _change(session, actor, "EDIT", client_id, **_checked(dict(changes)))


def archive_client(session: Session, actor: User, *, client_id: int) -> Client:
    """Put a client away; nothing of theirs is lost."""
    return _change(session, actor, "ARCHIVE", client_id, archived_at=clock.now())


def unarchive_client(session: Session, actor: User, *, client_id: int) -> Client:
    """Take a client back into the list."""
    return _change(session, actor, "UNARCHIVE", client_id, archived_at=None)


def check_currency(code: str) -> str:
    """The ISO 4217 code in capitals. Raises InvalidInput for what is none."""
    kept = code.strip().upper()
    if kept not in money.CURRENCIES:
        raise InvalidInput(f"“{code[:20]}” is not a currency; they look like EUR or USD. Nothing was saved.")
    return kept


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    if "address" in changes:
        changes["address"] = paragraph(changes["address"], what="An address", at_most=1000)
    if "country" in changes:
        changes["country"] = bank.parse_country(changes["country"])
    if "tax_id" in changes:
        changes["tax_id"] = line(changes["tax_id"], what="A tax id", at_most=100)
    if changes.get("email"):
        changes["email"] = parse_email(changes["email"])
    bank.check_terms(changes.get("payment_terms_days"))
    return changes


def _change(session: Session, actor: User, action: str, client_id: int, **values: object) -> Client:
    policy.require_lead(actor)
    locked = first(
        session, Client, select(CLIENTS).where(CLIENTS.c.client_id == client_id).with_for_update(key_share=True)
    )
    if locked is None:
        raise NotFound
    if not values:
        return locked
    change = update(CLIENTS).where(CLIENTS.c.client_id == client_id).values(**values)
    (made,) = audit.record(session, actor, action, change, *TOPICS)
    return Client(**made)
