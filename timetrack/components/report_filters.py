"""What a report asks for: days, person, project, client, tag; and the report as a file."""

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.form import option
from timetrack.components.menu import menu, menu_item, popover
from timetrack.states.project_rows import LinkRow
from timetrack.states.reports import ReportState
from timetrack.states.rows import OptionRow

PROJECTS = {"": "Every project", "none": "No project"}
CLIENTS = {"": "Every client", "none": "Internal, for no client"}
PERIOD, FILTERS, FILES, SAID = "report-period", "report-filters", "report-files", "report-files-said"


def report_files() -> rx.Component:
    """Show the menu that gives the report as a file."""
    return rx.fragment(
        button(
            "Export",
            icon="download",
            kind="outline",
            class_name="tt-btn tt-compact",
            custom_attrs={"popoverTarget": FILES},
        ),
        menu(
            FILES,
            rx.foreach(ReportState.files, _file),
            rx.el.p(id=SAID, role="status", class_name="tt-report-said"),
            label="Export",
        ),
    )


def report_filters() -> rx.Component:
    """Show which days, of whom, on what; of what is owed today there is only the client to choose."""
    return rx.cond(
        ReportState.is_of_days,
        _all_filters(),
        rx.el.div(
            _choice("Which client", "client", ReportState.client, ReportState.client_options, {"": "Every client"}),
            class_name="tt-report-bar",
        ),
    )


def _all_filters() -> rx.Component:
    return rx.el.div(
        _period(),
        rx.cond(
            ReportState.person_options,
            _choice("Whose time", "person", ReportState.person, ReportState.person_options, {"": "Everybody"}),
        ),
        button(
            "Filter",
            icon="list_filter",
            kind="ghost",
            custom_attrs={"popoverTarget": FILTERS},
        ),
        _filters(),
        rx.cond(ReportState.filter_text != "", _filtered()),
        class_name="tt-report-bar",
    )


def _filtered() -> rx.Component:
    return rx.el.span(
        rx.el.span(ReportState.filter_text, class_name="tt-cut"),
        icon_button("x", "Lift the filters", size=1, on_click=ReportState.clear_filters),
        class_name="tt-report-filtered",
    )


def _file(row: LinkRow) -> rx.Component:
    return rx.el.a(
        rx.icon("file_down", size=16),
        rx.el.span(row.label),
        href=row.path,
        download=True,
        class_name="tt-menu-item",
        custom_attrs={"data-export": row.label, "data-said": SAID},
    )


def _period() -> rx.Component:
    return rx.el.div(
        icon_button("chevron_left", "Earlier", on_click=ReportState.earlier),
        button(
            ReportState.period_text,
            icon="calendar",
            kind="outline",
            aria_label=f"Period: {ReportState.period_text}",
            custom_attrs={"popoverTarget": PERIOD},
        ),
        icon_button("chevron_right", "Later", on_click=ReportState.later),
        menu(
            PERIOD,
            *[
                menu_item("calendar", words, of=PERIOD, on_click=lambda name=name: ReportState.show_period(name))
                for name, words in (
                    ("week", "This week"),
                    ("last-week", "Last week"),
                    ("month", "This month"),
                    ("last-month", "Last month"),
                    ("year", "This year"),
                    ("last-year", "Last year"),
                )
            ],
            rx.el.form(
                _date("From", "from", ReportState.first_day),
                _date("To", "to", ReportState.last_day),
                button(
                    "Show",
                    kind="soft",
                    type="submit",
                    custom_attrs={"popoverTarget": PERIOD, "popoverTargetAction": "hide"},
                ),
                on_submit=ReportState.show_between,
                class_name="tt-period-form",
                key=ReportState.period_text,
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
    return popover(
        FILTERS,
        rx.el.div(
            _labelled("Project", "project", ReportState.project, ReportState.project_options, PROJECTS),
            _labelled("Client", "client", ReportState.client, ReportState.client_options, CLIENTS),
            rx.el.label(
                rx.el.span("Billable"),
                rx.el.select(
                    rx.el.option("Billable or not", value=""),
                    rx.el.option("Billable", value="yes"),
                    rx.el.option("Not billable", value="no"),
                    rx.el.option("Not billed yet", value="unbilled"),
                    value=ReportState.billable,
                    on_change=lambda value: ReportState.filter_by("billable", value),
                    class_name="tt-select",
                ),
                class_name="tt-label",
            ),
            rx.el.label(
                rx.el.span("Tag"),
                rx.el.input(
                    type="text",
                    default_value=ReportState.tag,
                    key=ReportState.tag,
                    on_blur=lambda text: ReportState.filter_by("tag", text),
                    class_name="tt-input",
                    custom_attrs={"data-edit": "text"},
                ),
                class_name="tt-label",
            ),
            button("Lift the filters", kind="soft", on_click=ReportState.clear_filters),
            class_name="tt-filter-fields",
        ),
        label="Filters",
        role="group",
    )


def _labelled(
    label: str, name: str, value: str | rx.Var, options: list[OptionRow], first: dict[str, str]
) -> rx.Component:
    return rx.el.label(
        rx.el.span(label), _choice(label, name, value, options, first, kind="tt-select"), class_name="tt-label"
    )


def _choice(
    label: str,
    name: str,
    value: str | rx.Var,
    options: list[OptionRow],
    first: dict[str, str],
    kind: str = "tt-cell tt-person-select",
) -> rx.Component:
    return rx.el.select(
        *[rx.el.option(words, value=key) for key, words in first.items()],
        rx.foreach(options, option),
        value=value,
        on_change=lambda chosen: ReportState.filter_by(name, chosen),
        aria_label=label,
        class_name=kind,
    )
