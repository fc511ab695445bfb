"""Connectors: code that lists and opens one kind of store each. dsar imports them by the registry only."""
