"""Everything that reads: one bounded set of queries per page."""
