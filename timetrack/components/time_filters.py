"""The filters of the Time page: whose time, project, tag, words, and the filters that were given a name."""

import reflex as rx

from timetrack.components.controls import button, icon_button, link
from timetrack.components.edit import edit_cell
from timetrack.components.form import error_line, option
from timetrack.components.menu import popover
from timetrack.states.time import TimeState
from timetrack.states.time_filters import FilterRow, FiltersState
from timetrack.states.time_span import SpanState


def filters() -> list[rx.Component]:
    """Show the filters' button and whose time it is; the filters themselves are in a popover."""
    return [
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
                rx.foreach(TimeState.person_options, option),
                value=TimeState.person,
                aria_label="Whose time",
                on_change=lambda value: SpanState.filter_by("person", value),
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
                        rx.foreach(TimeState.project_options, option),
                        value=TimeState.project,
                        on_change=lambda value: SpanState.filter_by("project", value),
                        class_name="tt-select",
                    ),
                ),
                _labelled("Tag", _typed("tag", TimeState.tag)),
                _labelled("Words in the description", _typed("words", TimeState.words)),
                rx.cond(TimeState.is_filtered, lift()),
                class_name="tt-filter-fields",
            ),
            _saved(),
            label="Filters",
            role="group",
        ),
    ]


def _saved() -> rx.Component:
    """The filters that have a name: each is a link, so it can be sent on; its name is changed in place."""
    return rx.el.div(
        rx.el.h2("Saved filters", class_name="tt-label"),
        rx.el.ul(rx.foreach(FiltersState.filters, _filter)),
        rx.el.form(
            rx.el.input(
                name="name",
                placeholder="Name for what is shown now",
                aria_label="Name of the filter",
                required=True,
                auto_complete="off",
                class_name="tt-input",
            ),
            button("Save", kind="soft", type="submit"),
            on_submit=FiltersState.save,
            reset_on_submit=True,
            class_name="tt-inline",
        ),
        error_line(FiltersState.problem),
        class_name="tt-saved-filters",
    )


def _filter(one: FilterRow) -> rx.Component:
    return rx.el.li(
        link(
            rx.icon("list_filter", size=16),
            rx.el.span(f"Show {one.name}", class_name="tt-sr"),
            to=one.address,
            class_name="tt-icon-btn",
            custom_attrs={"data-on": rx.cond(one.is_on, "true", "false"), "title": f"Show {one.name}"},
        ),
        edit_cell(
            one.name,
            label=f"Name of the filter {one.name}",
            on_save=lambda text: FiltersState.rename(one.filter_id, text),
            rev=FiltersState.saved,
        ),
        icon_button("x", f"Delete the filter {one.name}", on_click=lambda: FiltersState.delete(one.filter_id)),
        key=one.filter_id,
    )


def _typed(name: str, value: str | rx.Var) -> rx.Component:
    return rx.el.input(
        type="text",
        default_value=value,
        key=value,
        on_blur=lambda text: SpanState.filter_by(name, text),
        class_name="tt-input",
        custom_attrs={"data-edit": "text"},
    )


def _labelled(label: str, control: rx.Component) -> rx.Component:
    return rx.el.label(rx.el.span(label), control, class_name="tt-label")


def lift() -> rx.Component:
    """Show the button that lifts every filter."""
    return button("Lift the filters", kind="soft", on_click=SpanState.clear_filters)
