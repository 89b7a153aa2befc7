"""The link by which a client sees the invoice on the page: shown to be copied, and revoked."""

from timetrack.domain import periods
from timetrack.domain.invoices import sharing
from timetrack.models import InvoiceLink
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.invoice import InvoiceState


class InvoiceSharingState(AppState):
    """The link of the invoice that its page shows. ``opened`` says when somebody outside first opened it."""

    link: str = ""
    opened: str = ""
    is_open: bool = False

    @guarded
    async def share(self) -> None:
        """Show the link, made now unless there is one."""
        page = await self.get_state(InvoiceState)
        found = await self._act(sharing.share, invoice_id=page.head.invoice_id)
        self._show(link=sharing.address_of(found), opened=_opened(found, self._actor.timezone), is_open=True)
        await page._refresh()

    @guarded
    async def revoke(self) -> None:
        """Make the link worthless."""
        page = await self.get_state(InvoiceState)
        await self._act(sharing.revoke_link, invoice_id=page.head.invoice_id)
        self._show(link="", opened="", is_open=False)
        self._tell("Link revoked", "It shows nothing any more. The next one is another.")
        await page._refresh()

    @guarded
    async def close(self) -> None:
        """Close the dialog."""
        self._show(link="", opened="", is_open=False)


def _opened(link: InvoiceLink, zone: str) -> str:
    if link.opened_at is None:
        return "Not opened yet"
    day = periods.local_date(link.opened_at, zone)
    return f"First opened {day.day} {day:%b %Y}, {wording.clock(link.opened_at, zone)}"
