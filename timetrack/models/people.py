"""The organisation, its people, and how they sign in."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from timetrack.models.base import HOURS, MONEY, currency_code, filled, instant, key, not_negative, one_of, reference


class Role(StrEnum):
    """What a person may do: work, lead, or run the installation."""

    EMPLOYEE = "EMPLOYEE"
    MANAGER = "MANAGER"
    ADMIN = "ADMIN"


class Theme(StrEnum):
    """Which colours a person sees; the system's are those of their device."""

    SYSTEM = "SYSTEM"
    LIGHT = "LIGHT"
    DARK = "DARK"


class DurationFormat(StrEnum):
    """How a person reads durations: 1:30:00 or 1.50 h."""

    CLOCK = "CLOCK"
    DECIMAL = "DECIMAL"


class TimeFormat(StrEnum):
    """How a person reads times of day: 17:30 or 5:30 pm."""

    H24 = "H24"
    H12 = "H12"


class RoundingMode(StrEnum):
    """Which way reports and invoices round time; what is stored is never rounded."""

    UP = "UP"
    NEAREST = "NEAREST"
    DOWN = "DOWN"


class Organisation(SQLModel, table=True):
    """The one workspace of this installation.

    ``logo`` is a PNG that Timetrack itself wrote. ``rounding_minutes`` 0 is no rounding; a shorter entry than
    ``minimum_entry_minutes`` counts as that long; both concern reports and invoices only. ``country`` is an ISO 3166
    code; it, the bank's columns, ``payment_terms_days`` and ``invoice_notes`` are what new invoices start with.
    Clients are reminded ``reminder_days`` after an invoice is due, before where negative; none means never.
    ``is_demo`` marks a workspace of made-up people that may be removed as a whole.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("organisation_id = 1", name="single"),
        CheckConstraint("week_start BETWEEN 1 AND 7", name="week_start"),
        CheckConstraint("rounding_minutes BETWEEN 0 AND 60", name="rounding_minutes"),
        CheckConstraint("minimum_entry_minutes BETWEEN 0 AND 60", name="minimum_entry_minutes"),
        CheckConstraint("char_length(address) <= 1000", name="address"),
        CheckConstraint("char_length(tax_id) <= 100", name="tax_id"),
        CheckConstraint("octet_length(logo) <= 524288", name="logo"),
        CheckConstraint("country ~ '^([A-Z]{2})?$'", name="country"),
        CheckConstraint("iban ~ '^([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})?$'", name="iban"),
        CheckConstraint("bic ~ '^([A-Z0-9]{8}|[A-Z0-9]{11})?$'", name="bic"),
        CheckConstraint("char_length(bank_name) <= 200", name="bank_name"),
        CheckConstraint("payment_terms_days BETWEEN 0 AND 3650", name="payment_terms_days"),
        CheckConstraint("char_length(invoice_notes) <= 5000", name="invoice_notes"),
        one_of("rounding_mode", RoundingMode),
        filled("name", 200),
        currency_code(),
        CheckConstraint(
            "cardinality(reminder_days) <= 5 AND array_position(reminder_days, NULL) IS NULL"
            " AND -30 <= ALL(reminder_days) AND 365 >= ALL(reminder_days)",
            name="reminder_days",
        ),
    )

    organisation_id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    timezone: str = Field(sa_column=Column(Text, nullable=False))
    week_start: int = Field(default=1, sa_column=Column(SmallInteger, nullable=False, server_default="1"))
    address: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    tax_id: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    country: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    iban: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    bic: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    bank_name: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    payment_terms_days: int = Field(default=14, sa_column=Column(SmallInteger, nullable=False, server_default="14"))
    invoice_notes: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    reminder_days: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(SmallInteger), nullable=False, server_default="{}")
    )
    logo: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    logo_sha256: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary, Computed("sha256(logo)", persisted=True))
    )
    rounding_minutes: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    rounding_mode: str = Field(
        default=RoundingMode.NEAREST, sa_column=Column(Text, nullable=False, server_default="NEAREST")
    )
    minimum_entry_minutes: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    is_demo: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class User(SQLModel, table=True):
    """A person. Without a password they were named, for instance by an import, but not invited yet.

    ``hourly_rate`` is the default rate in the organisation's currency; ``week_start`` is the ISO weekday, Monday 1;
    ``hides_description`` keeps from colleagues what the person works on, though not that they work.
    """

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%' AND char_length(email) <= 320", name="email"),
        not_negative("hourly_rate"),
        CheckConstraint("weekly_target_hours BETWEEN 0 AND 168", name="weekly_target_hours"),
        CheckConstraint("week_start BETWEEN 1 AND 7", name="week_start"),
        filled("name", 200),
        one_of("role", Role),
        one_of("theme", Theme),
        one_of("duration_format", DurationFormat),
        one_of("time_format", TimeFormat),
    )

    user_id: int = Field(default=None, sa_column=key())
    name: str = Field(sa_column=Column(Text, nullable=False))
    email: str = Field(sa_column=Column(Text, nullable=False))
    role: str = Field(default=Role.EMPLOYEE, sa_column=Column(Text, nullable=False))
    hourly_rate: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    timezone: str = Field(sa_column=Column(Text, nullable=False))
    week_start: int = Field(default=1, sa_column=Column(SmallInteger, nullable=False, server_default="1"))
    weekly_target_hours: Decimal = Field(
        default=Decimal(40), sa_column=Column(HOURS, nullable=False, server_default="40")
    )
    theme: str = Field(default=Theme.SYSTEM, sa_column=Column(Text, nullable=False, server_default="SYSTEM"))
    duration_format: str = Field(
        default=DurationFormat.CLOCK, sa_column=Column(Text, nullable=False, server_default="CLOCK")
    )
    time_format: str = Field(default=TimeFormat.H24, sa_column=Column(Text, nullable=False, server_default="H24"))
    hides_description: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    password_hash: str | None = Field(default=None, sa_column=Column(Text))
    deactivated_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class UserSession(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its secret is kept."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        CheckConstraint("expires_at > created_at", name="expires_at"),
    )

    session_id: int = Field(default=None, sa_column=key())
    token_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE", index=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
    last_seen_at: datetime = Field(default=None, sa_column=instant(default=True))
    expires_at: datetime = Field(sa_column=instant())
    stay: bool = Field(default=False, nullable=False)
    address: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    user_agent: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class SignInFailure(SQLModel, table=True):
    """One wrong password, kept for as long as throttling looks back."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "account", "failed_at"), Index(None, "address", "failed_at"))

    failure_id: int = Field(default=None, sa_column=key())
    account: str = Field(sa_column=Column(Text, nullable=False))
    address: str = Field(sa_column=Column(Text, nullable=False))
    failed_at: datetime = Field(default=None, sa_column=instant(default=True))


class Invitation(SQLModel, table=True):
    """A link by which a person sets a password and joins. Only the SHA-256 of its secret is kept."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        CheckConstraint("expires_at > created_at", name="expires_at"),
        Index("uq_invitations_user_id_open", "user_id", unique=True, postgresql_where=text("accepted_at IS NULL")),
    )

    invitation_id: int = Field(default=None, sa_column=key())
    token_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE"))
    invited_by: int = Field(sa_column=reference("users.user_id"))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
    expires_at: datetime = Field(sa_column=instant())
    accepted_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
