"""The lists of the steps: one widget, whose rows, acts, add line and heading are parameters."""
