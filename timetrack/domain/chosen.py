"""Several entries that somebody chose: found, and their owners locked in one order, so that nobody waits in a circle."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import policy
from timetrack.domain.entries import lock_owner
from timetrack.domain.entry_rows import ENTRIES
from timetrack.errors import ChangedElsewhere, InvalidInput, NotFound
from timetrack.models import TimeEntry, User

CHOSEN_AT_MOST = 500
CHOSEN = ENTRIES.c.entry_id == any_(bindparam("chosen", type_=ARRAY(BigInteger)))


def lock_chosen(
    session: Session, actor: User, entry_ids: Sequence[int], seen: Mapping[int, datetime] | None = None
) -> tuple[list[TimeEntry], dict[int, User]]:
    """Lock the owners of the chosen entries, then read these as they are now, earliest first, and the owners by key.

    ``seen`` holds the ``updated_at`` of entries that were on screen. Raises InvalidInput for none or more than 500,
    NotFound when one is gone or not to be seen, ChangedElsewhere when one is newer than what was seen.
    """
    wanted = sorted(set(entry_ids))
    if not 0 < len(wanted) <= CHOSEN_AT_MOST:
        raise InvalidInput(
            f"Choose between 1 and {CHOSEN_AT_MOST} entries; these are {len(wanted):,}. Nothing was changed."
        )
    owners = sorted({entry.user_id for entry in _visible(session, actor, wanted)})
    people = {user_id: lock_owner(session, actor, user_id) for user_id in owners}
    found = _visible(session, actor, wanted)
    if any(seen.get(entry.entry_id, entry.updated_at) != entry.updated_at for entry in found if seen):
        raise ChangedElsewhere("One of these entries was changed in another place meanwhile. Nothing was changed.")
    return found, people


def _visible(session: Session, actor: User, wanted: list[int]) -> list[TimeEntry]:
    chosen = select(ENTRIES).where(CHOSEN, policy.visible_entries(actor))
    found = rows(session, TimeEntry, chosen.order_by(ENTRIES.c.start_time, ENTRIES.c.entry_id), chosen=wanted)
    if len(found) < len(wanted):
        raise NotFound("One of these entries is not here any more. Nothing was changed.")
    return found
