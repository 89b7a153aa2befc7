"""Which week is shown: earlier, the week with a menu to go elsewhere, later."""

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.kinds import Handler
from timetrack.components.menu import menu, menu_item


def week_period(
    name: str, text: str, first_day: str, *, earlier: Handler, later: Handler, this_week: Handler, show_of: Handler
) -> rx.Component:
    """Show the period of a week; `show_of(form)` gets the field "day"."""
    return rx.el.div(
        icon_button("chevron_left", "Earlier", on_click=lambda: earlier()),
        button(
            text,
            icon="calendar",
            kind="outline",
            aria_label=f"Period: {text}",
            custom_attrs={"popoverTarget": name},
        ),
        icon_button("chevron_right", "Later", on_click=lambda: later()),
        menu(
            name,
            menu_item("calendar", "This week", of=name, on_click=lambda: this_week()),
            rx.el.form(
                rx.el.label(
                    rx.el.span("Go to the week of"),
                    rx.el.input(type="date", name="day", default_value=first_day, required=True, class_name="tt-input"),
                    class_name="tt-label",
                ),
                button("Show", kind="soft", type="submit"),
                on_submit=show_of,
                class_name="tt-period-form",
                custom_attrs={"data-closes-popover": ""},
                key=first_day,
            ),
            label="Period",
        ),
        class_name="tt-period tt-week-period",
    )
