"""Redaction: copies of documents without what concerns others than the subject, each proved clean."""
