"""The workspace's own settings: name, address, currency, rounding, logo. Kept by administrators."""

from typing import Any, TypedDict, Unpack

from sqlalchemy import LargeBinary, bindparam, exists, select, update
from sqlmodel import Session

from timetrack import db
from timetrack.domain import audit, bank, periods, policy
from timetrack.domain.clients import check_currency
from timetrack.domain.people import USERS, organisation
from timetrack.domain.profile import check_week_start
from timetrack.domain.text import line, paragraph
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Organisation, RoundingMode, TimeEntry, User, table

ORGANISATION, ENTRIES = table(Organisation), table(TimeEntry)
LARGEST_LOGO = 512 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
TOPICS = ("structure", "team")
_SETTLED = "{} in {}, and amounts are never converted, so the currency stays. Nothing was saved."
_LOGO = db.Prepared(
    select(ORGANISATION.c.logo).where(ORGANISATION.c.logo_sha256 == bindparam("sha256", type_=LargeBinary))
)


class WorkspaceChanges(TypedDict, total=False):
    """What may be set; what is left out stays. Rounding concerns reports and invoices only.

    From ``country`` on it is what new invoices start with.
    """

    name: str
    address: str
    tax_id: str
    currency: str
    timezone: str
    week_start: int
    rounding_minutes: int
    rounding_mode: str
    minimum_entry_minutes: int
    country: str
    iban: str
    bic: str
    bank_name: str
    payment_terms_days: int
    invoice_notes: str
    reminder_days: list[int]


def edit_workspace(session: Session, actor: User, **changes: Unpack[WorkspaceChanges]) -> Organisation:
    """Change the workspace's settings. Nothing that was logged or agreed before changes with them.

    The currency can change only while no time was logged and nobody has a default rate: both are amounts in it. Raises
    NotPermitted for who is no administrator, InvalidInput for what cannot be.
    """
    policy.require_admin(actor)
    values = _checked(dict(changes))
    before = _lock(session)
    if values.get("currency", before.currency) != before.currency:
        _refuse_where_money_is(session, before.currency)
    return _change(session, actor, "EDIT", values) if values else before


def set_logo(session: Session, actor: User, *, png: bytes) -> Organisation:
    """Set the picture for invoices: a PNG that Timetrack wrote itself, of at most 512 KB."""
    policy.require_admin(actor)
    if not png.startswith(PNG) or len(png) > LARGEST_LOGO:
        raise InvalidInput("A logo is a PNG of at most 512 KB. Nothing was saved.")
    _lock(session)
    return _change(session, actor, "SET_LOGO", {"logo": png})


def remove_logo(session: Session, actor: User) -> bytes | None:
    """Take the logo away; what it was, for who wants it back."""
    policy.require_admin(actor)
    before = _lock(session).logo
    if before is not None:
        _change(session, actor, "REMOVE_LOGO", {"logo": None})
    return before


def logo_png(session: Session, actor: User, *, sha256: bytes) -> bytes:
    """The logo with this hash, for anybody who is signed in. Raises NotFound for one that is not there any more."""
    found = _LOGO.rows(session, sha256=sha256) if actor.user_id else []
    if not found:
        raise NotFound
    return bytes(found[0]["logo"])


def _lock(session: Session) -> Organisation:
    locked = db.first(session, Organisation, select(ORGANISATION).with_for_update())
    return locked or organisation(session)


def _change(session: Session, actor: User, action: str, values: dict[str, Any]) -> Organisation:
    change = update(ORGANISATION).where(ORGANISATION.c.organisation_id == 1).values(**values)
    (made,) = audit.record(session, actor, action, change, *TOPICS)
    return Organisation(**made)


def _refuse_where_money_is(session: Session, currency: str) -> None:
    """Whoever sets a rate or logs time locks a person first, so nothing of the kind slips in meanwhile."""
    session.execute(select(USERS.c.user_id).order_by(USERS.c.user_id).with_for_update(key_share=True))
    if session.scalar(select(exists().where(ENTRIES.c.entry_id > 0))):
        raise InvalidInput(_SETTLED.format("Time has been logged", currency))
    if session.scalar(select(exists().where(USERS.c.hourly_rate.is_not(None)))):
        raise InvalidInput(_SETTLED.format("Default rates are", currency))


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    if "name" in changes:
        changes["name"] = line(changes["name"], what="A workspace name", at_most=200, needed=True)
    if "address" in changes:
        changes["address"] = paragraph(changes["address"], what="An address", at_most=1000)
    if "tax_id" in changes:
        changes["tax_id"] = line(changes["tax_id"], what="A tax id", at_most=100)
    if "currency" in changes:
        changes["currency"] = check_currency(changes["currency"])
    if "timezone" in changes:
        changes["timezone"] = periods.zone_of(changes["timezone"]).key
    if "week_start" in changes:
        check_week_start(changes["week_start"])
    _check_rounding(changes)
    return _checked_for_invoices(changes)


def _checked_for_invoices(changes: dict[str, Any]) -> dict[str, Any]:
    for name, parse in (("country", bank.parse_country), ("iban", bank.parse_iban), ("bic", bank.parse_bic)):
        if name in changes:
            changes[name] = parse(changes[name])
    if "bank_name" in changes:
        changes["bank_name"] = line(changes["bank_name"], what="A bank's name", at_most=200)
    if "invoice_notes" in changes:
        changes["invoice_notes"] = paragraph(changes["invoice_notes"], what="The notes of invoices", at_most=5000)
    bank.check_terms(changes.get("payment_terms_days"))
    if "reminder_days" in changes:
        changes["reminder_days"] = bank.check_reminders(changes["reminder_days"])
    return changes


def _check_rounding(changes: dict[str, Any]) -> None:
    for name, what in (("rounding_minutes", "Rounding"), ("minimum_entry_minutes", "The shortest entry")):
        if changes.get(name, 0) not in range(61):
            raise InvalidInput(f"{what} is a number of whole minutes from 0 to 60. Nothing was saved.")
    if changes.get("rounding_mode", RoundingMode.NEAREST) not in list(RoundingMode):
        raise InvalidInput("Time is rounded up, down or to the nearest. Nothing was saved.")
