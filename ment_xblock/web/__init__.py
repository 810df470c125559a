"""Pages outside a unit."""
