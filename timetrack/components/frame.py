"""The frame of every page: sidebar or rail, timer bar, head with the one h1, bottom tabs, notices."""

from collections.abc import Sequence
from itertools import groupby

import reflex as rx
from reflex_components_core.react_router import link as router_link

from timetrack.components.bottom_tabs import bottom_tabs
from timetrack.components.clock import growing_total
from timetrack.components.color_mode import followed
from timetrack.components.controls import avatar, icon_button, key
from timetrack.components.kinds import Handler, Piece
from timetrack.components.menu import menu, menu_rule
from timetrack.components.notices import notice_stack
from timetrack.components.places import PLACES, Place, shown_to
from timetrack.states.notices import Notice
from timetrack.states.rows import FrameRow

PERSON_MENU = "person-menu"


def frame(
    *content: Piece,
    title: Piece,
    current: str,
    viewer: FrameRow,
    bar: rx.Component,
    notices: list[Notice],
    on_dismiss: Handler,
    on_notice: Handler | None = None,
    before: Sequence[Piece] = (),
    head: Sequence[Piece] = (),
    side: Sequence[Piece] = (),
) -> rx.Component:
    """Put content into the frame.

    `current` is the path of the place that is lit. In the head stand `before` (a way back), the title, `head` (period,
    tabs, badges), and at the right `side`: the total, then actions.
    """
    return rx.el.div(
        rx.el.a("Skip to content", href="#content", class_name="tt-skip"),
        _sidebar(viewer, current),
        rx.el.main(
            rx.el.div(
                bar,
                rx.el.div(
                    _head(title, viewer, before, head, side),
                    rx.el.div(*content, class_name="tt-content"),
                    id="content",
                    tab_index=-1,
                ),
                class_name="tt-column",
            ),
            class_name="tt-main",
        ),
        bottom_tabs(current, viewer.leads),
        _person_menu(viewer),
        notice_stack(notices, on_dismiss, on_notice),
        _hint(viewer),
        class_name="tt-app",
        custom_attrs={
            "data-ready": rx.cond(viewer.person == "", "false", "true"),
            "data-theme": followed(viewer.theme),
            "data-hours-form": viewer.hours_form,
            "data-clock-form": viewer.clock_form,
        },
    )


def logo(size: int = 16) -> rx.Component:
    """Show the mark of Timetrack."""
    return rx.el.span(rx.icon("timer", size=size), class_name="tt-logo", aria_hidden="true")


def _sidebar(viewer: FrameRow, current: str) -> rx.Component:
    return rx.el.aside(
        rx.el.div(logo(), rx.el.span(viewer.workspace, class_name="tt-cut"), class_name="tt-brand"),
        _search(),
        rx.el.nav(*_nav(viewer, current), class_name="tt-nav", aria_label="Main"),
        _week(viewer),
        rx.el.button(
            avatar(viewer.initial),
            rx.el.span(viewer.person, class_name="tt-cut"),
            rx.icon("ellipsis", size=16),
            type="button",
            class_name="tt-person",
            aria_label=rx.cond(viewer.person == "", "You", viewer.person),
            custom_attrs={"popoverTarget": PERSON_MENU},
        ),
        class_name="tt-side",
        aria_label="Sidebar",
    )


def _search() -> rx.Component:
    return rx.el.button(
        rx.icon("search", size=16),
        rx.el.span("Search"),
        rx.el.span(rx.el.span("Ctrl", custom_attrs={"data-mod": ""}), " K", class_name="tt-kbd", aria_hidden="true"),
        type="button",
        class_name="tt-search",
        aria_label="Search",
        custom_attrs={"data-palette": "", "data-tip": "Search", "data-tip-side": "right"},
    )


def _nav(viewer: FrameRow, current: str) -> list[rx.Component]:
    shown: list[rx.Component] = []
    for group, found in groupby(PLACES, key=lambda place: place.group):
        places = list(found)
        if group:
            head = rx.el.div(group, class_name="tt-nav-group")
            shown.append(rx.cond(viewer.leads, head) if all(one.is_for_leads for one in places) else head)
        shown += [shown_to(place, viewer.leads, _place(place, current)) for place in places]
    return shown


def _place(place: Place, current: str) -> rx.Component:
    lit = {"aria-current": "page"} if place.path == current else {}
    goes = {"data-go": place.key} if place.key else {}
    return router_link(
        rx.icon(place.icon, size=16),
        rx.el.span(place.name),
        to=place.path,
        class_name="tt-nav-item",
        custom_attrs={"data-tip": place.name, "data-tip-side": "right", **goes, **lit},
    )


def _week(viewer: FrameRow) -> rx.Component:
    total = growing_total(viewer.week_text, viewer.week_seconds, viewer.since)
    return rx.el.div(
        rx.el.div(
            rx.el.span("This week", class_name="tt-muted"),
            rx.el.span(rx.el.b(total), rx.el.span(" / ", viewer.target_text, class_name="tt-muted")),
        ),
        rx.el.progress(
            value=viewer.worked_seconds,
            max=viewer.target_seconds,
            class_name="tt-track",
            aria_label="This week against the target",
            custom_attrs={"data-thin": ""},
        ),
        class_name="tt-week",
    )


def _head(
    title: Piece, viewer: FrameRow, before: Sequence[Piece], head: Sequence[Piece], side: Sequence[Piece]
) -> rx.Component:
    person = rx.el.button(
        avatar(viewer.initial, size=2),
        type="button",
        class_name="tt-avatar-btn",
        aria_label="You",
        custom_attrs={"popoverTarget": PERSON_MENU},
    )
    return rx.el.header(
        *before,
        rx.el.h1(title),
        icon_button("search", "Search", class_name="tt-icon-btn tt-find-btn", custom_attrs={"data-palette": ""}),
        person,
        *([rx.el.div(*head, class_name="tt-head-main")] if head else []),
        *([rx.el.div(*side, class_name="tt-head-side")] if side else []),
        class_name="tt-head",
        custom_attrs={"data-back": str(bool(before)).lower()},
    )


def _person_menu(viewer: FrameRow) -> rx.Component:
    leave = rx.el.button(
        rx.icon("log_out", size=16),
        rx.el.span("Sign out"),
        type="submit",
        class_name="tt-menu-item",
        custom_attrs={"data-act": "sign-out"},
    )
    return menu(
        PERSON_MENU,
        rx.el.div(
            rx.el.div(viewer.person, class_name="tt-name"),
            rx.el.div(viewer.email, class_name="tt-muted tt-small"),
            class_name="tt-menu-head",
        ),
        menu_rule(),
        router_link(rx.icon("settings", size=16), rx.el.span("Settings"), to="/settings", class_name="tt-menu-item"),
        rx.el.form(leave, method="post", action="/auth/logout", on_submit=None),
        label="You",
    )


def _hint(viewer: FrameRow) -> rx.Component:
    return rx.el.div(
        rx.el.b(),
        key("↵"),
        rx.el.span("save"),
        key("Esc"),
        rx.el.span("restore"),
        id="tt-hint",
        class_name="tt-hint",
        hidden=True,
        aria_hidden="true",
        custom_attrs={"data-zone": viewer.zone},
    )
