"""The parts of the three-way merge: single fields, tables of items, the tree of whys, order, and what to say."""
