"""How to call what keeps people, invitations and settings: see ``tests/domain/recipes.py``."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlmodel import Session

from tests.factories import NOW
from timetrack.domain import auth, colleagues, invitations, passwords, people, profile, rate_history, timer, workspace
from timetrack.models import Invitation

Recipe = Callable[[Session, Any], Any]
PASSWORD = "correct horse battery"
LOGO = workspace.PNG + b"a picture"

READS: dict[str, Recipe] = {
    "colleagues.every_person": lambda s, w: colleagues.every_person(s, w.ada),
    "colleagues.kept_person": lambda s, w: colleagues.kept_person(s, w.ada, w.mira.user_id),
    "invitations.open_invitation": lambda s, w: invitations.open_invitation(s, token=w.invited.secret),
    "invitations.standings": lambda s, w: invitations.standings(s, w.ada),
    "people.lock_anybody": lambda s, w: people.lock_anybody(s, w.left.user_id),
    "rate_history.project_rates": lambda s, w: rate_history.project_rates(s, w.mira, w.mira),
    "rate_history.rate_changes": lambda s, w: rate_history.rate_changes(s, w.ada, user_id=w.mira.user_id),
    "workspace.logo_png": lambda s, w: workspace.logo_png(s, w.mira, sha256=w.logo_sha256),
}

WRITES: dict[str, Recipe] = {
    "auth.end_sessions_of": lambda s, w: auth.end_sessions_of(s, w.ada, w.mira.user_id),
    "colleagues.edit_person": lambda s, w: colleagues.edit_person(
        s, w.ada, user_id=w.mira.user_id, weekly_target_hours=Decimal(32)
    ),
    "colleagues.change_role": lambda s, w: colleagues.change_role(s, w.ada, user_id=w.mira.user_id, role="MANAGER"),
    "colleagues.deactivate_person": lambda s, w: colleagues.deactivate_person(s, w.ada, user_id=w.mira.user_id),
    "colleagues.reactivate_person": lambda s, w: colleagues.reactivate_person(s, w.ada, user_id=w.left.user_id),
    "invitations.add_invited_person": lambda s, w: invitations.add_invited_person(
        s, w.ada, name="Kai", email=f"invited.{w.ada.email}"
    ),
    "invitations.invite_person": lambda s, w: invitations.invite_person(s, w.ada, user_id=w.noor.user_id),
    "invitations.revoke_invitation": lambda s, w: invitations.revoke_invitation(
        s, w.ada, user_id=w.invited.person.user_id
    ),
    "invitations.restore_invitation": lambda s, w: invitations.restore_invitation(s, w.ada, invitation=_revoked(w)),
    "invitations.end_invitation": lambda s, w: invitations.end_invitation(s, w.ada, w.invited.person.user_id),
    "invitations.accept_invitation": lambda s, w: invitations.accept_invitation(
        s, token=w.invited.secret, name="Pia Sol", timezone="Asia/Tokyo", password_hash=hashed()
    ),
    "profile.edit_profile": lambda s, w: profile.edit_profile(s, w.mira, theme="DARK", hides_description=True),
    "timer.stop_for_leaving": lambda s, w: timer.stop_for_leaving(s, w.ada, w.mira),
    "workspace.edit_workspace": lambda s, w: workspace.edit_workspace(s, w.ada, tax_id=f"DE {w.ada.user_id}"),
    "workspace.set_logo": lambda s, w: workspace.set_logo(s, w.ada, png=LOGO + w.ada.email.encode()),
    "workspace.remove_logo": lambda s, w: workspace.remove_logo(s, w.ada),
}


def _revoked(world: Any) -> Invitation:
    """An invitation that Noor had."""
    return Invitation(
        invitation_id=10_000 + world.noor.user_id,
        token_hash=world.noor.email.encode().ljust(32, b".")[:32],
        user_id=world.noor.user_id,
        invited_by=world.ada.user_id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )


@cache
def hashed() -> str:
    """The hash of PASSWORD, computed once: it is slow on purpose."""
    return passwords.hash_password(PASSWORD)
