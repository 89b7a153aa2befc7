"""/time: entries by day."""

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.controls import button, icon_button
from timetrack.components.day_card import day_card
from timetrack.components.empty import empty
from timetrack.components.entry_row import PICKER, EntryActions
from timetrack.components.menu import menu, menu_item, popover, project_picker
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.log import LogState
from timetrack.states.time import TimeState
from timetrack.states.timer import TimerState

ACTIONS = EntryActions(
    describe=TimeState.describe,
    move=TimeState.move,
    last=TimeState.last,
    pick=TimeState.pick,
    tag=TimeState.tag_entry,
    turn_billable=TimeState.turn_billable,
    resume=TimerState.resume,
    stop=TimerState.stop,
    delete=TimeState.delete,
    dismiss=TimeState.dismiss,
    fill=LogState.fill,
)


@rx.page(route="/time", title="Time · Timetrack", on_load=[TimerState.open, TimeState.open])
def time() -> rx.Component:
    """The Time page."""
    return page(
        rx.cond(TimeState.is_loaded, _days(), skeleton_rows(8)),
        project_picker(PICKER, TimerState.picks, TimeState.choose),
        title="Time",
        current="/time",
        head=[_period(), _filters()],
        side=[_total(), button("Log time", icon="plus", class_name="tt-btn tt-compact", on_click=LogState.begin)],
    )


def _days() -> rx.Component:
    return rx.cond(
        TimeState.days,
        rx.el.div(
            rx.foreach(TimeState.days, lambda day: day_card(day, ACTIONS)),
            rx.cond(
                TimeState.has_more,
                button("Show older", kind="soft", on_click=TimeState.show_more, class_name="tt-btn tt-more-days"),
            ),
            class_name="tt-days",
        ),
        rx.cond(
            TimeState.is_filtered,
            empty("search", "Nothing like that in these days", "Look at other days, or lift the filters.", _lift()),
            empty(
                "list",
                "No time in these days yet",
                "Start the timer above, or log hours you already worked.",
                button("Log time", icon="plus", kind="soft", on_click=LogState.begin),
            ),
        ),
    )


def _total() -> rx.Component:
    return rx.fragment(
        rx.el.span("billable ", TimeState.billable_text, class_name="tt-muted tt-total-billable"),
        growing_total(TimeState.total_text, TimeState.total_seconds, TimeState.total_since, class_name="tt-total"),
    )


def _period() -> rx.Component:
    return rx.el.div(
        icon_button("chevron_left", "Earlier", on_click=TimeState.earlier, disabled=TimeState.first_day == ""),
        button(
            TimeState.period_text,
            icon="calendar",
            kind="outline",
            aria_label=f"Period: {TimeState.period_text}",
            custom_attrs={"popoverTarget": "time-period"},
        ),
        icon_button("chevron_right", "Later", on_click=TimeState.later, disabled=TimeState.first_day == ""),
        menu(
            "time-period",
            *[
                menu_item("calendar", words, of="time-period", on_click=lambda name=name: TimeState.show_period(name))
                for name, words in (
                    ("week", "This week"),
                    ("last-week", "Last week"),
                    ("month", "This month"),
                    ("last-month", "Last month"),
                    ("all", "All time"),
                )
            ],
            rx.el.form(
                _date("From", "from", TimeState.first_day),
                _date("To", "to", TimeState.last_day),
                button(
                    "Show",
                    kind="soft",
                    type="submit",
                    custom_attrs={"popoverTarget": "time-period", "popoverTargetAction": "hide"},
                ),
                on_submit=TimeState.show_between,
                class_name="tt-period-form",
                key=TimeState.period_text,
            ),
            label="Period",
        ),
        class_name="tt-period",
    )


def _date(label: str, name: str, value: str | rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.input(type="date", name=name, default_value=value, required=True, class_name="tt-input"),
        class_name="tt-label",
    )


def _filters() -> rx.Component:
    return rx.fragment(
        button(
            "Filter",
            rx.cond(
                TimeState.is_filtered, rx.el.span("on", class_name="tt-badge", custom_attrs={"data-tone": "accent"})
            ),
            icon="list_filter",
            kind="ghost",
            class_name="tt-btn tt-compact",
            custom_attrs={"popoverTarget": "time-filters"},
        ),
        rx.cond(
            TimeState.person_options,
            rx.el.select(
                rx.foreach(TimeState.person_options, lambda option: rx.el.option(option.label, value=option.value)),
                value=TimeState.person,
                aria_label="Whose time",
                on_change=lambda value: TimeState.filter_by("person", value),
                class_name="tt-cell tt-person-select",
            ),
        ),
        popover(
            "time-filters",
            rx.el.div(
                _labelled(
                    "Project",
                    rx.el.select(
                        rx.el.option("Every project", value=""),
                        rx.foreach(
                            TimeState.project_options, lambda option: rx.el.option(option.label, value=option.value)
                        ),
                        value=TimeState.project,
                        on_change=lambda value: TimeState.filter_by("project", value),
                        class_name="tt-select",
                    ),
                ),
                _labelled("Tag", _typed("tag", TimeState.tag)),
                _labelled("Words in the description", _typed("words", TimeState.words)),
                _lift(),
                class_name="tt-filter-fields",
            ),
            label="Filters",
            role="group",
        ),
    )


def _typed(name: str, value: str | rx.Var) -> rx.Component:
    return rx.el.input(
        type="text",
        default_value=value,
        key=value,
        on_blur=lambda text: TimeState.filter_by(name, text),
        class_name="tt-input",
        custom_attrs={"data-edit": "text"},
    )


def _labelled(label: str, control: rx.Component) -> rx.Component:
    return rx.el.label(rx.el.span(label), control, class_name="tt-label")


def _lift() -> rx.Component:
    return button("Lift the filters", kind="soft", on_click=TimeState.clear_filters)
