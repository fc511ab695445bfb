"""The catalogue: what is known of each store and item, in an encrypted database."""
