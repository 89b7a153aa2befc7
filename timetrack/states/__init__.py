"""What one tab remembers: one State per page."""
