"""What the pages of invoices show, as ready text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TabRow:
    """One tab of the list: what stands so, and how many there are where it matters."""

    label: str
    path: str
    count: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice of the list. ``note`` says how late it is, or what came in its place; ``due`` is empty of what is not."""

    invoice_id: int
    number: str = ""
    client: str = ""
    project: str = ""
    color: str = ""
    has_dot: bool = False
    issued: str = ""
    due: str = ""
    state: str = ""
    tone: str = ""
    note: str = ""
    amount: str = ""
    left: str = ""
    is_void: bool = False


@dataclass(frozen=True)
class OwedStep:
    """What is open and so late; ``share`` is how wide its bar is drawn."""

    label: str
    amount: str
    tone: str = ""
    share: int = 0


@dataclass(frozen=True)
class OwedRow:
    """What clients owe in one currency."""

    currency: str
    total: str = ""
    overdue: str = ""
    steps: tuple[OwedStep, ...] = ()


@dataclass(frozen=True)
class LineRow:
    """One line of the paper; ``left`` is what of it may still be taken back."""

    line_item_id: int
    description: str = ""
    note: str = ""
    quantity: str = ""
    rate: str = ""
    amount: str = ""
    entries: str = ""
    left: str = ""
    rev: int = 0
    problem: str = ""
    problem_field: str = ""


@dataclass(frozen=True)
class LineForm:
    """What the form for a line of a draft begins with; hours and rate of tracked time are not in it."""

    line_item_id: int = 0
    description: str = ""
    price: str = ""
    quantity: str = ""
    unit: str = ""
    discount: str = ""
    tax: str = ""
    is_time: bool = False


@dataclass(frozen=True)
class SumRow:
    """One sum under the lines, or in the details: its name, and the amount."""

    label: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True)
class PartyRow:
    """Who bills or who pays, as it stands on the paper: name, and lines of address and tax id."""

    name: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventRow:
    """One thing that happened to an invoice. A payment has its key, to be taken away, and ``more``: its day, how, why."""

    key: str
    icon: str
    text: str
    detail: str = ""
    when: str = ""
    payment_id: int = 0
    more: str = ""


@dataclass(frozen=True)
class LinkedRow:
    """Another invoice that this one has to do with."""

    text: str
    path: str


@dataclass(frozen=True)
class InvoiceHead:
    """An invoice as a whole: what is said in its head and beside it, and what may be done with it.

    ``pdf`` and ``ubl`` are addresses of files; ``no_ubl`` says why an issued one has none of the second.
    The fields from ``invoice_date`` on are what the form for a draft begins with; dates as yyyy-mm-dd.
    """

    invoice_id: int = 0
    kind_text: str = ""
    number: str = ""
    client: str = ""
    state: str = ""
    tone: str = ""
    date_text: str = ""
    due_text: str = ""
    period_text: str = ""
    project: str = ""
    notes: str = ""
    currency: str = ""
    total: str = ""
    loud_label: str = ""
    loud: str = ""
    loud_note: str = ""
    loud_end: str = ""
    paid_percent: int = 0
    sha256: str = ""
    pdf: str = ""
    ubl: str = ""
    no_ubl: str = ""
    bank: tuple[str, ...] = ()
    void_reason: str = ""
    is_draft: bool = False
    is_issued: bool = False
    is_void: bool = False
    is_note: bool = False
    is_sent: bool = False
    may_pay: bool = False
    may_refund: bool = False
    may_credit: bool = False
    may_void: bool = False
    open_text: str = ""
    paid_text: str = ""
    today: str = ""
    invoice_date: str = ""
    due_date: str = ""
    terms_days: str = ""
    discount: str = ""
    series: str = ""
    rev: int = 0
