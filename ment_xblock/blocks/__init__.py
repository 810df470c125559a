"""What a learner, facilitator or author meets: one XBlock per file, thin."""
