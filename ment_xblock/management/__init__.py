"""Commands for site operators."""
