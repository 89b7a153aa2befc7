"""The tables, one file per subject. Their constraints are the last word on every rule."""

from sqlmodel import SQLModel

from timetrack.models.audit import AuditRecord
from timetrack.models.base import table
from timetrack.models.entries import DESCRIPTION_LENGTH, RateSource, TimeEntry
from timetrack.models.people import Invitation, Organisation, Role, SignInFailure, User, UserSession
from timetrack.models.projects import (
    BillingType,
    Client,
    Color,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectUserRate,
    Task,
)

__all__ = [
    "DESCRIPTION_LENGTH",
    "AuditRecord",
    "BillingType",
    "Client",
    "Color",
    "Invitation",
    "Organisation",
    "Project",
    "ProjectMember",
    "ProjectStatus",
    "ProjectUserRate",
    "RateSource",
    "Role",
    "SQLModel",
    "SignInFailure",
    "Task",
    "TimeEntry",
    "User",
    "UserSession",
    "table",
]
