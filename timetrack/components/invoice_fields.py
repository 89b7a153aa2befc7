"""The fields of a line for anything but tracked time, as a draft and a new invoice have them."""

from typing import Any

import reflex as rx

from timetrack.components.form import field, select
from timetrack.states.rows import OptionRow


def extra_fields(tax_options: list[OptionRow]) -> rx.Component:
    """Show what a line is for, its price, number and unit, its discount and its tax."""
    plain: dict[str, Any] = {"auto_complete": "off"}
    number: dict[str, Any] = {**plain, "input_mode": "decimal"}
    return rx.el.div(
        field("What for", "description", id="extra-for", required=True, max_length=1000, is_wide=True, **plain),
        field("Price", "price", id="extra-price", required=True, **number),
        field("Number", "quantity", id="extra-number", placeholder="1", **number),
        field("Unit", "unit", id="extra-unit", max_length=20, placeholder="month", **plain),
        field("Discount in %", "line_discount", id="extra-discount", **number),
        select("Tax", "tax", rx.Var.create(tax_options), id="extra-tax"),
        class_name="tt-fields",
    )
