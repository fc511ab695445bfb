"""Answers, completely and provably, what a municipality holds about a person (GDPR Art. 15)."""

__version__ = "0.1.0"
