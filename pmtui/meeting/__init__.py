"""How a review is run: the steps with their guidance and checks, the wording hints, and the table of commands."""
