"""Reusable view functions: rows in, elements out. No queries, no roles, no arithmetic."""
