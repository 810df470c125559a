"""The pairing agreement: its terms, what the pair fills in, how two editors are merged, and what a signature covers."""
