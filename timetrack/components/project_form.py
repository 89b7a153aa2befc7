"""The forms for a project's terms: a new one, and those of one that exists."""

from collections.abc import Sequence

import reflex as rx

from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import checkbox, error_line, field, option
from timetrack.states.project import ProjectState
from timetrack.states.projects import NEW_CLIENT, ProjectsState
from timetrack.states.rows import OptionRow

BILLING = (("HOURLY", "By the hour"), ("FIXED", "At a fixed amount"), ("NON_BILLABLE", "Not billable"))
EVERYONE = "Everyone may track time on it"


def new_project_dialog() -> rx.Component:
    """Ask for a new project, and for its client's name when that one is new too."""
    return dialog(
        "new-project",
        "New project",
        rx.el.form(
            rx.el.div(
                field(
                    "Name", "name", required=True, max_length=200, auto_complete="off", auto_focus=True, is_wide=True
                ),
                _client(ProjectsState.client_choices, ProjectsState.client, may_be_new=True),
                rx.el.div(
                    field("New client's name", "new_client", max_length=200, auto_complete="off"),
                    class_name="tt-new-client",
                ),
                _billing(),
                field("Rate per hour", "hourly_rate", placeholder="none", auto_complete="off", input_mode="decimal"),
                field("Budget in hours", "budget_hours", placeholder="none", auto_complete="off", input_mode="decimal"),
                rx.el.div(checkbox(EVERYONE, "is_public", default_checked=True), custom_attrs={"data-span": ""}),
                class_name="tt-fields tt-dialog-body tt-project-fields",
            ),
            error_line(ProjectsState.refusal),
            dialog_foot("Create project"),
            on_submit=ProjectsState.add,
            key=ProjectsState.asked,
        ),
        is_open=ProjectsState.is_asking,
        on_close=ProjectsState.cancel,
    )


def edit_project_dialog() -> rx.Component:
    """Ask for changed terms. What was tracked already keeps the rate it was made with."""
    head = ProjectState.head
    return dialog(
        "edit-project",
        "Edit project",
        rx.el.form(
            rx.el.div(
                field(
                    "Name",
                    "name",
                    required=True,
                    max_length=200,
                    auto_complete="off",
                    default_value=head.name,
                    is_wide=True,
                ),
                _client(ProjectState.client_choices, head.client_id),
                _billing(head.billing),
                field(
                    "Rate per hour",
                    "hourly_rate",
                    placeholder="none",
                    default_value=head.rate_text,
                    auto_complete="off",
                    help="Time already tracked keeps its rate.",
                ),
                field("Currency", "currency", default_value=head.currency, max_length=3, auto_complete="off"),
                field(
                    "Budget in hours",
                    "budget_hours",
                    placeholder="none",
                    default_value=head.budget_text,
                    auto_complete="off",
                ),
                field(
                    "Budget in money",
                    "budget_amount",
                    placeholder="none",
                    default_value=head.amount_text,
                    auto_complete="off",
                ),
                rx.el.div(
                    checkbox(EVERYONE, "is_public", default_checked=head.is_public), custom_attrs={"data-span": ""}
                ),
                class_name="tt-fields tt-dialog-body tt-project-fields",
            ),
            error_line(ProjectState.refusal),
            dialog_foot("Save"),
            on_submit=ProjectState.edit,
            key=ProjectState.asked,
        ),
        is_open=ProjectState.is_asking,
        on_close=ProjectState.cancel,
    )


def _client(options: list[OptionRow], chosen: str, *, may_be_new: bool = False) -> rx.Component:
    new = [rx.el.option("New client …", value=NEW_CLIENT)] if may_be_new else []
    return _choice("Client", "client", rx.foreach(options, option), *new, default_value=chosen)


def _billing(chosen: str = "HOURLY") -> rx.Component:
    words: Sequence[rx.Component] = [rx.el.option(label, value=value) for value, label in BILLING]
    return _choice("Billing", "billing_type", *words, default_value=chosen)


def _choice(label: str, name: str, *options: rx.Component, default_value: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, class_name="tt-label", html_for=f"field-{name}"),
        rx.el.select(*options, name=name, id=f"field-{name}", class_name="tt-select", default_value=default_value),
        class_name="tt-field",
    )
