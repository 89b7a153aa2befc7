"""Everything about one entry in a dialog: a sheet on phones, where the row has no room for fields."""

import reflex as rx

from timetrack.components.controls import billable_mark, button
from timetrack.components.dialog import dialog
from timetrack.components.edit import BASED, Edit, edit_cell
from timetrack.components.entry_row import EntryActions, clash_row
from timetrack.components.kinds import Handler
from timetrack.components.menu import project_picker
from timetrack.components.project_chip import project_button
from timetrack.components.why_rate import why_rate
from timetrack.states.people_rows import WhyRow
from timetrack.states.rows import PickRow
from timetrack.states.time_rows import EntryRow

OWN_PICKER = "sheet-project"


def entry_sheet(
    row: EntryRow, why: WhyRow, act: EntryActions, *, picks: list[PickRow], on_choose: Handler, is_open: bool | rx.Var,
    on_close: Handler,
) -> rx.Component:  # fmt: skip
    """Show an entry's cells one below the other; each saves by itself, and what is refused stands below them.

    It has a picker of its own: what is outside an open dialog cannot be touched.
    """
    return dialog(
        "entry-sheet",
        rx.cond(row.count > 1, f"{row.count} entries", "Entry"),
        rx.el.div(
            _field("Description", row, row.description, act.describe, field="description"),
            rx.el.div(
                rx.el.span("Project and task", class_name="tt-label"),
                rx.el.div(
                    project_button(
                        row.project,
                        row.color,
                        row.task,
                        popover=OWN_PICKER,
                        is_outlined=True,
                        on_click=lambda: act.pick(row.entry_id),
                        disabled=row.locked != "",
                    ),
                    billable_mark(row.is_billable, lambda: act.turn_billable(row.entry_id), size=2, locked=row.locked),
                    class_name="tt-sheet-work",
                ),
                class_name="tt-field",
                custom_attrs={"data-span": ""},
            ),
            _field("Tags, separated by commas", row, row.tags_text, act.tag, field="tags"),
            *_times(row, act),
            class_name="tt-fields tt-sheet-fields",
            key=row.entry_id,
        ),
        rx.cond(row.problem != "", clash_row(row, act, element="div")),
        rx.el.div(why_rate("entry-sheet-why", why), class_name="tt-sheet-why"),
        rx.el.div(
            button("Done", kind="solid", custom_attrs={"data-closes": ""}, class_name="tt-btn"),
            class_name="tt-dialog-foot",
        ),
        project_picker(OWN_PICKER, picks, on_choose),
        is_open=is_open,
        on_close=on_close,
    )


def _times(row: EntryRow, act: EntryActions) -> list[rx.Component]:
    locked = rx.cond(row.count > 1, "Show the single entries to change their times", row.locked)
    return [
        _field(
            rx.cond(row.is_running, "Started at", "From and to"),
            row,
            row.range_text,
            act.move,
            field="range",
            locked=locked,
            edit=rx.cond(row.is_running, "time", "range"),
            is_wide=False,
        ),
        rx.cond(
            row.is_running,
            rx.fragment(),
            _field(
                "Duration",
                row,
                f"{row.hours}{row.seconds}",
                act.last,
                field="hours",
                locked=locked,
                edit="hours",
                is_wide=False,
            ),
        ),
    ]


def _field(
    label: str | rx.Var,
    row: EntryRow,
    value: str | rx.Var,
    on_save: Handler,
    *,
    field: str,
    locked: str | rx.Var | None = None,
    edit: Edit | rx.Var = "text",
    is_wide: bool = True,
) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="tt-label"),
        edit_cell(
            value,
            label=label,
            on_save=lambda text: on_save(row.entry_id, text, BASED),
            rev=row.rev,
            edit=edit,
            locked=row.locked if locked is None else locked,
            is_refused=row.problem_field == field,
            class_name="tt-input",
            placeholder="No description" if field == "description" else "",
            attrs={"data-start": row.start, "data-ends": row.end_text},
        ),
        class_name="tt-field",
        custom_attrs={"data-span": ""} if is_wide else {},
    )
