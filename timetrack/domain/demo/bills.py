"""What the demo workspace has billed: an invoice in every state there is. Nothing but facts.

Days are counted back from today, so the demo never ages.
"""

from dataclasses import dataclass
from decimal import Decimal

from timetrack.domain.workspace import WorkspaceChanges

STUDIO: WorkspaceChanges = {
    "address": "Quay Street 12\n20457 Hamburg",
    "country": "DE",
    "tax_id": "DE000000000",
    "iban": "DE89370400440532013000",
    "bic": "COBADEFFXXX",
    "bank_name": "Harbour Bank",
    "payment_terms_days": 14,
    "invoice_notes": "Hours times rate, each line rounded once. Thank you for working with us.",
}
"""As it stands on its invoices; the IBAN is the example of the standard."""
VAT, REVERSE = ("VAT 19 %", Decimal(19)), "Reverse charge"
REVERSE_NOTE = "Reverse charge: the recipient owes the tax (article 196 of directive 2006/112/EC)."


@dataclass(frozen=True)
class Payer:
    """Where a client's invoices go."""

    name: str
    address: str
    country: str
    tax_id: str = ""
    payment_terms_days: int | None = None
    is_abroad: bool = False


PAYERS = (
    Payer("Alder Bikes", "Mill Lane 3\n28195 Bremen", "DE"),
    Payer("Kestrel Maps", "Stationsplein 8\n3013 AJ Rotterdam", "NL", "NL000000000B00", is_abroad=True),
    Payer("Opal Clinic", "Garden Road 4\n10115 Berlin", "DE"),
    Payer("Tidewater Energy", "Harbour Gate 1\n24103 Kiel", "DE", payment_terms_days=30),
)


@dataclass(frozen=True)
class Bill:
    """An invoice for the work on one project between two days; without ``issued`` it is a draft still.

    ``fixed`` is the amount of a project that is billed at one price. ``paid`` is after how many days money came in,
    ``part`` how much of it, all that is open where None. ``credit`` goes back by a credit note, ``void`` says why
    there is another in its place, which is issued at ``reissued``.
    """

    client: str
    job: str
    since: int
    until: int
    issued: int | None = None
    fixed: Decimal | None = None
    is_sent: bool = True
    paid: int | None = None
    part: Decimal | None = None
    credit: Decimal | None = None
    void: str = ""
    reissued: int = 0
    extra: tuple[str, Decimal] | None = None
    discount_percent: Decimal | None = None


BILLS = (
    Bill("Opal Clinic", "data", 95, 68, issued=66, void="It went to the wrong department", reissued=62, paid=20),
    Bill("Kestrel Maps", "field", 95, 60, issued=59, fixed=Decimal(3200), credit=Decimal(320), paid=12),
    Bill("Alder Bikes", "help", 95, 56, issued=55, paid=9),
    Bill("Alder Bikes", "brand", 95, 75, issued=49),
    Bill("Kestrel Maps", "trail", 95, 70, issued=35),
    Bill("Tidewater Energy", "grid", 95, 66, issued=20, paid=8, part=Decimal(4000)),
    Bill("Opal Clinic", "portal", 95, 66, issued=17),
    Bill("Alder Bikes", "web", 60, 36, issued=7),
    Bill("Alder Bikes", "help", 55, 38, issued=3, is_sent=False),
    Bill(
        "Opal Clinic", "data", 67, 55, extra=("Hosting of the staging server", Decimal(49)), discount_percent=Decimal(5)
    ),
)
"""The oldest first, so that numbers and dates go the same way."""
