"""Changes travel between processes and tabs."""
