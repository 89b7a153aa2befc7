"""Tax rates: added, renamed and put away. Their percentage never changes, so no invoice does."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first, rows
from timetrack.domain import audit, policy
from timetrack.domain.invoices.wishes import DEFAULT_TAX
from timetrack.domain.people import lock_workspace
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Client, TaxRate, User, table

RATES = table(TaxRate)


def tax_rates(session: Session, actor: User, *, archived: bool = False) -> list[TaxRate]:
    """The tax rates in use, or those put away, the highest first."""
    policy.require_biller(actor)
    is_archived = RATES.c.archived_at.is_not(None) if archived else RATES.c.archived_at.is_(None)
    return rows(session, TaxRate, select(RATES).where(is_archived).order_by(RATES.c.rate.desc(), RATES.c.name))


def add_tax_rate(
    session: Session,
    actor: User,
    *,
    name: str,
    rate: Decimal,
    is_reverse_charge: bool = False,
    note: str = "",
    is_default: bool = False,
) -> TaxRate:
    """Add a tax rate, in percent; the default one is on every line that says nothing else.

    Raises AlreadyExists for a known name, InvalidInput for a percentage that is none, and for a reverse charge that
    is not 0 or does not say why in its ``note``.
    """
    policy.require_keeper_of_terms(actor)
    values = {
        "name": line(name, what="The name of a tax rate", at_most=100, needed=True),
        "rate": check_percent(rate, what="A tax rate"),
        "is_reverse_charge": is_reverse_charge,
        "note": line(note, what="The note of a reverse charge", at_most=500, needed=is_reverse_charge),
        "is_default": is_default,
    }
    if is_reverse_charge and rate != 0:
        raise InvalidInput("A reverse charge is at 0 %: the client owes the tax. Nothing was saved.")
    lock_workspace(session)
    if is_default:
        _clear_default(session, actor)
    (made,) = audit.record(session, actor, "CREATE", insert(RATES).values(values), "invoices")
    return TaxRate(**made)


def edit_tax_rate(
    session: Session, actor: User, *, tax_rate_id: int, name: str | None = None, is_default: bool | None = None
) -> TaxRate:
    """Rename a tax rate, or make it the default. Issued invoices keep the name that they were issued with."""
    policy.require_keeper_of_terms(actor)
    lock_workspace(session)
    before = lock_tax_rate(session, tax_rate_id)
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = line(name, what="The name of a tax rate", at_most=100, needed=True)
    if is_default is not None:
        values["is_default"] = is_default
    if is_default and before.archived_at is not None:
        raise InvalidInput("This tax rate is put away. Take it back first; nothing was saved.")
    if is_default and not before.is_default:
        _clear_default(session, actor)
    return _change(session, actor, "EDIT", tax_rate_id, **values) if values else before


def archive_tax_rate(session: Session, actor: User, *, tax_rate_id: int) -> TaxRate:
    """Put a tax rate away: new lines cannot have it, those that have it keep it."""
    policy.require_keeper_of_terms(actor)
    lock_tax_rate(session, tax_rate_id)
    return _change(session, actor, "ARCHIVE", tax_rate_id, archived_at=clock.now(), is_default=False)


def unarchive_tax_rate(session: Session, actor: User, *, tax_rate_id: int) -> TaxRate:
    """Take a tax rate back into use."""
    policy.require_keeper_of_terms(actor)
    lock_tax_rate(session, tax_rate_id)
    return _change(session, actor, "UNARCHIVE", tax_rate_id, archived_at=None)


class Rates:
    """The tax rates there are, and which of them a line gets that does not say."""

    def __init__(self, known: Iterable[TaxRate], client: Client, chosen: int | None = DEFAULT_TAX) -> None:
        self._known = {rate.tax_rate_id: rate for rate in known}
        default = next((rate.tax_rate_id for rate in self._known.values() if rate.is_default), None)
        of_client = client.tax_rate_id if client.tax_rate_id is not None else default
        self._default = of_client if chosen == DEFAULT_TAX else chosen

    def pick(self, wanted: int | None) -> int | None:
        """The tax rate of a line that wants this one. Raises NotFound for one that is unknown or put away."""
        picked = self._default if wanted == DEFAULT_TAX else wanted
        if picked is not None and (picked not in self._known or self._known[picked].archived_at is not None):
            raise NotFound("This tax rate is not in use any more. Choose another; nothing was saved.")
        return picked

    def percent(self, tax_rate_id: int | None) -> Decimal:
        """How many percent it is; 0 without a tax."""
        return Decimal(0) if tax_rate_id is None else self._known[tax_rate_id].rate

    def named(self, tax_rate_id: int) -> TaxRate:
        """The tax rate with this key."""
        return self._known[tax_rate_id]


def rates_for(session: Session, client: Client, chosen: int | None = DEFAULT_TAX) -> Rates:
    """The tax rates for an invoice to ``client``, on which ``chosen`` is what a line gets that does not say."""
    return Rates(rows(session, TaxRate, select(RATES)), client, chosen)


def check_percent(percent: Decimal, *, what: str) -> Decimal:
    """A percentage from 0 to 100 with at most four decimals. Raises InvalidInput for any other."""
    if not percent.is_finite() or not 0 <= percent <= 100 or percent != percent.quantize(Decimal("0.0001")):
        raise InvalidInput(f"{what} is a percentage from 0 to 100, like 19 or 8.875. Nothing was saved.")
    return percent


def lock_tax_rate(session: Session, tax_rate_id: int) -> TaxRate:
    """Lock a tax rate that is about to change. Raises NotFound when there is none."""
    wanted = select(RATES).where(RATES.c.tax_rate_id == tax_rate_id).with_for_update(key_share=True)
    found = first(session, TaxRate, wanted)
    if found is None:
        raise NotFound("This tax rate is not here any more. Nothing was changed.")
    return found


def _clear_default(session: Session, actor: User) -> None:
    """The workspace is locked, so nobody else makes another the default meanwhile."""
    audit.record(session, actor, "EDIT", update(RATES).where(RATES.c.is_default).values(is_default=False), "invoices")


def _change(session: Session, actor: User, action: str, tax_rate_id: int, **values: object) -> TaxRate:
    change = update(RATES).where(RATES.c.tax_rate_id == tax_rate_id).values(**values)
    (made,) = audit.record(session, actor, action, change, "invoices")
    return TaxRate(**made)
