"""Opening an invitation from outside: guesses at links are made slow, like guesses at passwords."""

import re

from timetrack import db
from timetrack.domain import invitations, throttle
from timetrack.domain.invitations import OpenInvitation
from timetrack.errors import InvitationUnknown

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_GUESSED = "an invitation"


def looks_like_a_token(token: str) -> bool:
    """Whether it could be the secret of a link at all."""
    return _TOKEN.fullmatch(token) is not None


def invitation_for(*, token: str, address: str) -> OpenInvitation:
    """What the link behind ``token`` invites to, asked from ``address``.

    Only a token that was never given, or died, counts as a guess; five in a quarter of an hour, and further ones wait.
    The charge stays only where the guess was wrong. Raises TooManyAttempts, and what ``invitations.open_invitation`` raises.
    """
    if not looks_like_a_token(token):
        raise InvitationUnknown
    with db.transaction() as session:
        throttle.charge(session, throttle.attempt(_GUESSED, address))
        try:
            found = invitations.open_invitation(session, token=token)
        except InvitationUnknown:
            session.commit()
            raise
        session.rollback()
    return found
