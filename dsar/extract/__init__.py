"""Extraction: from an item's bytes to passages, in a child process with limits."""
