"""Mentor training: what a module is, what an answer earns, and how far a learner is."""
