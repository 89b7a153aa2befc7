"""What components take besides rows: handlers, and the elements they give back."""

from collections.abc import Callable
from typing import Any

import reflex as rx

Handler = Callable[..., Any]
"""An event handler of a state, called by the component with the row's key and then what was typed."""

Piece = rx.Component | rx.Var | str
