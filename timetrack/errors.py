"""Every refusal Timetrack can give: a code, an HTTP status and the sentence a person reads."""

from datetime import datetime


class TimetrackError(Exception):
    """Something was refused. Nothing was saved."""

    code = "refused"
    status = 400

    def __init__(self, message: str | None = None) -> None:
        self.message = message or (self.__doc__ or "").strip()
        super().__init__(self.message)


class InvalidInput(TimetrackError):
    """This value cannot be used. Nothing was saved."""

    code = "invalid_input"
    status = 422


class NotSignedIn(TimetrackError):
    """You are signed out. Sign in again to go on; nothing was changed."""

    code = "not_signed_in"
    status = 401


class SignInFailed(TimetrackError):
    """This e-mail and password do not match."""

    code = "sign_in_failed"
    status = 401


class TooManyAttempts(TimetrackError):
    """Too many failed attempts. Wait a few minutes, then try again."""

    code = "too_many_attempts"
    status = 429


class NotPermitted(TimetrackError):
    """You may not do this. Nothing was changed."""

    code = "not_permitted"
    status = 403


class NotFound(TimetrackError):
    """This is not here any more, or not yours to see. Nothing was changed."""

    code = "not_found"
    status = 404


class ProjectAccessDenied(NotPermitted):
    """You are not on this project. Ask a manager to add you; nothing was saved."""

    code = "project_access_denied"


class AlreadyExists(TimetrackError):
    """There is one with this name already. Nothing was saved."""

    code = "already_exists"
    status = 409


class AlreadySetUp(TimetrackError):
    """This workspace exists already. Sign in instead."""

    code = "already_set_up"
    status = 409


class InvitationUnknown(TimetrackError):
    """This invitation link does not work. It may have been replaced by a newer one; ask whoever sent it."""

    code = "invitation_unknown"
    status = 404


class InvoiceLinkUnknown(TimetrackError):
    """This link shows no invoice. It may have been replaced by another; ask whoever sent it."""

    code = "invoice_link_unknown"
    status = 404


class InvitationUsed(TimetrackError):
    """This invitation was used already. Sign in with the password that was chosen then."""

    code = "invitation_used"
    status = 410


class InvitationExpired(TimetrackError):
    """This invitation has expired: a link is good for seven days. Ask whoever sent it for a new one."""

    code = "invitation_expired"
    status = 410


class ChangedElsewhere(TimetrackError):
    """This was changed in another place meanwhile. Your text is still here; nothing was overwritten."""

    code = "changed_elsewhere"
    status = 409


class ActiveTimerExists(TimetrackError):
    """A timer is running already. It goes on; nothing was started."""

    code = "active_timer_exists"
    status = 409

    def __init__(self, entry_id: int | None = None, description: str = "") -> None:
        self.entry_id = entry_id
        named = f"The timer “{description}” is running already." if description else None
        super().__init__(named and f"{named} It goes on; nothing was started.")


class NoActiveTimer(TimetrackError):
    """No timer is running, so there is nothing to stop."""

    code = "no_active_timer"
    status = 409


class EntryTooLong(TimetrackError):
    """An entry may last 24 hours at most. Say when the work really ended; nothing was saved."""

    code = "entry_too_long"
    status = 422


class EntryEndsBeforeStart(InvalidInput):
    """An entry must end after it starts. Nothing was saved."""

    code = "entry_ends_before_start"


class OverlappingEntry(TimetrackError):
    """This overlaps another entry. Nothing was saved."""

    code = "overlapping_entry"
    status = 409

    def __init__(
        self,
        entry_id: int | None = None,
        description: str = "",
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        shown_range: str = "",
    ) -> None:
        self.entry_id, self.description = entry_id, description
        self.start_time, self.end_time = start_time, end_time
        named = f"This overlaps “{description or 'an entry without a description'}” ({shown_range}). Nothing was saved."
        super().__init__(named if shown_range else None)


class EntryInvoiced(TimetrackError):
    """This entry is on an invoice, so its time and money stay as they are. Nothing was changed."""

    code = "entry_invoiced"
    status = 409


class InvoiceIssued(TimetrackError):
    """This invoice is issued, so it stays as it is. Void it, or write a credit note; nothing was changed."""

    code = "invoice_issued"
    status = 409


class InvoiceNotOpen(TimetrackError):
    """This needs an issued invoice that is not void. Nothing was changed."""

    code = "invoice_not_open"
    status = 409


class NumberTaken(TimetrackError):
    """Another invoice has this number already. Change the pattern of the series; nothing was issued."""

    code = "number_taken"
    status = 409


class AlreadyReplaced(TimetrackError):
    """Another invoice replaces this one already. Nothing was saved."""

    code = "already_replaced"
    status = 409


class MixedCurrencies(InvalidInput):
    """An invoice is in one currency, and amounts are never converted. Nothing was saved."""

    code = "mixed_currencies"


class NothingToInvoice(InvalidInput):
    """There is nothing here to put on an invoice. Nothing was saved."""

    code = "nothing_to_invoice"


class PaymentRefused(InvalidInput):
    """What is paid stays between nothing and the total of the invoice. Nothing was saved."""

    code = "payment_refused"


class StoreAway(TimetrackError):
    """The store for documents does not answer. Nothing is lost; it is tried again."""

    code = "store_away"
    status = 503


class MailRefused(TimetrackError):
    """The mail server refused this mail. It was not sent."""

    code = "mail_refused"
    status = 502


class MailServerAway(TimetrackError):
    """The mail server does not answer. Nothing is lost; it is tried again."""

    code = "mail_server_away"
    status = 503


class DatabaseUnsuitable(TimetrackError):
    """This database cannot be used."""

    code = "database_unsuitable"
    status = 503


class DatabaseAway(TimetrackError):
    """The database does not answer. Nothing was saved; try again in a moment."""

    code = "database_away"
    status = 503


CONSTRAINT_ERRORS: dict[str, type[TimetrackError]] = {
    "uq_time_entries_running": ActiveTimerExists,
    "ex_time_entries_overlap": OverlappingEntry,
    "ck_time_entries_order": EntryEndsBeforeStart,
    "ck_time_entries_day_at_most": EntryTooLong,
    "fk_time_entries_task": NotFound,
    "fk_time_entries_project_id": NotFound,
    "fk_projects_client_id": NotFound,
    "fk_project_members_user_id": NotFound,
    "fk_project_user_rates_user_id": NotFound,
    "uq_users_email": AlreadyExists,
    "uq_clients_name": AlreadyExists,
    "uq_projects_client_id_name": AlreadyExists,
    "uq_tasks_project_id_name": AlreadyExists,
    "fk_tasks_assignee_id": NotFound,
    "uq_favourites_work": AlreadyExists,
    "fk_favourites_project_id": NotFound,
    "fk_favourites_task": NotFound,
    "uq_saved_filters_user_id_name": AlreadyExists,
    "uq_tax_rates_name": AlreadyExists,
    "uq_number_series_name": AlreadyExists,
    "uq_invoices_number": NumberTaken,
    "uq_invoices_replaces_id": AlreadyReplaced,
    "fk_clients_tax_rate_id": NotFound,
    "fk_invoice_line_items_tax_rate_id": NotFound,
    "pk_invoiced_entries": EntryInvoiced,
    "tg_time_entries_invoiced_stays": EntryInvoiced,
    "tg_time_entries_invoiced_kept": EntryInvoiced,
    "tg_invoiced_entries_fits": ChangedElsewhere,
    "tg_invoices_stays": InvoiceIssued,
    "tg_invoices_kept": InvoiceIssued,
    "tg_invoice_line_items_on_insert": InvoiceIssued,
    "tg_invoice_line_items_on_update": InvoiceIssued,
    "tg_invoice_line_items_on_delete": InvoiceIssued,
    "tg_invoices_void_holds_nothing": InvoiceNotOpen,
    "tg_invoices_credited_within": InvoiceNotOpen,
    "tg_payments_within": PaymentRefused,
    "pk_organisation": AlreadySetUp,
}
"""What a violated constraint means to a person; every other violation is a fault of ours."""
