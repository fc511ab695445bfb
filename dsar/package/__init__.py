"""The package: what the citizen is sent, and the proof of it."""
