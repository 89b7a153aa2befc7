"""Doing jobs: in the web process, or in a process of its own."""
