"""The sample municipality, generated and indexed, for what is measured on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dsar.app import Workspace, open_workspace, worker_processes
from dsar.crypto import new_key_file
from sample_data import generate


@contextmanager
def indexed(seed: int) -> Iterator[tuple[Workspace, dict[str, Any]]]:
    """The workspace of a sample, and what must be found in it."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "sample"
        generate(root, seed=seed)
        new_key_file(root / "dsar.key")
        with open_workspace(root) as space:
            with worker_processes(2) as workers:
                for store in space.settings.stores.values():
                    space.index(store, workers=workers, progress=lambda _: None)
            yield space, json.loads((root / "expected.json").read_text("utf-8"))
