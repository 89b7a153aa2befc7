"""What is kept about a person, as cells: the same in the table of people and on their own page."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from timetrack.components.controls import badge, button
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.edit import edit_cell, select_cell
from timetrack.components.form import copy_field, error_line, field, select
from timetrack.components.kinds import Piece
from timetrack.components.menu import menu_item
from timetrack.components.refused import refused
from timetrack.domain.periods import known_zones
from timetrack.states.people import PeopleState
from timetrack.states.people_rows import KeptPersonRow
from timetrack.states.person import PersonState

Keeper = type[PeopleState] | type[PersonState]
ZONES = "zones"


def zone_list() -> rx.Component:
    """Offer every zone to the zone cells of the page."""
    return rx.el.datalist(*[rx.el.option(value=zone) for zone in zone_names()], id=ZONES)


def zone_names() -> list[str]:
    """The zones that people choose from."""
    return sorted(zone for zone in known_zones() if zone == "UTC" or ("/" in zone and not zone.startswith("Etc/")))


def name_cell(keeper: Keeper, row: KeptPersonRow, **looks: Any) -> rx.Component:
    """Show the name."""
    return _cell(row, "name", row.name, f"Name of {row.name}", keeper.rename, max_length=200, **looks)


def rate_cell(keeper: Keeper, row: KeptPersonRow) -> rx.Component:
    """Show the default rate."""
    label = f"Default rate of {row.name}"
    return _cell(row, "rate", row.rate_text, label, keeper.change_rate, is_number=True, placeholder="–")


def zone_cell(keeper: Keeper, row: KeptPersonRow) -> rx.Component:
    """Show the zone."""
    attrs = {"list": ZONES}
    return _cell(row, "zone", row.zone, f"Time zone of {row.name}", keeper.change_zone, attrs=attrs)


def target_cell(keeper: Keeper, row: KeptPersonRow) -> rx.Component:
    """Show the weekly target."""
    label = f"Weekly target of {row.name} in hours"
    return _cell(row, "target", row.target_text, label, keeper.change_target, is_number=True, placeholder="–")


def role_cell(keeper: Keeper, row: KeptPersonRow) -> rx.Component:
    """Show the role."""
    return rx.fragment(
        rx.cond(
            row.is_kept,
            select_cell(
                row.role,
                keeper.roles,
                label=f"Role of {row.name}",
                on_save=lambda value: keeper.change_role(row.user_id, value),
            ),
            rx.el.span(row.role_text, class_name="tt-value"),
        ),
        _refused_role(row),
    )


def standing(row: KeptPersonRow) -> rx.Component:
    """Say whether somebody is here, still to come, or gone."""
    return rx.el.span(
        badge(row.standing_text, row.tone),
        rx.cond(row.standing_detail != "", rx.el.span(row.standing_detail, class_name="tt-muted tt-small")),
        class_name="tt-standing",
    )


def coming_and_going(keeper: Keeper, row: KeptPersonRow, of: str | rx.Var) -> list[Piece]:
    """Offer, in the menu `of`, what can be done as somebody stands."""

    def item(icon: str, text: str, act: Callable[..., Any], is_dangerous: bool = False) -> rx.Component:
        return menu_item(icon, text, of=of, is_dangerous=is_dangerous, on_click=lambda: act(row.user_id))

    has_link = (row.standing == "invited") | (row.standing == "expired")
    return [
        rx.cond(row.standing == "new", item("mail_plus", "Invite", keeper.invite)),
        rx.cond(has_link, item("rotate_cw", "Invite anew", keeper.invite)),
        rx.cond(has_link, item("mail_x", "Revoke invitation", keeper.revoke_invitation)),
        rx.cond(
            row.standing == "gone",
            item("user_round_check", "Reactivate", keeper.reactivate),
            rx.cond(
                row.is_self,
                rx.fragment(),
                item("user_round_x", "Deactivate", keeper.deactivate, is_dangerous=True),
            ),
        ),
    ]


def link_dialog(keeper: Keeper) -> rx.Component:
    """Show a new invitation's link, this once."""
    return dialog(
        "invitation-link",
        rx.Var.create(f"Invitation for {keeper.link_name}"),
        rx.el.div(
            rx.el.p(
                "Send this link yourself: no mail goes out. Whoever opens it sets the password, so choose a way "
                "that only ",
                keeper.link_name,
                " reads.",
            ),
            copy_field("Invitation link", "link", keeper.link),
            rx.el.p("It works once, until ", keeper.link_until, ". It is shown only now.", class_name="tt-muted"),
            class_name="tt-dialog-body tt-link-body",
        ),
        rx.el.div(button("Done", kind="quiet", custom_attrs={"data-closes": ""}), class_name="tt-dialog-foot"),
        is_open=keeper.has_link,
        on_close=keeper.forget_link,
    )


def add_dialog() -> rx.Component:
    """Ask who comes."""
    return dialog(
        "new-person",
        "Add person",
        rx.el.form(
            rx.el.div(
                field("Name", "name", required=True, max_length=200, auto_complete="off", auto_focus=True),
                field("E-mail", "email", required=True, auto_complete="off", help="What they sign in with."),
                select("Role", "role", rx.Var.create(PeopleState.roles), default_value="EMPLOYEE"),
                class_name="tt-dialog-body",
            ),
            error_line(PeopleState.refusal),
            dialog_foot("Add and make a link"),
            on_submit=PeopleState.add,
            key=PeopleState.asked,
        ),
        is_open=PeopleState.is_asking,
        on_close=PeopleState.cancel,
    )


def _refused_role(row: KeptPersonRow) -> rx.Component:
    """A choice has no text to keep, so its refusal stands until something else is saved."""
    return rx.cond(
        row.problem_field == "role", rx.el.span(row.problem, class_name="tt-error tt-refused-role", role="alert")
    )


def _cell(row: KeptPersonRow, kind: str, text: Any, label: Any, on_save: Any, **looks: Any) -> rx.Component:
    return rx.fragment(
        edit_cell(
            text,
            label=label,
            on_save=lambda typed: on_save(row.user_id, typed),
            rev=row.rev,
            locked=rx.cond(row.is_kept, "", "Administrators are kept by administrators"),
            is_refused=row.problem_field == kind,
            **looks,
        ),
        refused(row, kind),
    )
