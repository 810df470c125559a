"""What is at risk in a programme: the rules behind "ring today"."""
