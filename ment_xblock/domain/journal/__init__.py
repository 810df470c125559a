"""The rules of the session journal: states, what a log holds, the clock of seven days, progress, credit."""
