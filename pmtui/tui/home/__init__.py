"""The screens over the whole library: the list of reviews, the board of actions, trends, health and names."""
