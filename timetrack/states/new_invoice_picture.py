"""The PDF beside the form of a new invoice: where its pages are found, how many there are, what they show."""

from typing import Any
from urllib.parse import urlencode

from timetrack.documents.drawn import drawn
from timetrack.documents.page_picture import page_count
from timetrack.domain import money
from timetrack.domain.invoices.document import sha256
from timetrack.domain.invoices.files import Printable
from timetrack.domain.invoices.planning import Plan
from timetrack.domain.invoices.wish_text import LONGEST, wish_text
from timetrack.domain.invoices.wishes import Wish
from timetrack.states import reading
from timetrack.states.new_invoice_shown import Looked

NONE = {"preview_query": "", "preview_alt": "", "preview_pages": 0}


async def picture(looked: Looked, wish: Wish) -> dict[str, Any]:
    """The query that asks for the PDF that is to be; empty where there is none, or where an address cannot hold it.

    It names the document too, so that it is another one whenever the paper is: no wish knows that an hour was added.
    """
    if looked.plan is None or looked.paper is None:
        return NONE
    query = urlencode({"wish": wish_text(wish), "seen": sha256(looked.paper.document).hex()[:16]})
    if len(query) > LONGEST:
        return NONE
    try:
        pages = await reading.in_thread(_pages, looked.paper)
    except OSError:  # a logo that cannot be read: the form goes on, with the text beside it
        return NONE
    return {"preview_query": query, "preview_alt": _told(looked.plan), "preview_pages": pages}


def _pages(paper: Printable) -> int:
    """Counted in the paper itself, which is kept for the pictures that are asked for next."""
    return page_count(drawn(paper.document, logo=paper.logo, draft=True))


def _told(plan: Plan) -> str:
    count, total = len(plan.lines), money.shown(plan.sums.total_amount, plan.currency)
    return f"Invoice to {plan.client.name}: {count:,} line{'' if count == 1 else 's'}, {total} in total"
