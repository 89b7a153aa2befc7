"""Timetrack: time tracking for teams, on PostgreSQL."""

__version__ = "0.1.0"
