"""Mail on a disk: Maildir folders, and files of mail (mbox, eml, msg, pst) between them.

Settings: ``path``, ``include`` and ``exclude`` as for ``files``. A message keeps its
locator and version when it is read, answered or moved from ``new`` to ``cur``: flags are
no content. Folders are named as people see them. Everything else in the tree is read as a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from imapclient.imap_utf7 import decode as from_utf7
from pydantic import Field

from connectors.files import FilesConnector
from connectors.globs import Globs
from dsar.connector import Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError
from dsar.model import Gap, GapCode, Item

_BOXES = ("cur", "new")
_STAMP = re.compile(r"[0-9]{9,10}(?=\.)")


class _Options(Options):
    path: str
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])


class MailStore:
    """Lists and opens messages of Maildir folders, and the other files beside them."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        options = read_options(_Options, context, settings)
        self._root = Path(os.path.realpath(context.root / options.path))
        self._globs = Globs(options.include, options.exclude)
        self._files = FilesConnector(context, {"path": options.path})
        self._known: dict[str, dict[str, str]] = {}

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield messages and files in the order of the tree; ``since`` has no meaning here."""
        met: set[str] = set()
        for one in self._files.crawl(None):
            box, _, name = one.locator.rpartition("/")
            folder, _, kind = box.rpartition("/")
            if kind == "tmp" and self._is_maildir(folder):
                continue  # not delivered yet
            if isinstance(one, Item) and kind in _BOXES and self._is_maildir(folder):
                one = _message(one, _shown(folder), name)  # noqa: PLW2901
                if one.locator in met:
                    continue  # it moved from new to cur while we listed
                met.add(one.locator)
            if self._globs.wanted(one.locator):
                yield one

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a message wherever its flags have moved it, or a file."""
        path = self._path(item.locator)
        with self._files.open(Item(path, item.version, item.size, item.title)) as source:
            yield source

    def _is_maildir(self, folder: str) -> bool:
        return all((self._root / folder / box).is_dir() for box in _BOXES)

    def _path(self, locator: str) -> str:
        """Where a message lies now; a file's locator is its path.

        Raises:
            ItemError: ``vanished``.
        """
        if (self._root / locator).is_file():
            return locator
        shown, _, name = locator.rpartition("/")
        for known in (self._known.get(shown, {}), self._listed(shown)):
            path = known.get(name)
            if path is not None and (self._root / path).is_file():
                return path
        raise ItemError(GapCode.VANISHED, "no longer there")

    def _listed(self, shown: str) -> dict[str, str]:
        """Where each message of a folder lies."""
        found: dict[str, str] = {}
        for folder in self._folders(shown):
            for box in _BOXES:
                for entry in os.scandir(self._root / folder / box):
                    path = f"{folder}/{box}/{entry.name}" if folder else f"{box}/{entry.name}"
                    found[entry.name.partition(":2,")[0]] = path
        self._known[shown] = found
        return found

    def _folders(self, shown: str) -> Iterator[str]:
        """The Maildir folders that are shown by a name."""
        for path, names, _ in os.walk(self._root):
            folder = os.path.relpath(path, self._root)
            folder = "" if folder == "." else folder
            if all(box in names for box in _BOXES) and _shown(folder) == shown:
                yield folder


def _shown(folder: str) -> str:
    """A folder as people know it: ``.Sendt &ANg-vrigt.2024`` of Maildir++ is ``Sendt Øvrigt/2024``."""
    above, _, last = folder.rpartition("/")
    if not last.startswith("."):
        return folder
    try:
        name = from_utf7(last[1:].encode("ascii"))
    except (UnicodeError, ValueError):
        name = last[1:]
    return "/".join(part for part in (above, name.replace(".", "/").replace("!", "%21")) if part)


def _message(found: Item, folder: str, name: str) -> Item:
    unique = name.partition(":2,")[0]
    stamp = _STAMP.match(unique)
    when = datetime.fromtimestamp(int(stamp[0]), UTC) if stamp else found.modified
    title = f"mail {when:%Y-%m-%d %H:%M}" if when else unique
    return Item(f"{folder}/{unique}" if folder else unique, f"mail-{found.size}", found.size, title, when)


_checked: type[Connector] = MailStore
_checked_factory: ConnectorFactory = MailStore
