"""Documents as they are frozen, by hand: a studio's invoice with whatever a test wants to be different."""

from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from timetrack.domain.invoices.document import VERSION, Document

IBAN, BIC = "DE89370400440532013000", "COBADEFFXXX"
REVERSE = "Reverse charge: the tax is owed by the recipient, Article 196 of Directive 2006/112/EC."
WORK = (
    ("Wireframes", 78300, "95"),
    ("Research", 34200, "95"),
    ("Accessibility", 66000, "88"),
    ("Management", 15000, "110"),
)


def party(name: str = "Harbour Studio", **values: str) -> dict[str, str]:
    """Who bills."""
    usual = {
        "address": "Quay Street 12\n20457 Hamburg",
        "country": "DE",
        "tax_id": "DE136695976",
        "iban": IBAN,
        "bic": BIC,
        "bank_name": "Harbour Bank",
        "logo_sha256": "",
    }
    return {"name": name, **usual, **values}


def client(name: str = "Opal Clinic", **values: str) -> dict[str, str]:
    """Who pays."""
    usual = {"address": "Garden Road 4\n10115 Berlin", "country": "DE", "tax_id": "", "email": "office@opal.example"}
    return {"name": name, **usual, **values}


def hours(description: str, seconds: int, rate: str, *, tax: str = "VAT 19 %", percent: str = "19", **more: str) -> Any:
    """A line of tracked time; its amount follows."""
    amount = Decimal(rate) * seconds / 3600 * (1 - Decimal(more.get("discount_percent", "0")) / 100)
    return _line(description, "TIME", amount, seconds=seconds, rate=rate, tax=tax, tax_percent=percent) | more


def extra(
    description: str, quantity: str, rate: str, *, tax: str = "VAT 19 %", percent: str = "19", unit: str = ""
) -> Any:
    """A line for anything else."""
    amount = Decimal(rate) * Decimal(quantity)
    return _line(description, "EXTRA", amount, quantity=quantity, rate=rate, unit=unit, tax=tax, tax_percent=percent)


def invoice(*lines: Any, discount: str = "", why: dict[str, str] | None = None, **values: Any) -> Document:
    """An issued invoice whose sums follow from its lines. ``discount`` is in percent, ``why`` names the notes of taxes."""
    currency = values.get("currency", "EUR")
    said = [line | {"amount": _printed(line["amount"], currency)} for line in lines or _work()]
    said = [line | {"position": at, "entries": [at]} for at, line in enumerate(said, start=1)]
    taxes = [_tax(name, said, discount, currency, why or {}) for name in dict.fromkeys(line["tax"] for line in said)]
    sums = {name: _sum(taxes, name, currency) for name in ("net_amount", "discount_amount", "tax_amount")}
    total = Decimal(sums["net_amount"]) - Decimal(sums["discount_amount"]) + Decimal(sums["tax_amount"])
    head = {
        "version": VERSION,
        "kind": "INVOICE",
        "number": "INV-2026-0031",
        "currency": currency,
        "invoice_date": "2026-11-19",
        "due_date": "2026-12-03",
        "period_start": "2026-10-05",
        "period_end": "2026-11-19",
        "credits": "",
        "replaces": "",
        "seller": party(),
        "buyer": client(),
        "notes": "Thank you. Amounts are hours × rate, each line rounded once.",
    }
    return head | {
        "lines": said,
        "taxes": taxes,
        "discount_percent": discount,
        **sums,
        "total_amount": _printed(total, currency),
        **values,
    }


def credit_note(*lines: Any, **values: Any) -> Document:
    """One that takes an invoice back."""
    return invoice(*lines, **{"kind": "CREDIT_NOTE", "number": "CN-2026-0003", "credits": "INV-2026-0031", **values})


def logo(wide: int = 240, high: int = 240) -> bytes:
    """A picture of this size."""
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, wide - 1, high - 1), radius=high // 4, fill=(91, 91, 214, 255))
    pen.ellipse((high * 0.25, high * 0.25, high * 0.75, high * 0.75), outline=(255, 255, 255, 255), width=high // 12)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _work() -> list[Any]:
    return [hours(*one) for one in WORK]


def _line(description: str, kind: str, amount: Decimal, **values: Any) -> dict[str, Any]:
    usual = {"seconds": None, "quantity": "", "unit": "", "discount_percent": "0"}
    return {"description": description, "kind": kind, "amount": amount, **usual, **values}


def _tax(name: str, lines: list[Any], discount: str, currency: str, notes: dict[str, str]) -> dict[str, Any]:
    of_rate = [line for line in lines if line["tax"] == name]
    percent = of_rate[0]["tax_percent"]
    net = sum((Decimal(line["amount"]) for line in of_rate), Decimal(0))
    off = Decimal(_printed(net * Decimal(discount or 0) / 100, currency))
    return {
        "name": name,
        "percent": percent,
        "is_reverse_charge": name in notes and Decimal(percent) == 0,
        "note": notes.get(name, ""),
        "net_amount": _printed(net, currency),
        "discount_amount": _printed(off, currency),
        "taxable_amount": _printed(net - off, currency),
        "tax_amount": _printed((net - off) * Decimal(percent) / 100, currency),
    }


def _sum(taxes: list[Any], name: str, currency: str) -> str:
    return _printed(sum((Decimal(tax[name]) for tax in taxes), Decimal(0)), currency)


def _printed(amount: Decimal | str, currency: str) -> str:
    step = {"JPY": Decimal(1), "KWD": Decimal("0.001")}.get(currency, Decimal("0.01"))
    return f"{Decimal(amount).quantize(step, rounding=ROUND_HALF_UP):f}"
