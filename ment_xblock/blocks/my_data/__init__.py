"""The copy of all that is stored about somebody, as they can read it themselves."""
