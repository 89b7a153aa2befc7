"""/time: entries by day."""

import reflex as rx

from timetrack.components.bulk_bar import BulkActions, bulk_bar
from timetrack.components.changes_dialog import changes_dialog
from timetrack.components.clock import growing_total
from timetrack.components.controls import button, icon_button
from timetrack.components.day_card import day_card
from timetrack.components.empty import empty
from timetrack.components.entry_history import entry_history
from timetrack.components.entry_row import PICKER, EntryActions
from timetrack.components.entry_sheet import entry_sheet
from timetrack.components.favourites_menu import favourites_menu
from timetrack.components.menu import menu, menu_item, project_picker
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.split_dialog import split_dialog
from timetrack.components.time_filters import filters, lift
from timetrack.states.favourites import FavouritesState
from timetrack.states.log import LogState
from timetrack.states.time import TimeState
from timetrack.states.time_bulk import BulkState
from timetrack.states.time_cells import EntryCellsState
from timetrack.states.time_changes import ChangesState
from timetrack.states.time_filters import FiltersState
from timetrack.states.time_history import HistoryState
from timetrack.states.time_menu import EntryMenuState
from timetrack.states.time_selection import SelectionState
from timetrack.states.time_span import SpanState
from timetrack.states.time_split import SplitState
from timetrack.states.timer import TimerState

ACTIONS = EntryActions(
    describe=EntryCellsState.describe,
    move=EntryCellsState.move,
    last=EntryCellsState.last,
    tag=EntryCellsState.tag_entry,
    pick=EntryCellsState.pick,
    turn_billable=EntryCellsState.turn_billable,
    tick=SelectionState.tick,
    tick_day=SelectionState.tick_day,
    resume=TimerState.resume,
    stop=TimerState.stop,
    delete=EntryMenuState.delete,
    duplicate=EntryMenuState.duplicate,
    ask_split=SplitState.ask,
    join=EntryMenuState.join,
    keep=FavouritesState.keep,
    look_back=HistoryState.look_back,
    look_at=TimeState.look_at,
    fill=LogState.fill,
    unfold=TimeState.unfold,
    fix=EntryCellsState.fix,
    use_mine=EntryCellsState.use_mine,
    dismiss=EntryCellsState.dismiss,
    selected=SelectionState.selected,
    ticked_days=SelectionState.ticked_days,
)
BULK = BulkActions(
    pick=EntryCellsState.pick,
    choose_task=BulkState.choose_task,
    add_tags=BulkState.add_tags,
    remove_tag=BulkState.remove_tag,
    make_billable=BulkState.make_billable,
    merge=BulkState.merge_selected,
    delete=BulkState.delete_selected,
    clear=SelectionState.clear_selection,
)


@rx.page(
    route="/time",
    title="Time · Timetrack",
    on_load=[TimerState.open, TimeState.open, FavouritesState.open, FiltersState.open],
)
def time() -> rx.Component:
    """The Time page."""
    return page(
        rx.cond(TimeState.is_loaded, _days(), skeleton_rows(8)),
        bulk_bar(
            SelectionState.selected_text,
            SelectionState.selected_sum,
            SelectionState.common_tasks,
            SelectionState.common_tags,
            BULK,
            picker=PICKER,
        ),
        _dialogs(),
        project_picker(PICKER, TimerState.picks, EntryCellsState.choose),
        title="Time",
        current="/time",
        head=[_period(), *filters(), favourites_menu()],
        side=[
            _total(),
            button("Changes", icon="history", kind="ghost", class_name="tt-btn tt-compact", on_click=ChangesState.ask),
            button("Log time", icon="plus", class_name="tt-btn tt-compact", on_click=LogState.begin),
        ],
    )


def _dialogs() -> rx.Component:
    return rx.fragment(
        entry_history(),
        changes_dialog(),
        entry_sheet(
            TimeState.sheet,
            TimeState.sheet_why,
            ACTIONS,
            picks=TimerState.picks,
            on_choose=EntryCellsState.choose,
            is_open=TimeState.is_sheet_open,
            on_close=TimeState.close_sheet,
        ),
        split_dialog(),
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
            empty("search", "Nothing like that in these days", "Look at other days, or lift the filters.", lift()),
            empty(
                "list",
                "No time in these days yet",
                "Start the timer above, or log hours you already worked.",
                button("Log time", icon="plus", kind="soft", on_click=LogState.begin),
            ),
        ),
    )


def _total() -> rx.Component:
    return rx.el.div(
        rx.el.span("billable ", TimeState.billable_text, class_name="tt-muted tt-total-billable"),
        growing_total(
            TimeState.total_text,
            TimeState.total_seconds,
            TimeState.total_since,
            form=TimeState.hours_form,
            class_name="tt-total",
        ),
        class_name="tt-head-total",
    )


def _period() -> rx.Component:
    return rx.el.div(
        icon_button("chevron_left", "Earlier", on_click=SpanState.earlier, disabled=TimeState.first_day == ""),
        button(
            TimeState.period_text,
            icon="calendar",
            kind="outline",
            aria_label=f"Period: {TimeState.period_text}",
            custom_attrs={"popoverTarget": "time-period"},
        ),
        icon_button("chevron_right", "Later", on_click=SpanState.later, disabled=TimeState.first_day == ""),
        menu(
            "time-period",
            *[
                _known_period(name, words)
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
                button("Show", kind="soft", type="submit"),
                on_submit=SpanState.show_between,
                class_name="tt-period-form",
                custom_attrs={"data-closes-popover": ""},
                key=TimeState.period_text,
            ),
            label="Period",
        ),
        class_name="tt-period",
    )


def _known_period(name: str, words: str) -> rx.Component:
    return menu_item("calendar", words, of="time-period", on_click=lambda: SpanState.show_period(name))


def _date(label: str, name: str, value: str | rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        rx.el.input(type="date", name=name, default_value=value, required=True, class_name="tt-input"),
        class_name="tt-label",
    )
