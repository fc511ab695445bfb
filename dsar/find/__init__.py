"""Find: from a subject to everything about them, with evidence."""
