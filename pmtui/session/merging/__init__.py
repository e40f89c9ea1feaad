"""The parts of the three-way merge: fields, tables of items, the tree of whys, order, conflicts."""
