"""Who there is in the demo workspace, whom they work for, and on what. Nothing but facts."""

from dataclasses import dataclass
from decimal import Decimal

from timetrack.models import BillingType, Color, Role

WORKSPACE, CURRENCY = "Harbour Studio", "EUR"
DOMAIN = "harbour.example"
"""No address under .example can ever be anybody's (RFC 2606)."""


@dataclass(frozen=True)
class Actor:
    """One of the six. ``hourly_rate`` is their default rate."""

    name: str
    role: Role = Role.EMPLOYEE
    hourly_rate: Decimal | None = None
    hides_description: bool = False

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.name.lower()}@{DOMAIN}"


@dataclass(frozen=True)
class Job:
    """A project. ``used`` is how much of its budget is used up, in percent; the budget is made to fit, in hours or in money."""

    key: str
    name: str
    client: str
    color: Color
    hourly_rate: Decimal | None
    used: int = 0
    billing: BillingType = BillingType.HOURLY
    is_public: bool = False
    is_in_money: bool = False


@dataclass(frozen=True)
class Chore:
    """A task of the project ``job``. ``used`` is how much of its estimate is used up, ``due_in`` days from today."""

    job: str
    name: str
    used: int = 0
    assignee: str = ""
    due_in: int | None = None
    is_billable: bool | None = None


PEOPLE = (
    Actor("Mira", Role.ADMIN),
    Actor("Jonas", Role.MANAGER),
    Actor("Lena", hourly_rate=Decimal(88)),
    Actor("Tariq", hides_description=True),
    Actor("Noor", hourly_rate=Decimal(82)),
    Actor("Felix"),
)

CLIENTS = ("Alder Bikes", "Kestrel Maps", "Opal Clinic", "Tidewater Energy")

JOBS = (
    Job("web", "Webshop relaunch", "Alder Bikes", Color.BLUE, Decimal(95), used=81, is_in_money=True),
    Job("brand", "Brand refresh", "Alder Bikes", Color.PLUM, Decimal(90), used=110),
    Job("help", "Support retainer", "Alder Bikes", Color.BROWN, Decimal(95), is_public=True),
    Job("portal", "Patient portal", "Opal Clinic", Color.CRIMSON, Decimal(95), used=93),
    Job("data", "Data migration", "Opal Clinic", Color.CYAN, Decimal(92), used=64),
    Job("grid", "Grid dashboard", "Tidewater Energy", Color.ORANGE, Decimal(105), used=57, is_in_money=True),
    Job("trail", "Trail planner", "Kestrel Maps", Color.TEAL, Decimal(95), used=72),
    Job("field", "Field survey", "Kestrel Maps", Color.GRASS, None, used=48, billing=BillingType.FIXED),
    Job("studio", "Internal", "", Color.SLATE, None, billing=BillingType.NON_BILLABLE, is_public=True),
)

CHORES = (
    Chore("web", "Design", 86, "Mira", 6),
    Chore("web", "Frontend", 62, "Felix", 20),
    Chore("web", "Content", 40, "Lena", 27),
    Chore("brand", "Identity", 112, "Mira", -2),
    Chore("brand", "Guidelines", 70, "Felix", 9),
    Chore("help", "Tickets"),
    Chore("help", "Updates", 0, "Tariq"),
    Chore("portal", "Wireframes", 91, "Mira", 3),
    Chore("portal", "Research", 93, "Mira", 5),
    Chore("portal", "Accessibility", 88, "Lena", 12),
    Chore("portal", "Data model", 129, "Jonas", -5),
    Chore("portal", "Meetings", is_billable=False),
    Chore("data", "Import", 75, "Noor", 4),
    Chore("data", "Cutover", 50, "Tariq", 15),
    Chore("grid", "Backend", 66, "Jonas", 11),
    Chore("grid", "Frontend", 58, "Mira", 18),
    Chore("trail", "Backend", 78, "Tariq", 8),
    Chore("trail", "Design", 55, "Mira", 13),
    Chore("field", "On site", 52, "Felix", 30),
    Chore("field", "Mapping", 35, "Noor", 34),
    Chore("studio", "Meetings"),
    Chore("studio", "Admin"),
)

RATES = (("portal", "Jonas", Decimal(110)), ("grid", "Mira", Decimal(112)), ("trail", "Tariq", Decimal(98)))
"""What was agreed for one person on one project: it beats every other rate."""
