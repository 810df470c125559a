"""The host that the blocks live in: what we need of it (``ports``), and how each host gives it."""
