"""How fast Timetrack is, as ratios against a floor measured beside it. `make bench` runs all of it."""
