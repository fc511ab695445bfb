"""Commands that make what ``dsar/detect/data`` ships: the lexicons and the tagger. Not needed to run dsar."""
