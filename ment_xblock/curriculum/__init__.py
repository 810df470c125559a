"""The built-in content, and the code that reads and checks it."""
