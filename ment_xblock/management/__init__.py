"""What whoever runs the site can call."""

PERIODIC = ("ment_settle", "ment_send_due", "ment_retention")
"""The commands that a clock calls, in this order: what is settled may be a reason for a mail."""
