"""A static site of final reviews as texts of files: an index, a page for each review, an Atom feed. Pure functions."""
