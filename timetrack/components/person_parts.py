"""The page of one person: what is kept about them, their projects and rates, and how their rates changed."""

import reflex as rx

from timetrack.components.controls import badge, icon_button, link
from timetrack.components.edit import edit_cell
from timetrack.components.form import option
from timetrack.components.menu import menu
from timetrack.components.person_cells import (
    coming_and_going,
    name_cell,
    rate_cell,
    role_cell,
    standing,
    target_cell,
    zone_cell,
)
from timetrack.components.project_chip import project_dot
from timetrack.components.refused import refused
from timetrack.components.stat import card
from timetrack.components.table import Column, table, table_row
from timetrack.components.why_rate import why_rate
from timetrack.states.people_rows import ProjectRateRow, RateChangeRow
from timetrack.states.person import PersonState

HEAD = PersonState.head
MENU = "person-actions"
CHANGES = (
    Column("Rate of"),
    Column("From", is_number=True),
    Column("To", is_number=True),
    Column("By"),
    Column("When", is_number=True),
)


def way_back() -> rx.Component:
    """Show the arrow that leads to everybody."""
    return link(rx.icon("arrow_left", size=16), to="/people", class_name="tt-icon-btn", aria_label="All people")


def title() -> rx.Component:
    """Show the name, which edits in place."""
    return rx.cond(
        PersonState.is_here,
        rx.fragment(
            rx.el.span(HEAD.name, class_name="tt-sr"),
            name_cell(PersonState, HEAD, class_name="tt-cell tt-title tt-fit"),
        ),
        "Person",
    )


def actions() -> rx.Component:
    """Offer what can be done with somebody as a whole."""
    return rx.cond(
        HEAD.is_kept & ~(HEAD.is_self & (HEAD.standing == "here")),
        rx.fragment(
            icon_button("ellipsis_vertical", f"More about {HEAD.name}", custom_attrs={"popoverTarget": MENU}),
            menu(MENU, *coming_and_going(PersonState, HEAD, MENU), label=f"More about {HEAD.name}"),
        ),
    )


def kept() -> rx.Component:
    """Show what is kept about the person."""
    return card(
        "About",
        rx.el.dl(
            _fact("E-mail", rx.el.span(HEAD.email, class_name="tt-value tt-cut")),
            _fact("State", rx.el.span(standing(HEAD), class_name="tt-value")),
            _fact("Role", role_cell(PersonState, HEAD)),
            _fact("Default rate", rate_cell(PersonState, HEAD)),
            _fact("Weekly target", target_cell(PersonState, HEAD)),
            _fact("Time zone", zone_cell(PersonState, HEAD)),
            class_name="tt-kept-facts",
        ),
        columns=5,
    )


def projects_and_rates() -> rx.Component:
    """Show the projects somebody is on, with what their hour costs there and why; one is added below."""
    return card(
        "Projects and rates",
        rx.cond(
            PersonState.project_rates,
            rx.el.ul(rx.foreach(PersonState.project_rates, _project), class_name="tt-people"),
            rx.el.p(
                "Not on any project; public ones take their time all the same.", class_name="tt-card-body tt-muted"
            ),
        ),
        rx.cond(PersonState.addable, _add()),
        columns=7,
    )


def rate_changes() -> rx.Component:
    """Show how the rates changed."""
    return rx.el.section(
        rx.el.header(rx.el.h2("History of the rate"), class_name="tt-card-head"),
        rx.el.p(
            "A new rate counts from then on. Time that was logged before keeps the rate it was logged at.",
            class_name="tt-card-body tt-muted",
        ),
        rx.cond(
            PersonState.changes,
            table(CHANGES, PersonState.changes, _change, label="History of the rate"),
            rx.el.p("No rate was ever set.", class_name="tt-card-body tt-muted"),
        ),
        class_name="tt-card tt-history",
        aria_label="History of the rate",
    )


def _fact(name: str, cell: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(name, class_name="tt-muted"), rx.el.dd(cell))


def _project(row: ProjectRateRow) -> rx.Component:
    return rx.el.li(
        project_dot(row.color),
        link(row.name, to=f"/projects/{row.project_id}", class_name="tt-row-link tt-cut"),
        rx.el.span(row.client, class_name="tt-muted tt-num tt-cut"),
        edit_cell(
            row.rate_text,
            label=f"Rate on {row.name}",
            on_save=lambda text: PersonState.change_project_rate(row.project_id, text),
            rev=row.rev,
            is_refused=row.problem_field == "rate",
            is_number=True,
            placeholder="–",
            class_name="tt-cell tt-name",
        ),
        why_rate(f"why-{row.project_id}", row.why),
        rx.cond(
            row.is_member,
            icon_button(
                "x", f"Take {HEAD.name} off {row.name}", on_click=lambda: PersonState.remove_project(row.project_id)
            ),
            badge("not on it"),
        ),
        refused(row, "rate"),
        key=row.project_id,
    )


def _add() -> rx.Component:
    return rx.el.form(
        rx.el.label("Add a project", html_for="field-project", class_name="tt-sr"),
        rx.el.select(
            rx.el.option("Add a project…", value=""),
            rx.foreach(PersonState.addable, option),
            name="project",
            id="field-project",
            class_name="tt-select",
            required=True,
        ),
        rx.el.button("Add", type="submit", class_name="tt-btn", custom_attrs={"data-kind": "soft", "data-size": "2"}),
        on_submit=PersonState.add_project,
        reset_on_submit=True,
        class_name="tt-add-person",
    )


def _change(row: RateChangeRow) -> rx.Component:
    cells = [
        rx.el.span(row.what, class_name="tt-name"),
        row.before,
        rx.el.span(row.after, class_name="tt-name"),
        rx.el.span(row.who, class_name="tt-muted"),
        rx.el.span(row.when_text, class_name="tt-muted"),
    ]
    return table_row(CHANGES, cells, key=row.change_id)
