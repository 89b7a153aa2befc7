"""Which tab shows which topic: what `live` looks up when something changed.

A tab is one socket's state, known by its server-side token. It says what it shows when a page loads; another page
replaces that. A topic such as ``user:*`` stands for everybody's. Nothing here is a permission: whoever refreshes a tab
asks for its session again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from timetrack.models import User


@dataclass(eq=False)
class Tab:
    """One open page of a signed-in person. ``shown`` maps a state class to the topics that make it stale."""

    token: str
    session_key: bytes
    session_id: int
    user_id: int
    role: str
    path: str = ""
    shown: dict[type, frozenset[str]] = field(default_factory=dict)

    @property
    def topics(self) -> set[str]:
        """Everything that concerns this tab; its own session and person always do."""
        own = {f"session:{self.session_id}", f"user:{self.user_id}"}
        return own.union(*self.shown.values())


_tabs: dict[str, Tab] = {}
_by_topic: defaultdict[str, set[str]] = defaultdict(set)


def know(token: str, session_key: bytes, session_id: int, person: User) -> Tab:
    """The tab behind ``token``, remembered from its first event on."""
    tab = _tabs.get(token)
    if tab is None or tab.session_key != session_key:
        forget(token)
        tab = _tabs[token] = Tab(token, session_key, session_id, person.user_id, person.role)
        _index(tab)
    return tab


def show(tab: Tab, path: str, state: type, topics: Iterable[str]) -> None:
    """From now on ``tab`` shows ``state``, stale as soon as one of ``topics`` is announced.

    Another ``path`` means another page: what the one before showed is dropped.
    """
    _unindex(tab)
    if path != tab.path:
        tab.path, tab.shown = path, {}
    tab.shown[state] = frozenset(topics)
    _index(tab)


def shown_by(token: str) -> list[type]:
    """The states that the page of a tab shows."""
    return list(_tabs[token].shown) if token in _tabs else []


def forget(token: str) -> None:
    """Drop a tab that is gone."""
    if tab := _tabs.pop(token, None):
        _unindex(tab)


def tabs() -> list[Tab]:
    """Every known tab."""
    return list(_tabs.values())


def concerned(topics: Iterable[str]) -> Iterator[tuple[Tab, list[type]]]:
    """Each tab that one of ``topics`` concerns, with the states it makes stale."""
    changed = with_wildcards(topics)
    for token in set().union(*(_by_topic.get(topic, ()) for topic in changed)):
        tab = _tabs[token]
        yield tab, [state for state, stale_by in tab.shown.items() if stale_by & changed]


def with_wildcards(topics: Iterable[str]) -> set[str]:
    """``topics`` and what stands for all of their kind: ``user:*`` for ``user:7``."""
    named = set(topics)
    return named | {f"{topic.partition(':')[0]}:*" for topic in named if ":" in topic}


def _index(tab: Tab) -> None:
    for topic in tab.topics:
        _by_topic[topic].add(tab.token)


def _unindex(tab: Tab) -> None:
    for topic in tab.topics:
        _by_topic[topic].discard(tab.token)
        if not _by_topic[topic]:
            del _by_topic[topic]
