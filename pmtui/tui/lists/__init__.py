"""The lists of the steps: one widget that is given its rows, acts, add line and heading."""
