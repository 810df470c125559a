"""The pages of the site, and the addresses of block handlers."""
