"""The frame with everything every page shares: the timer bar, the form for worked time, what a forgotten timer asks."""

from typing import Any

import reflex as rx

from timetrack.components.demo_banner import demo_banner
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import error_line, field
from timetrack.components.frame import frame
from timetrack.components.key_sheet import key_sheet
from timetrack.components.kinds import Piece
from timetrack.components.log_form import log_form
from timetrack.components.palette import palette
from timetrack.components.quick_actions import new_task_dialog, quick_actions
from timetrack.components.repair_dialog import repair_dialog
from timetrack.components.timer_bar import TimerActions, timer_bar
from timetrack.states.base import AppState
from timetrack.states.demo import DemoState
from timetrack.states.log import LogState
from timetrack.states.offers import OffersState
from timetrack.states.timer import TimerState


def page(*content: Piece, title: Piece, current: str, **parts: Any) -> rx.Component:
    """Put content into the frame of the signed-in person; ``parts`` are the frame's ``before``, ``head`` and ``side``.

    The page's ``on_load`` starts with ``TimerState.open``.
    """
    actions = TimerActions(
        start=TimerState.start,
        stop=TimerState.stop,
        describe=TimerState.describe,
        choose=TimerState.choose,
        tag=TimerState.tag,
        turn_billable=TimerState.turn_billable,
        move_start=TimerState.move_start,
        log=LogState.begin,
        recall=OffersState.recall,
        take_up=OffersState.take_up,
        add_project=OffersState.add_project,
    )
    return rx.fragment(
        frame(
            demo_banner(TimerState.frame, DemoState.remove),
            *content,
            title=title,
            current=current,
            viewer=TimerState.frame,
            bar=timer_bar(
                TimerState.timer,
                TimerState.picks,
                actions,
                earlier=OffersState.earlier,
                may_add_projects=TimerState.frame.leads,
            ),
            notices=AppState.notices,
            on_dismiss=AppState.dismiss_notice,
            on_notice=AppState.take_back,
            **parts,
        ),
        quick_actions(),
        palette(),
        log_form(),
        new_task_dialog(),
        repair_dialog(),
        key_sheet(),
        _forgotten(),
    )


def _forgotten() -> rx.Component:
    return dialog(
        "forgotten",
        "When did the work end?",
        rx.el.form(
            rx.el.p("This timer has run for more than 24 hours, the longest an entry may be. It still runs."),
            rx.el.div(
                field("Day", "day", type="date", required=True, default_value=TimerState.asked_day),
                field("Time", "time", placeholder="17:30", required=True, auto_complete="off"),
                class_name="tt-fields",
            ),
            error_line(TimerState.ends_problem),
            dialog_foot("Stop there"),
            on_submit=TimerState.stop_at,
        ),
        is_open=TimerState.is_asking_end,
        on_close=TimerState.keep_running,
    )
