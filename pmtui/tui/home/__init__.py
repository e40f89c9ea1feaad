"""The list of reviews that the app opens with."""
