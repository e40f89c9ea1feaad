"""The building blocks that every step is made of."""
