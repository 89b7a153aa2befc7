"""The timesheet's grid: a row per project and task, a cell per day that takes typed hours, totals and targets."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.controls import button, icon_button
from timetrack.components.edit import edit_cell
from timetrack.components.kinds import Handler, Piece
from timetrack.components.menu import menu, menu_item, menu_rule
from timetrack.components.project_chip import project_chip
from timetrack.components.stat import track
from timetrack.states.timesheet_rows import SheetCell, SheetDay, SheetRow

KNOWN = rx.Var(_js_expr="(_e?.target?.dataset?.known ?? null)", _var_type=str)
"""The finished seconds that a cell showed when typing began (`data-known`, kept by timesheet.js)."""

BARE = "BARE"


@dataclass(frozen=True)
class SheetActions:
    """What the grid asks for; a row is named by its project and task, 0 for none."""

    fill: Handler  # (day, project_id, task_id, text, known)
    use_mine: Handler  # (day, project_id, task_id)
    dismiss: Handler  # (day, project_id, task_id)
    start: Handler  # (project_id, task_id)
    clear: Handler  # (project_id, task_id)
    remove: Handler  # (project_id, task_id)
    show_day: Handler  # (place)


def timesheet_grid(
    rows: list[SheetRow],
    days: list[SheetDay],
    act: SheetActions,
    *,
    total: rx.Component,
    target: str,
    add: rx.Component,
    place: int,
    nothing: str,
) -> rx.Component:
    """Show the week; on phones the day at `place` alone. `nothing` is how no hours read."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th("Project › task", scope="col"),
                    rx.foreach(days, _head),
                    rx.el.th("Total", scope="col", class_name="tt-num"),
                    rx.el.th(rx.el.span("Actions", class_name="tt-sr"), scope="col"),
                )
            ),
            rx.el.tbody(
                rx.foreach(rows, lambda row: _row(row, act, nothing)),
                rx.el.tr(rx.el.td(add, col_span=10), class_name="tt-sheet-add"),
            ),
            rx.el.tfoot(
                _foot("Total", rx.foreach(days, _total), rx.el.b(total)),
                _foot("Target", rx.foreach(days, _target), rx.el.span(target, class_name="tt-muted")),
            ),
            class_name="tt-sheet",
            aria_label="Hours of the week",
            custom_attrs={"data-place": place},
        ),
        class_name="tt-card tt-sheet-card",
    )


def day_tabs(days: list[SheetDay], place: int, on_show: Handler) -> rx.Component:
    """Show the seven days of the week as tabs, on phones only."""
    return rx.el.div(
        rx.foreach(
            days,
            lambda day: rx.el.button(
                rx.el.span(day.short),
                growing_total(
                    day.total_text,
                    day.base_seconds,
                    day.since,
                    form=BARE,
                    class_name="tt-day-tab-figure",
                ),
                type="button",
                aria_label=day.label,
                on_click=lambda: on_show(day.place),
                class_name="tt-day-tab",
                custom_attrs={"aria-pressed": rx.cond(day.place == place, "true", "false")},
            ),
        ),
        role="group",
        aria_label="Day",
        class_name="tt-day-tabs tt-narrow",
    )


def _row(row: SheetRow, act: SheetActions, nothing: str) -> rx.Component:
    return rx.fragment(
        rx.el.tr(
            rx.el.th(project_chip(row.project, row.color, row.task), scope="row"),
            rx.foreach(row.cells, lambda cell: _cell(cell, act, nothing)),
            rx.el.td(
                growing_total(row.total_text, row.base_seconds, row.since, form=BARE), class_name="tt-num tt-sheet-sum"
            ),
            rx.el.td(_more(row, act)),
            key=row.key,
        ),
        rx.cond(row.problem != "", _problem(row, act)),
    )


def _problem(row: SheetRow, act: SheetActions) -> rx.Component:
    """What was not saved, and why; `data-dismiss` is pressed by Escape in the cell (timesheet.js)."""
    return rx.el.tr(
        rx.el.td(
            rx.el.div(
                rx.el.span(rx.icon("circle_alert", size=14), row.problem, class_name="tt-error", role="alert"),
                rx.cond(
                    row.has_mine,
                    button(
                        "Save mine instead",
                        size=1,
                        on_click=lambda: act.use_mine(row.problem_day, row.project_id, row.task_id),
                    ),
                ),
                button(
                    rx.cond(row.has_mine, "Keep theirs", "Discard"),
                    kind="ghost",
                    size=1,
                    on_click=lambda: act.dismiss(row.problem_day, row.project_id, row.task_id),
                    custom_attrs={"data-dismiss": row.problem_day},
                ),
            ),
            col_span=10,
        ),
        class_name="tt-sheet-problem",
    )


def _cell(cell: SheetCell, act: SheetActions, nothing: str) -> rx.Component:
    return rx.el.td(
        edit_cell(
            cell.text,
            label=cell.label,
            on_save=lambda text: act.fill(cell.day, cell.project_id, cell.task_id, text, KNOWN),
            rev=cell.rev,
            edit="sheet",
            is_refused=(cell.problem != "") & (cell.mine == ""),
            is_number=True,
            placeholder=nothing,
            attrs={"data-sheet": cell.day, "data-seconds": cell.known},
        ),
        rx.cond(
            cell.since > 0,
            rx.el.span(
                rx.el.span(class_name="tt-pulse"),
                growing_total(cell.text, cell.base_seconds, cell.since, form=BARE),
                class_name="tt-sheet-running",
                aria_hidden="true",
            ),
        ),
        **_looks(cell.place, cell.is_today, cell.is_weekend),
    )


def _head(day: SheetDay) -> rx.Component:
    return rx.el.th(
        rx.el.span(day.name, aria_hidden="true"),
        rx.el.span(day.label, class_name="tt-sr"),
        scope="col",
        id=f"sheet-{day.day}",
        **_looks(
            day.place,
            day.is_today,
            day.is_weekend,
            **{"data-next": day.next_start, "data-room": day.next_seconds, "data-free": day.free_seconds},
        ),
    )


def _total(day: SheetDay) -> rx.Component:
    return rx.el.td(
        growing_total(
            day.total_text,
            day.base_seconds,
            day.since,
            form=BARE,
            class_name=rx.cond((day.worked_seconds > 0) | (day.since > 0), "tt-strong", "tt-muted"),
        ),
        **_looks(day.place, day.is_today, day.is_weekend),
    )


def _target(day: SheetDay) -> rx.Component:
    return rx.el.td(
        rx.cond(
            day.target_text != "",
            rx.el.span(
                rx.el.span(day.target_text, class_name="tt-muted tt-small"),
                track(day.worked_seconds, day.target_seconds, f"{day.label} against the target"),
                class_name="tt-sheet-target",
            ),
        ),
        **_looks(day.place, day.is_today, day.is_weekend),
    )


def _foot(name: str, days: rx.Component, total: Piece) -> rx.Component:
    return rx.el.tr(rx.el.th(name, scope="row"), days, rx.el.td(total, class_name="tt-num"), rx.el.td(), key=name)


def _more(row: SheetRow, act: SheetActions) -> rx.Component:
    name = f"sheet-{row.key}-menu"
    return rx.fragment(
        icon_button("ellipsis_vertical", f"More for {row.name}", custom_attrs={"popoverTarget": name}),
        menu(
            name,
            menu_item("play", "Start timer", of=name, on_click=lambda: act.start(row.project_id, row.task_id)),
            rx.el.a(
                rx.icon("list", size=16), rx.el.span("Show entries"), href=row.time_address, class_name="tt-menu-item"
            ),
            menu_rule(),
            rx.cond(
                row.is_empty,
                menu_item("x", "Remove row", of=name, on_click=lambda: act.remove(row.project_id, row.task_id)),
                menu_item(
                    "trash_2",
                    "Clear row",
                    of=name,
                    is_dangerous=True,
                    on_click=lambda: act.clear(row.project_id, row.task_id),
                ),
            ),
            label=f"Row {row.name}",
        ),
    )


def _looks(place: int, is_today: bool, is_weekend: bool, **attrs: int) -> dict[str, Any]:
    return {
        "class_name": "tt-num",
        "custom_attrs": {
            "data-place": place,
            "data-today": rx.cond(is_today, "true", "false"),
            "data-weekend": rx.cond(is_weekend, "true", "false"),
            **attrs,
        },
    }
