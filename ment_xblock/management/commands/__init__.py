"""Commands for site operators. Their words are for operators, and are not translated."""
