"""What work is done for: clients, projects with their people and rates, tasks."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Date, Index, SmallInteger, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from timetrack.models.base import HOURS, MONEY, currency_code, filled, instant, key, not_negative, one_of, reference


class ProjectStatus(StrEnum):
    """Where a project stands; only an active one takes new time."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    ARCHIVED = "ARCHIVED"


class BillingType(StrEnum):
    """How a project is paid: by the hour, a stated amount, or not at all."""

    HOURLY = "HOURLY"
    FIXED = "FIXED"
    NON_BILLABLE = "NON_BILLABLE"


class Color(StrEnum):
    """The project palette; each is a Radix scale. Slate is for internal work."""

    BLUE = "blue"
    CYAN = "cyan"
    TEAL = "teal"
    GRASS = "grass"
    GOLD = "gold"
    BROWN = "brown"
    ORANGE = "orange"
    TOMATO = "tomato"
    CRIMSON = "crimson"
    PINK = "pink"
    PLUM = "plum"
    PURPLE = "purple"
    SLATE = "slate"


class Client(SQLModel, table=True):
    """Who pays. ``currency`` is what their projects start with.

    ``address``, ``country``, ``tax_id`` and ``email`` stand on their invoices; ``payment_terms_days`` and
    ``tax_rate_id`` beat the workspace's where they are set.
    """

    __tablename__ = "clients"
    __table_args__ = (
        Index("uq_clients_name", text("lower(name)"), unique=True),
        filled("name", 200),
        currency_code(),
        CheckConstraint("char_length(address) <= 1000", name="address"),
        CheckConstraint("char_length(tax_id) <= 100", name="tax_id"),
        CheckConstraint("char_length(email) <= 320", name="email"),
        CheckConstraint("country ~ '^([A-Z]{2})?$'", name="country"),
        CheckConstraint("payment_terms_days BETWEEN 0 AND 3650", name="payment_terms_days"),
    )

    client_id: int = Field(default=None, sa_column=key())
    name: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    address: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    country: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    tax_id: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    email: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    payment_terms_days: int | None = Field(default=None, sa_column=Column(SmallInteger))
    tax_rate_id: int | None = Field(default=None, sa_column=reference("tax_rates.tax_rate_id", nullable=True))
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class Project(SQLModel, table=True):
    """A piece of work for a client, or internal when it has none.

    ``hourly_rate`` and ``budget_amount`` are in ``currency``; a public project takes everyone's time, another only its
    members' and managers'.
    """

    __tablename__ = "projects"
    __table_args__ = (
        Index(
            "uq_projects_client_id_name",
            "client_id",
            text("lower(name)"),
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        not_negative("hourly_rate"),
        not_negative("budget_hours"),
        not_negative("budget_amount"),
        filled("name", 200),
        one_of("status", ProjectStatus),
        one_of("billing_type", BillingType),
        one_of("color", Color),
        currency_code(),
    )

    project_id: int = Field(default=None, sa_column=key())
    client_id: int | None = Field(default=None, sa_column=reference("clients.client_id", nullable=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    status: str = Field(default=ProjectStatus.ACTIVE, sa_column=Column(Text, nullable=False, server_default="ACTIVE"))
    billing_type: str = Field(default=BillingType.HOURLY, sa_column=Column(Text, nullable=False))
    hourly_rate: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    budget_hours: Decimal | None = Field(default=None, sa_column=Column(HOURS))
    budget_amount: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    color: str = Field(default=Color.BLUE, sa_column=Column(Text, nullable=False))
    is_public: bool = Field(default=False, nullable=False)
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class ProjectMember(SQLModel, table=True):
    """A person who may put time on a project."""

    __tablename__ = "project_members"
    __table_args__ = (UniqueConstraint("project_id", "user_id"),)

    member_id: int = Field(default=None, sa_column=key())
    project_id: int = Field(sa_column=reference("projects.project_id", ondelete="CASCADE"))
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE", index=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class ProjectUserRate(SQLModel, table=True):
    """What an hour of one person costs on one project, in the project's currency; it beats every other rate."""

    __tablename__ = "project_user_rates"
    __table_args__ = (
        UniqueConstraint("project_id", "user_id"),
        not_negative("hourly_rate"),
    )

    rate_id: int = Field(default=None, sa_column=key())
    project_id: int = Field(sa_column=reference("projects.project_id", ondelete="CASCADE"))
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE", index=True))
    hourly_rate: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class Task(SQLModel, table=True):
    """A part of a project. ``is_billable`` overrides the project's billing where it is set.

    ``assignee_id`` is who is to do it; anyone on the project may put time on it all the same.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("uq_tasks_project_id_name", "project_id", text("lower(name)"), unique=True),
        UniqueConstraint("project_id", "task_id"),
        not_negative("estimated_hours"),
        filled("name", 200),
    )

    task_id: int = Field(default=None, sa_column=key())
    project_id: int = Field(sa_column=reference("projects.project_id", ondelete="CASCADE"))
    name: str = Field(sa_column=Column(Text, nullable=False))
    estimated_hours: Decimal | None = Field(default=None, sa_column=Column(HOURS))
    is_billable: bool | None = Field(default=None)
    due_date: date | None = Field(default=None, sa_column=Column(Date))
    assignee_id: int | None = Field(default=None, sa_column=reference("users.user_id", nullable=True, index=True))
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
