"""A small course site on xblock-sdk's workbench: the MENT XBlocks without an LMS."""
