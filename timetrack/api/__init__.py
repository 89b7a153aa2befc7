"""Our own HTTP routes beside the pages."""
