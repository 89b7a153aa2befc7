"""A report: bars, the sum with its legend, a table whose figures lead to what they add up, and what it all stands on."""

import reflex as rx

from timetrack.components.controls import button, icon_button, link, link_button
from timetrack.components.empty import empty
from timetrack.components.project_chip import project_dot
from timetrack.components.stat import card, card_grid, track
from timetrack.states.report_rows import BarPart, BarRow, ChartMark, ReportCell, ReportRow, ShareOfReport
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


def report() -> rx.Component:
    """Show the report that was read, or that there is nothing in it."""
    return rx.fragment(
        rx.cond(ReportState.parts, rx.fragment(card_grid(_chart_card(), _sum_card()), _table()), _nothing()),
    )


def _chart_card() -> rx.Component:
    chart = ReportState.chart
    return card(
        chart.title,
        rx.cond(chart.bars, _bars(), rx.el.ul(rx.foreach(ReportState.parts, _long_bar), class_name="tt-bars")),
        beside=rx.el.span(chart.target_text, class_name="tt-muted"),
        columns=8,
    )


def _bars() -> rx.Component:
    chart = ReportState.chart
    return rx.el.div(
        rx.el.div(
            rx.foreach(chart.marks, _mark),
            rx.cond(
                chart.target_height != "",
                rx.el.span(
                    class_name="tt-report-target",
                    custom_attrs={"style": rx.Var.create({"bottom": chart.target_height})},
                ),
            ),
            rx.el.ol(rx.foreach(chart.bars, _bar), class_name="tt-report-bars"),
            class_name="tt-report-plot",
        ),
        rx.el.ol(rx.foreach(chart.bars, _bar_label), class_name="tt-report-labels"),
        class_name="tt-report-chart",
        role="img",
        aria_label=chart.words,
    )


def _mark(mark: ChartMark) -> rx.Component:
    return rx.el.span(mark.text, class_name="tt-report-mark", custom_attrs={"style": {"bottom": mark.height}})


def _bar(bar: BarRow) -> rx.Component:
    return rx.el.li(rx.foreach(bar.parts, _part), title=bar.words)


def _part(part: BarPart) -> rx.Component:
    return rx.el.i(custom_attrs={"data-color": part.color, "style": {"height": part.height}})


def _bar_label(bar: BarRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(bar.label, class_name="tt-wide"),
        rx.el.span(bar.short_label, class_name="tt-narrow"),
        custom_attrs={"data-today": rx.cond(bar.is_today, "true", "false")},
    )


def _long_bar(row: ShareOfReport) -> rx.Component:
    return rx.el.li(
        _named(row),
        track(row.width, 100, row.name, color=row.color),
        rx.el.span(row.hours_text, class_name="tt-num tt-name"),
        rx.el.span(row.percent_text, class_name="tt-num tt-muted"),
        key=row.key,
    )


def _sum_card() -> rx.Component:
    total = ReportState.total
    return rx.el.section(
        rx.el.div(
            rx.el.span("Total", class_name="tt-muted"),
            rx.el.div(
                rx.el.strong(total.hours_text, class_name="tt-report-total"),
                rx.el.span(total.billable_text, class_name="tt-muted"),
            ),
            rx.foreach(total.amount_texts, lambda amount: rx.el.span(amount, " at entry rates", class_name="tt-muted")),
            class_name="tt-report-sum",
        ),
        rx.el.ul(rx.foreach(total.parts, _share), class_name="tt-report-legend"),
        class_name="tt-card",
        aria_label="Total",
        custom_attrs={"data-cols": "4"},
    )


def _share(row: ShareOfReport) -> rx.Component:
    return rx.el.li(
        _named(row),
        rx.el.span(row.hours_text, class_name="tt-num tt-name"),
        rx.el.span(row.percent_text, class_name="tt-num tt-muted"),
        key=row.key,
    )


def _named(row: ShareOfReport) -> rx.Component:
    return rx.el.span(
        rx.cond(row.has_dot, project_dot(row.color)),
        rx.cond(
            row.path != "",
            link(row.name, to=row.path, class_name="tt-row-link tt-cut"),
            rx.el.span(row.name, class_name="tt-name tt-cut"),
        ),
        class_name="tt-chip",
    )


def _table() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(rx.foreach(ReportState.columns, lambda name: rx.el.th(name, scope="col"))),
            ),
            rx.el.tbody(rx.foreach(ReportState.rows, _row)),
            class_name="tt-report-table",
            aria_label=ReportState.chart.title,
        ),
        _notes(),
        class_name="tt-card tt-report-card",
    )


def _row(row: ReportRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.div(
                rx.cond(
                    row.has_parts,
                    icon_button(
                        "chevron_right",
                        f"Details of {row.name}",
                        size=1,
                        on_click=ReportState.turn(row.key),
                        custom_attrs={"aria-expanded": rx.cond(row.is_open, "true", "false")},
                    ),
                ),
                rx.cond(row.has_dot, project_dot(row.color)),
                rx.cond(
                    row.path != "",
                    link(row.name, to=row.path, class_name="tt-row-link tt-cut"),
                    rx.el.span(row.name, class_name="tt-cut"),
                ),
                class_name="tt-report-name",
            ),
            scope="row",
        ),
        rx.el.td(row.detail, class_name="tt-report-detail"),
        rx.foreach(row.cells, _cell),
        key=row.key,
        custom_attrs={
            "data-part": rx.cond(row.is_part, "true", "false"),
            "data-opens": rx.cond(row.has_parts, "true", "false"),
        },
    )


def _cell(cell: ReportCell) -> rx.Component:
    return rx.el.td(
        rx.cond(cell.path != "", link(cell.text, to=cell.path, class_name="tt-row-link"), cell.text),
        class_name="tt-num",
        custom_attrs={
            "data-name": cell.name,
            "data-tone": cell.tone,
            "data-loud": rx.cond(cell.is_loud, "true", "false"),
            "data-empty": rx.cond(cell.is_empty, "true", "false"),
        },
    )


def _notes() -> rx.Component:
    return rx.el.p(
        rx.icon("info", size=16),
        rx.el.span(ReportState.notes),
        rx.cond(TimerState.frame.leads, link("Change", to="/settings?section=workspace")),
        class_name="tt-report-notes",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ReportState.refusal != "",
        empty(
            "circle_alert",
            ReportState.refusal,
            ReportState.refusal_detail,
            link_button("Go to your own report", to="/reports", kind="soft"),
        ),
        rx.cond(ReportState.is_of_days, _no_time(), _nothing_owed()),
    )


def _nothing_owed() -> rx.Component:
    return empty(
        "receipt_text",
        "Nobody owes anything",
        "What is issued and not paid yet shows here, by how late it is.",
        link_button("Go to invoices", to="/invoices/", kind="soft"),
    )


def _no_time() -> rx.Component:
    return rx.cond(
        ReportState.filter_text != "",
        empty(
            "search",
            "Nothing like that in these days",
            "Look at other days, or lift the filters.",
            button("Lift the filters", kind="soft", on_click=ReportState.clear_filters),
        ),
        empty(
            "chart_column",
            "No time in these days",
            "Choose other days above, or log hours first.",
            link_button("Go to your time", to="/time", kind="soft"),
        ),
    )
