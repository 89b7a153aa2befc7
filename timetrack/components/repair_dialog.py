"""The dialog that repairs an overlap. What it shows of the chosen way is switched by CSS alone (assets/repair.css)."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog
from timetrack.components.form import error_line
from timetrack.components.kinds import Piece
from timetrack.components.project_chip import project_chip
from timetrack.states.repair import RepairState
from timetrack.states.repair_rows import BlockRow, SideRow, TickRow, WayRow


def repair_dialog() -> rx.Component:
    """Show both entries, the ways out, before and after on one axis, and the day's new total."""
    row = RepairState.repair
    return dialog(
        "repair",
        row.title,
        rx.el.form(
            rx.el.p("You can be on one thing at a time. Nothing was saved yet.", class_name="tt-muted"),
            rx.el.div(rx.foreach(row.sides, _side), class_name="tt-repair-sides"),
            rx.el.fieldset(
                rx.el.legend("What to do", class_name="tt-sr"),
                rx.foreach(row.ways, _way),
                class_name="tt-repair-ways",
            ),
            rx.el.div(
                _lane("Before", row.before),
                rx.foreach(row.ways, lambda way: _after(way)),
                rx.el.div(
                    rx.el.span(), rx.el.div(rx.foreach(row.ticks, _tick), class_name="tt-axis"), aria_hidden="true"
                ),
                class_name="tt-repair-lanes",
            ),
            error_line(row.problem),
            rx.el.div(
                rx.el.span(row.day_text, " becomes ", rx.foreach(row.ways, _total), class_name="tt-muted"),
                button("Cancel", kind="quiet", custom_attrs={"data-closes": ""}),
                rx.foreach(row.ways, _verb),
                class_name="tt-dialog-foot tt-repair-foot",
            ),
            on_submit=RepairState.carry_out,
            key=RepairState.opened,
        ),
        is_open=RepairState.is_open,
        on_close=RepairState.close,
    )


def _side(side: SideRow) -> rx.Component:
    return rx.el.div(
        rx.el.span(side.label, class_name="tt-muted tt-small"),
        rx.el.b(rx.cond(side.description != "", side.description, "No description"), class_name="tt-name tt-cut"),
        project_chip(side.project, side.color, side.task),
        rx.el.span(
            rx.el.span(side.range_text, " · ", class_name="tt-muted"), side.duration_text, class_name="tt-figures"
        ),
        class_name="tt-repair-side",
    )


def _way(way: WayRow, index: rx.Var[int]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="way", value=way.way, default_checked=index == 0, required=True),
        rx.el.span(rx.el.b(way.title, class_name="tt-name"), rx.el.span(way.words, class_name="tt-muted")),
        class_name="tt-repair-way",
    )


def _after(way: WayRow) -> rx.Component:
    return _lane("After", way.lane, way=way.way, words=way.said)


def _lane(
    name: str,
    blocks: tuple[BlockRow, ...],
    *,
    way: str | rx.Var = "",
    words: str | rx.Var = "Before the repair",
) -> rx.Component:
    return rx.el.div(
        rx.el.span(name, class_name="tt-muted tt-small"),
        rx.el.div(rx.foreach(blocks, _block), class_name="tt-lane", role="img", aria_label=words),
        custom_attrs={"data-way": way},
    )


def _block(block: BlockRow) -> rx.Component:
    return rx.el.span(
        rx.el.span(block.words, class_name="tt-cut"),
        class_name="tt-block",
        title=block.words,
        custom_attrs={
            "style": {"left": block.left, "width": block.width},
            "data-color": block.color,
            "data-kind": block.kind,
        },
    )


def _tick(tick: TickRow) -> rx.Component:
    return rx.el.span(tick.text, custom_attrs={"style": {"left": tick.left}})


def _total(way: WayRow) -> Piece:
    return rx.el.b(way.total_text, custom_attrs={"data-way": way.way})


def _verb(way: WayRow) -> rx.Component:
    return button(way.verb, kind="solid", type="submit", custom_attrs={"data-way": way.way})
