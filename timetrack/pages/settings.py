"""/settings: one's profile, the workspace, where one is signed in, the password; the section stands in the address."""

import reflex as rx

from timetrack.components.account_parts import password_card, places_card
from timetrack.components.empty import empty
from timetrack.components.invoice_settings import numbers_card, taxes_card, terms_form
from timetrack.components.page import page
from timetrack.components.post import jobs_section
from timetrack.components.project_views import views
from timetrack.components.settings_forms import logo_card, looks, profile_form, workspace_form
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.stat import card_grid
from timetrack.states.account import AccountState
from timetrack.states.invoice_settings import InvoiceSettingsState
from timetrack.states.jobs import JobsState
from timetrack.states.settings import SettingsState
from timetrack.states.timer import TimerState


@rx.page(
    route="/settings",
    title="Settings · Timetrack",
    on_load=[TimerState.open, SettingsState.open, AccountState.open, InvoiceSettingsState.open, JobsState.open],
)
def settings() -> rx.Component:
    """The settings page."""
    return page(
        rx.cond(
            SettingsState.is_loaded,
            rx.match(
                SettingsState.section,
                ("workspace", _workspace()),
                ("invoices", _invoices()),
                ("jobs", card_grid(jobs_section())),
                ("sessions", card_grid(places_card())),
                ("password", card_grid(password_card())),
                card_grid(profile_form(), looks()),
            ),
            skeleton_rows(6),
        ),
        title="Settings",
        current="/settings",
        head=[views(SettingsState.sections, "Which settings")],
    )


def _workspace() -> rx.Component:
    return rx.cond(
        SettingsState.is_admin,
        card_grid(workspace_form(), logo_card()),
        empty("lock", "Administrators keep the workspace", "Its name, currency and rounding are theirs to set."),
    )


def _invoices() -> rx.Component:
    return rx.cond(
        InvoiceSettingsState.may_edit,
        card_grid(terms_form(), taxes_card(), numbers_card()),
        empty("lock", "Administrators keep this", "Taxes, numbers, terms and the bank account are theirs to set."),
    )
