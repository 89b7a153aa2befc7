"""What the pages about people show, as ready text."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class KeptPersonRow:
    """One person as those see them who lead.

    ``standing`` is here, invited, expired, new or gone; ``standing_text`` says so. ``is_kept`` tells whether the viewer
    may change anything about them.
    """

    user_id: int = 0
    name: str = ""
    initial: str = ""
    email: str = ""
    role: str = ""
    role_text: str = ""
    rate_text: str = ""
    zone: str = ""
    target_text: str = ""
    standing: str = ""
    standing_text: str = ""
    standing_detail: str = ""
    tone: str = ""
    is_self: bool = False
    is_kept: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class WhyRow:
    """Which rule gives a rate: in two words, as a sentence with the rate, and what made it the one."""

    short: str = ""
    sentence: str = ""
    detail: str = ""


@dataclass(frozen=True)
class ProjectRateRow:
    """A project that a person is on, with what their hour costs there."""

    project_id: int
    name: str = ""
    color: str = ""
    client: str = ""
    rate_text: str = ""
    why: WhyRow = field(default_factory=WhyRow)
    is_member: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class RateChangeRow:
    """One change of a rate."""

    change_id: int
    when_text: str = ""
    what: str = ""
    before: str = ""
    after: str = ""
    who: str = ""
