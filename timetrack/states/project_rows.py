"""What the pages of a project show besides its tasks, as ready text."""

from dataclasses import dataclass, field

from timetrack.states.people_rows import WhyRow


@dataclass(frozen=True)
class LinkRow:
    """One choice that leads to another view of the page."""

    label: str
    path: str
    is_current: bool = False


@dataclass(frozen=True)
class ProjectHead:
    """A project's name and terms; ``status`` and ``billing`` are the words kept, the ``_text`` ones those shown."""

    project_id: int = 0
    name: str = ""
    color: str = ""
    client_id: str = ""
    client: str = ""
    status: str = ""
    status_text: str = ""
    status_tone: str = ""
    billing: str = ""
    billing_text: str = ""
    rate_text: str = ""
    budget_text: str = ""
    amount_text: str = ""
    currency: str = ""
    is_public: bool = False
    is_archived: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class FigureRow:
    """One figure of a project; ``tone`` colours only its note."""

    label: str
    figure: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One person of a project; ``why`` says which rule gives the rate."""

    user_id: int
    name: str = ""
    initial: str = ""
    hours_text: str = ""
    rate_text: str = ""
    why: WhyRow = field(default_factory=WhyRow)
    is_member: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0
