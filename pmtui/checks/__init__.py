"""The checks of a review: what is missing, contradictory, hard to read, or must not be published. Pure functions."""
