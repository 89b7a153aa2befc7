"""The paper that a draft would be, before it is written: what the PDF beside the form is made of."""

from sqlmodel import Session

from timetrack.domain import policy
from timetrack.domain.invoices import document, drafting
from timetrack.domain.invoices.files import Printable
from timetrack.domain.invoices.planning import Plan
from timetrack.domain.invoices.wishes import Wish
from timetrack.domain.people import organisation
from timetrack.models import Invoice, InvoiceKind, User


def preview_paper(session: Session, actor: User, *, wish: Wish, planned: Plan | None = None) -> Printable:
    """What the PDF of a draft of ``wish`` is made of; ``planned`` is its preview, where that is read already.

    Nothing is written. Raises what drafting raises, NothingToInvoice among it.
    """
    policy.require_biller(actor)
    plan = drafting.preview(session, actor, wish=wish) if planned is None else planned
    drafting.refuse_empty(plan)
    workspace = organisation(session)
    head = Invoice(kind=InvoiceKind.INVOICE, **drafting.head_of(workspace, plan, wish))
    return Printable(document.build_planned(session, head, plan), workspace.logo)
