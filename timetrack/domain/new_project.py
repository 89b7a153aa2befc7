"""A project together with the client it is for, when that one is new as well: both are made, or neither."""

from typing import Unpack

from sqlmodel import Session

from timetrack.domain.clients import create_client
from timetrack.domain.projects import ProjectTerms, create_project
from timetrack.models import Project, User


def create_project_for_new_client(
    session: Session, actor: User, *, client_name: str, name: str, **terms: Unpack[ProjectTerms]
) -> Project:
    """Add a client in the organisation's currency and a project of theirs. Raises AlreadyExists for a known client."""
    client = create_client(session, actor, name=client_name)
    terms["client_id"] = client.client_id
    return create_project(session, actor, name=name, **terms)
