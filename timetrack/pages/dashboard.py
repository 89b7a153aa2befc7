"""/: today, this week against last, where the hours went, and what to go on with."""

from typing import Any

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.controls import key, link, link_button
from timetrack.components.dashboard_parts import share_bars, work_list
from timetrack.components.empty import empty
from timetrack.components.page import page
from timetrack.components.project_chip import project_dot
from timetrack.components.skeleton import skeleton_cards, skeleton_rows
from timetrack.components.stat import card, card_grid, stat_card, track
from timetrack.components.week_chart import week_card, week_skeleton
from timetrack.states.dashboard import DashboardState
from timetrack.states.dashboard_rows import BudgetRow, PartRow
from timetrack.states.timer import TimerState

FIGURES = DashboardState.figures


@rx.page(route="/", title="Dashboard · Timetrack", on_load=[TimerState.open, DashboardState.open])
def dashboard() -> rx.Component:
    """The dashboard."""
    return page(
        rx.cond(DashboardState.is_loaded, rx.cond(DashboardState.work, _full(), _new()), _loading()),
        title=_title(),
        current="/",
    )


def _title() -> Any:
    return rx.fragment(
        rx.el.span(rx.cond(DashboardState.is_loaded, DashboardState.title, "Dashboard"), class_name="tt-wide"),
        rx.el.span(rx.cond(DashboardState.is_loaded, DashboardState.short_title, "Dashboard"), class_name="tt-narrow"),
    )


def _full() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _today(),
            _week(),
            _billable(),
            rx.cond(DashboardState.is_leading, _unbilled()),
            class_name="tt-stats",
        ),
        card_grid(
            week_card(DashboardState.week, DashboardState.is_table, DashboardState.turn_table),
            card("Hours by project", _shares(), beside=_muted("this week"), columns=4),
        ),
        rx.el.div(
            card(
                "Recent work", work_list(DashboardState.work, TimerState.resume, TimerState.stop), beside=_resume_key()
            ),
            rx.cond(DashboardState.budgets, _budgets()),
            class_name="tt-pair",
        ),
    )


def _resume_key() -> rx.Component:
    return rx.el.span(key("R"), "resume last", class_name="tt-resume tt-wide", aria_hidden="true")


def _new() -> rx.Component:
    return empty(
        "timer",
        "Nothing tracked yet",
        "Start the timer: your day, your week and where the hours went will show here.",
        link_button("Go to the timer", to="/#start-timer", kind="soft", icon="play"),
    )


def _loading() -> rx.Component:
    return rx.fragment(
        rx.el.div(skeleton_cards(4), class_name="tt-stats"),
        card_grid(week_skeleton(), card("Hours by project", columns=4)),
        skeleton_rows(5),
    )


def _today() -> rx.Component:
    return stat_card(
        "Today",
        _growing(FIGURES.today),
        of=FIGURES.today_target_text,
        track=_against(FIGURES.today, FIGURES.today_target_seconds, "Today against the target"),
        note=rx.fragment(
            rx.cond(FIGURES.today_target_seconds > 0, _left()), "billable ", _growing(FIGURES.today_billable)
        ),
    )


def _left() -> rx.Component:
    """What is left of the target, or over it; counts down while the timer runs."""
    today = FIGURES.today
    counting = {"data-since": today.since, "data-base": today.seconds, "data-of": FIGURES.today_target_seconds}
    return rx.fragment(rx.el.span(FIGURES.today_left_text, key=today.since, custom_attrs=counting), " · ")


def _week() -> rx.Component:
    return stat_card(
        "This week",
        _growing(FIGURES.week),
        of=FIGURES.week_target_text,
        track=_against(FIGURES.week, FIGURES.week_target_seconds, "This week against the target"),
        note=rx.fragment(
            rx.el.b(FIGURES.change_text, class_name="tt-change", custom_attrs={"data-tone": FIGURES.change_tone}),
            " ",
            FIGURES.change_of,
        ),
    )


def _billable() -> rx.Component:
    return stat_card(
        "Billable share",
        FIGURES.share_text,
        of="this week",
        track=rx.el.div(
            _part("billable", FIGURES.billable_part),
            _part("other", FIGURES.not_billable_part),
            class_name="tt-parts",
            aria_hidden="true",
        ),
        note=rx.fragment(_growing(FIGURES.billable), " billable · ", _growing(FIGURES.not_billable), " not"),
    )


def _shares() -> rx.Component:
    return rx.cond(
        DashboardState.shares,
        share_bars(DashboardState.shares),
        rx.el.p("No time this week yet.", class_name="tt-muted tt-none"),
    )


def _unbilled() -> rx.Component:
    unbilled = DashboardState.unbilled
    return stat_card(
        "Unbilled",
        rx.fragment(
            unbilled.amount_text, rx.foreach(unbilled.other_texts, lambda text: rx.el.span(text, class_name="tt-other"))
        ),
        track=rx.el.div(
            rx.foreach(unbilled.parts, lambda part: _project_part(part)), class_name="tt-parts", aria_hidden="true"
        ),
        note=unbilled.note,
    )


def _budgets() -> rx.Component:
    return card(
        "Budgets near their limit",
        rx.el.ul(rx.foreach(DashboardState.budgets, _budget), class_name="tt-budgets"),
        beside=link("All projects", to="/projects"),
    )


def _budget(row: BudgetRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(project_dot(row.color), rx.el.span(row.project, class_name="tt-name"), class_name="tt-chip"),
        rx.el.span(row.used_text, class_name="tt-num tt-muted"),
        rx.el.span(row.percent_text, class_name="tt-num tt-percent", custom_attrs={"data-tone": row.tone}),
        track(row.percent, 100, f"{row.project}: {row.percent_text} used", tone=row.tone),
        rx.el.span(row.note, class_name="tt-note"),
        class_name="tt-budget",
        key=row.project_id,
    )


def _growing(row: Any) -> rx.Component:
    return growing_total(row.text, row.seconds, row.since, key=row.since)


def _against(row: Any, target: Any, label: str) -> rx.Component:
    """A figure against its target; an empty bar on a day without one."""
    bar = rx.el.progress(
        value=row.total_seconds,
        max=target,
        class_name="tt-track",
        aria_label=label,
        key=row.since,
        custom_attrs={"data-since": row.since, "data-base": row.seconds},
    )
    return rx.cond(target > 0, bar, rx.el.div(class_name="tt-track"))


def _project_part(part: PartRow) -> rx.Component:
    return rx.el.i(custom_attrs={"data-color": part.color, "style": rx.Var.create({"flexGrow": part.weight})})


def _part(name: str, weight: Any) -> rx.Component:
    wide = {"data-part": name, "style": rx.Var.create({"flexGrow": weight})}
    return rx.cond(weight > 0, rx.el.i(custom_attrs=wide))


def _muted(words: str) -> rx.Component:
    return rx.el.span(words, class_name="tt-muted")
