"""What became of one entry, and any version of it brought back."""

from timetrack import clock
from timetrack.domain import history
from timetrack.states.base import AppState, guarded
from timetrack.states.history_shown import VersionRow, version_rows
from timetrack.states.time import TimeState
from timetrack.states.timer import UNDO


class HistoryState(AppState):
    """The versions of the entry whose history is open, newest first."""

    versions: list[VersionRow] = []  # noqa: RUF012
    subject: str = ""
    is_open: bool = False
    _entry_id: int = 0

    @guarded
    async def look_back(self, entry_id: int) -> None:
        """Show the history of an entry."""
        entry = (await self.get_state(TimeState))._listed(entry_id)
        self._entry_id = entry_id
        await self._show_versions()
        self._show(subject=entry.description if entry else "", is_open=True)

    @guarded
    async def close(self) -> None:
        """Close it."""
        self._show(is_open=False, versions=[])

    @guarded
    async def restore_version(self, sequence: int) -> None:
        """Make the entry what it was after one of its changes; the notice takes that back."""
        await self._act(history.restore_version, entry_id=self._entry_id, sequence=sequence)
        self._tell("Version restored", self.subject, action=UNDO, way_back=self._undo())
        page = await self.get_state(TimeState)
        page._accept(self._entry_id)
        await page._refresh()
        await self._show_versions()

    async def _show_versions(self) -> None:
        found = await self._read(history.entry_history, entry_id=self._entry_id)
        self._show(versions=version_rows(found, self._actor, clock.now()))
