"""The organisation, its people, and how they sign in."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, SmallInteger, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from timetrack.models.base import HOURS, MONEY, currency_code, filled, instant, key, not_negative, one_of, reference


class Role(StrEnum):
    """What a person may do: work, lead, or run the installation."""

    EMPLOYEE = "EMPLOYEE"
    MANAGER = "MANAGER"
    ADMIN = "ADMIN"


class Organisation(SQLModel, table=True):
    """The one workspace of this installation."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("organisation_id = 1", name="single"),
        CheckConstraint("week_start BETWEEN 1 AND 7", name="week_start"),
        filled("name", 200),
        currency_code(),
    )

    organisation_id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    timezone: str = Field(sa_column=Column(Text, nullable=False))
    week_start: int = Field(default=1, sa_column=Column(SmallInteger, nullable=False, server_default="1"))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class User(SQLModel, table=True):
    """A person. Without a password they were named, for instance by an import, but not invited yet.

    ``hourly_rate`` is the default rate in the organisation's currency; ``week_start`` is the ISO weekday, Monday 1.
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
