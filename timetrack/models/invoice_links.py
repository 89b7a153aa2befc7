"""Links by which a client sees an invoice."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from timetrack.models.base import instant, key, reference


class InvoiceLink(SQLModel, table=True):
    """A link that shows an issued invoice to whoever has it. ``opened_at`` is when somebody outside first did.

    ``token`` is kept as it is, so that the link can be copied again: whoever reads this table reads the invoice too.
    """

    __tablename__ = "invoice_links"
    __table_args__ = (
        UniqueConstraint("token"),
        Index(
            "uq_invoice_links_invoice_id_live", "invoice_id", unique=True, postgresql_where=text("revoked_at IS NULL")
        ),
        CheckConstraint("char_length(token) BETWEEN 40 AND 100", name="token"),
    )

    link_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id", index=True))
    token: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
    opened_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
