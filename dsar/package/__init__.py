"""The package that answers a request: what the citizen gets, what the municipality keeps, and a manifest of both."""

from __future__ import annotations

from dsar.package.verify import Verification, verify
from dsar.package.write import Material, compile_package

__all__ = ["Material", "Verification", "compile_package", "verify"]
