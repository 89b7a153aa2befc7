"""What the settings show, as ready text; choices are the words that are kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProfileRow:
    """A person's own settings, with an example of each format."""

    name: str = ""
    email: str = ""
    zone: str = ""
    week_start: str = ""
    target_text: str = ""
    theme: str = ""
    duration_format: str = ""
    time_format: str = ""
    duration_example: str = ""
    time_example: str = ""
    hides_description: bool = False


@dataclass(frozen=True)
class WorkspaceRow:
    """The workspace's settings; ``logo_url`` is empty where there is no logo."""

    name: str = ""
    address: str = ""
    tax_id: str = ""
    currency: str = ""
    zone: str = ""
    week_start: str = ""
    rounding_minutes: str = ""
    rounding_mode: str = ""
    minimum_entry_minutes: str = ""
    logo_url: str = ""
