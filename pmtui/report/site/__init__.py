"""A static site of final reviews as the texts of its files: an index, a page a review, an Atom feed. Pure."""
