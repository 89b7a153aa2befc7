"""The burn-up chart: hours so far as a climbing line, the budget as the line above; the same as a table."""

import reflex as rx

from timetrack.components.controls import icon_button
from timetrack.components.menu import popover
from timetrack.components.stat import Columns, card
from timetrack.states.burn_up import MarkRow, WeekRow
from timetrack.states.project import ProjectState

CHART = ProjectState.burn_up
TABLE = "burn-up-table"


def project_burn_up(columns: Columns = 8) -> rx.Component:
    """Show the chart, or that there is nothing to draw yet."""
    return card(
        rx.cond(
            ProjectState.may_edit,
            rx.cond(CHART.budget_text != "", "Budget burn-up", "Hours so far"),
            "Your hours so far",
        ),
        rx.cond(
            CHART.line != "",
            rx.fragment(_chart(), _table()),
            rx.el.p("Hours appear here week by week, once somebody tracks time.", class_name="tt-card-body tt-muted"),
        ),
        beside=rx.cond(
            CHART.line != "",
            icon_button("table_2", "Show as a table", size=1, custom_attrs={"popoverTarget": TABLE}),
            rx.fragment(),
        ),
        columns=columns,
    )


def _chart() -> rx.Component:
    return rx.el.div(
        rx.foreach(CHART.marks, _mark),
        rx.el.svg(
            rx.el.svg.path(d=CHART.area, custom_attrs={"data-area": ""}),
            rx.el.svg.path(d=CHART.line, custom_attrs={"data-line": ""}),
            view_box="0 0 1000 400",
            preserve_aspect_ratio="none",
        ),
        rx.cond(
            CHART.budget_text != "",
            rx.el.div(
                rx.el.span(CHART.budget_text),
                class_name="tt-burn-budget",
                custom_attrs={"style": rx.Var.create({"top": CHART.budget_place})},
            ),
        ),
        rx.el.div(rx.foreach(CHART.dates, _date), class_name="tt-burn-dates"),
        class_name="tt-burn",
        role="img",
        aria_label=CHART.words,
        custom_attrs={"data-color": ProjectState.head.color},
    )


def _mark(mark: MarkRow) -> rx.Component:
    return rx.el.div(
        rx.el.span(mark.text), class_name="tt-burn-mark", key=mark.text, custom_attrs={"style": {"top": mark.place}}
    )


def _date(mark: MarkRow) -> rx.Component:
    return rx.el.span(mark.text, key=mark.place, custom_attrs={"style": {"left": mark.place}})


def _table() -> rx.Component:
    return popover(
        TABLE,
        rx.el.table(
            rx.el.thead(
                rx.el.tr(*[rx.el.th(head, scope="col") for head in ("Week of", "Hours", "So far")]),
            ),
            rx.el.tbody(rx.foreach(CHART.weeks, _week)),
            class_name="tt-burn-table",
            aria_label="Hours by week",
        ),
        label="Hours by week",
        side="end",
        role="group",
        tab_index=0,
    )


def _week(row: WeekRow) -> rx.Component:
    return rx.el.tr(rx.el.th(row.week, scope="row"), rx.el.td(row.hours_text), rx.el.td(row.total_text), key=row.week)
