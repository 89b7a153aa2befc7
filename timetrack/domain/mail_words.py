"""What a mail to a client says, until somebody words it differently. Pure."""

from datetime import date
from decimal import Decimal

from timetrack.domain import money, periods
from timetrack.domain.invoices.document import Document
from timetrack.models import InvoiceKind

Words = tuple[str, str]


def invoice_words(document: Document, *, link: str = "") -> Words:
    """Subject and text of the mail that brings an invoice, or a credit note, from its issued document.

    ``link`` is where the client sees it without signing in.
    """
    number, seller = document["number"], document["seller"]["name"]
    total = money.shown(Decimal(document["total_amount"]), document["currency"])
    if document["kind"] == InvoiceKind.CREDIT_NOTE:
        what = f"attached is credit note {number} over {total}, which takes back part or all of {document['credits']}."
        return f"Credit note {number} from {seller}", _letter(what, seller, *_seen_at(link))
    due = periods.long_day(date.fromisoformat(document["due_date"]))
    what = f"attached is invoice {number} over {total}. It is due on {due}."
    return f"Invoice {number} from {seller}", _letter(what, seller, *_seen_at(link), "Thank you for working with us.")


def reminder_words(document: Document, *, open_amount: Decimal, today: date, link: str = "") -> Words:
    """Subject and text of the mail that reminds of an invoice of which ``open_amount`` is not paid ``today``."""
    number, seller = document["number"], document["seller"]["name"]
    left, due = money.shown(open_amount, document["currency"]), date.fromisoformat(document["due_date"])
    said, days = periods.long_day(due), (today - due).days
    when = f"was due on {said}" if days > 0 else "is due today" if days == 0 else f"is due on {said}"
    what = f"{left} of invoice {number} {when}. The invoice is attached once more."
    thanks = "If you have paid it meanwhile, thank you, and please ignore this mail."
    return f"Reminder: invoice {number} {when}", _letter(what, seller, *_seen_at(link), thanks)


def _seen_at(link: str) -> list[str]:
    return [f"You can also see it here, with what is left to pay:\n{link}"] if link else []


def _letter(*parts: str) -> str:
    what, seller, *rest = parts
    return "\n\n".join(["Hello,", what, *rest, f"Kind regards\n{seller}"])
