"""The tables, one file per subject. Their constraints are the last word on every rule."""

from sqlmodel import SQLModel

from timetrack.models.audit import AuditRecord
from timetrack.models.base import table
from timetrack.models.billing import InvoiceKind, NumberCounter, NumberSeries, TaxRate
from timetrack.models.entries import DESCRIPTION_LENGTH, RateSource, TimeEntry
from timetrack.models.invoice_links import InvoiceLink
from timetrack.models.invoices import (
    Invoice,
    InvoicedEntry,
    InvoiceLineItem,
    InvoiceStatus,
    InvoiceTax,
    LineKind,
    Payment,
)
from timetrack.models.jobs import InvoiceFile, JobFailure, Mail, MailKind
from timetrack.models.people import (
    DurationFormat,
    Invitation,
    Organisation,
    Role,
    RoundingMode,
    SignInFailure,
    Theme,
    TimeFormat,
    User,
    UserSession,
)
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
from timetrack.models.recurring import Every, RecurringInvoice, RecurringRun, ThenDo
from timetrack.models.shortcuts import Favourite, SavedFilter
from timetrack.models.totals import WorkedTotal

__all__ = [
    "DESCRIPTION_LENGTH",
    "AuditRecord",
    "BillingType",
    "Client",
    "Color",
    "DurationFormat",
    "Every",
    "Favourite",
    "Invitation",
    "Invoice",
    "InvoiceFile",
    "InvoiceKind",
    "InvoiceLineItem",
    "InvoiceLink",
    "InvoiceStatus",
    "InvoiceTax",
    "InvoicedEntry",
    "JobFailure",
    "LineKind",
    "Mail",
    "MailKind",
    "NumberCounter",
    "NumberSeries",
    "Organisation",
    "Payment",
    "Project",
    "ProjectMember",
    "ProjectStatus",
    "ProjectUserRate",
    "RateSource",
    "RecurringInvoice",
    "RecurringRun",
    "Role",
    "RoundingMode",
    "SQLModel",
    "SavedFilter",
    "SignInFailure",
    "Task",
    "TaxRate",
    "Theme",
    "ThenDo",
    "TimeEntry",
    "TimeFormat",
    "User",
    "UserSession",
    "WorkedTotal",
    "table",
]
