"""The timer bar: floats over every page on wide screens, docks above the tabs on phones. One set of elements for both."""

from dataclasses import dataclass

import reflex as rx

from timetrack.components.clock import running_clock
from timetrack.components.controls import billable_mark, button, icon_button
from timetrack.components.edit import edit_cell
from timetrack.components.kinds import Handler
from timetrack.components.menu import create_project, popover, project_picker
from timetrack.components.project_chip import project_button, project_dot
from timetrack.models import DESCRIPTION_LENGTH
from timetrack.states.rows import PickRow, TimerRow, WorkRow

EARLIER = "timer-earlier"


@dataclass(frozen=True)
class TimerActions:
    """What the bar asks for; the text handlers get what was typed, idle or running."""

    start: Handler  # (form: dict) with "description"
    stop: Handler  # ()
    describe: Handler  # (text)
    choose: Handler  # (project_id, task_id)
    tag: Handler  # (text), separated by commas
    turn_billable: Handler  # ()
    move_start: Handler  # (text) such as 13:52
    log: Handler  # (): open the form for worked time
    recall: Handler  # (): read earlier work
    take_up: Handler  # (entry_id) of earlier work
    add_project: Handler  # (form: dict) with "name"


def timer_bar(
    timer: TimerRow, picks: list[PickRow], act: TimerActions, *, earlier: list[WorkRow], may_add_projects: rx.Var | bool
) -> rx.Component:
    """Show what runs, or the field that starts it; while one types, `earlier` work is offered."""
    return rx.el.div(
        rx.el.form(
            rx.cond(timer.is_running, rx.el.span(class_name="tt-pulse", aria_hidden="true")),
            _work(timer, act),
            rx.el.span(class_name="tt-bar-rule", aria_hidden="true"),
            rx.cond(timer.is_running, _since(timer, act), _log(act)),
            running_clock(timer.hours, timer.seconds, timer.since, title=timer.description, class_name="tt-clock"),
            _go(timer, act),
            on_submit=act.start,
            class_name="tt-bar",
            custom_attrs={"data-running": rx.cond(timer.is_running, "true", "false"), "aria-label": "Timer"},
        ),
        rx.el.span(timer.said, class_name="tt-sr", role="status"),
        project_picker(
            "timer-project",
            picks,
            act.choose,
            create=rx.cond(may_add_projects, create_project(act.add_project)),
        ),
        _earlier(earlier, act),
        popover(
            "timer-tags",
            rx.el.div(
                rx.el.label("Tags, separated by commas", class_name="tt-label", html_for="timer-tags-text"),
                edit_cell(
                    timer.tags_text,
                    label="Tags, separated by commas",
                    on_save=act.tag,
                    rev=timer.rev,
                    class_name="tt-input",
                    id="timer-tags-text",
                ),
                class_name="tt-field tt-card-pad",
            ),
            label="Tags",
        ),
        class_name="tt-bar-wrap",
        role="region",
        aria_label="Timer",
    )


def _work(timer: TimerRow, act: TimerActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            timer.description,
            label="What are you working on?",
            on_save=act.describe,
            rev=timer.rev,
            edit=rx.cond(timer.is_running, "text", "draft"),
            class_name="tt-bar-text",
            name="description",
            placeholder="What are you working on?",
            max_length=DESCRIPTION_LENGTH,
            on_focus=lambda: act.recall(),
            attrs={"data-timer-text": "", "data-offers": EARLIER},
        ),
        project_button(timer.project, timer.color, timer.task, popover="timer-project", is_outlined=True),
        rx.el.span(
            icon_button(
                "tag",
                "Tags",
                custom_attrs={
                    "popoverTarget": "timer-tags",
                    "data-on": rx.cond(timer.tags_text != "", "true", "false"),
                },
            ),
            billable_mark(timer.is_billable, act.turn_billable, size=2),
            class_name="tt-bar-extra",
        ),
        class_name="tt-bar-work",
    )


def _earlier(earlier: list[WorkRow], act: TimerActions) -> rx.Component:
    """Offer earlier work under the field (assets/offers.js says when)."""
    return rx.el.div(
        rx.foreach(earlier, lambda work: _earlier_work(work, act)),
        id=EARLIER,
        class_name="tt-pop tt-offers",
        role="group",
        aria_label="Earlier work",
        custom_attrs={"popover": "manual", "data-side": "none"},
    )


def _earlier_work(work: WorkRow, act: TimerActions) -> rx.Component:
    return rx.el.button(
        rx.el.span(rx.cond(work.description == "", "No description", work.description), class_name="tt-cut"),
        rx.cond(
            work.project != "",
            rx.el.span(
                project_dot(work.color),
                rx.el.span(work.project, class_name="tt-cut"),
                rx.cond(work.task != "", rx.el.span("› ", work.task, class_name="tt-task tt-cut")),
                class_name="tt-end tt-offer-of",
            ),
        ),
        type="button",
        class_name="tt-menu-item",
        on_click=lambda: act.take_up(work.entry_id),
        custom_attrs={"data-text": f"{work.description} {work.project} {work.task}"},
    )


def _since(timer: TimerRow, act: TimerActions) -> rx.Component:
    return rx.el.label(
        rx.el.span("since"),
        edit_cell(timer.since_text, label="Started at", on_save=act.move_start, rev=timer.rev, edit="time"),
        class_name="tt-bar-since",
    )


def _log(act: TimerActions) -> rx.Component:
    words = (rx.icon("clock_plus", size=20), rx.el.span("Log time"))
    return button(
        *words, kind="ghost", class_name="tt-btn tt-bar-log", aria_label="Log time", on_click=lambda: act.log()
    )


def _go(timer: TimerRow, act: TimerActions) -> rx.Component:
    return rx.cond(
        timer.is_running,
        button(
            rx.icon("square", size=16),
            rx.el.span("Stop"),
            kind="solid",
            size=3,
            class_name="tt-btn tt-bar-go",
            aria_label="Stop timer",
            on_click=lambda: act.stop(),
            custom_attrs={"data-act": "stop"},
        ),
        button(
            rx.icon("play", size=16),
            rx.el.span("Start"),
            kind="solid",
            size=3,
            class_name="tt-btn tt-bar-go",
            aria_label="Start timer",
            type="submit",
            custom_attrs={"data-act": "start"},
        ),
    )
