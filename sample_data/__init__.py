"""An invented municipality, generated: its people, its documents, and what must be found in them."""
