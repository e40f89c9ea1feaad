"""How a review is run: the steps with their guidance, what is missing, and the wording."""
