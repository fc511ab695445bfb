"""What a case system exports: a folder with index files (CSV, XML, JSON) and documents.

Settings: ``path``, and tables that say what the index files hold: ``[[cases]]``,
``[[parties]]`` and ``[[documents]]``, or a ``mapping`` file with them. Each case is
an item with its parties, each document an item with its row and its case as notes. A
file that no index lists is an item too, and a document that is listed and missing is a gap.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import Field, ValidationError

from connectors.export_index import Cases, Documents, Index, Parties, lines, read_index, same_path
from connectors.files import FilesConnector
from dsar.connector import CASE_REGISTER, Check, Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.settings import SETTINGS_FILE, explain


class _Mapping(Options):
    cases: list[Cases] = Field(default=[])
    parties: list[Parties] = Field(default=[])
    documents: list[Documents] = Field(default=[])


class _Options(_Mapping):
    path: str
    mapping: str | None = None
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])


class ExportStore:
    """Lists cases, documents and whatever else lies in an export."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        options = read_options(_Options, context, settings)
        self._at = f"{SETTINGS_FILE}: {context.where}"
        self._root = context.root / options.path
        places = {"path": options.path, "include": options.include, "exclude": options.exclude}
        self._files = FilesConnector(context, places)
        self._tables = _mapping(context.root / options.mapping, self._at) if options.mapping else options
        if not (self._tables.cases or self._tables.documents):
            raise SetupError(f"{self._at}: says nothing of cases or documents. Add [[{context.where}.documents]].")

    def check(self) -> Check:
        """Read the index files."""
        index = self._index
        if index.gaps:
            first = index.gaps[0]
            raise SetupError(f"{self._at}: {len(index.gaps)} things in the index are wrong; one: {first.reason}.")
        documents = sum(map(len, index.documents.values()))
        return Check(f"the index lists {len(index.cases)} cases and {documents} documents")

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield what the index says of cases, then the files, then what is listed and missing."""
        self.__dict__.pop("_index", None)  # an export may have been replaced since
        index = self._index
        yield from index.gaps
        for number, rows in index.cases.items():
            title = index.titles.get(number, number or CASE_REGISTER)
            yield Item(_address(number), _digest("\n\n".join(map(lines, rows))), None, title)
        met: set[str] = set()
        for one in self._files.crawl(None):
            if isinstance(one, Gap):
                yield one
            elif one.locator not in index.files:
                met.add(same_path(one.locator))
                yield self._with_notes(one, index)
        for path, listed in sorted(index.documents.items()):
            if path not in met:
                yield Gap(listed[0].path, GapCode.VANISHED, "stands in the index, and is not in the export")

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a file, or a case as JSON."""
        if not item.locator.startswith(f"{CASE_REGISTER}/"):
            with self._files.open(item) as source:
                yield source
            return
        rows = self._index.cases.get(_number(item.locator))
        if rows is None:
            raise ItemError(GapCode.VANISHED, "the case is no longer in the index")
        yield BytesIO(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    @cached_property
    def _index(self) -> Index:
        if not self._root.is_dir():
            raise SetupError(f"{self._at}.path: there is no folder {self._root}. Mend the path, or mount the share.")
        return read_index(self._root, self._tables.cases, self._tables.parties, self._tables.documents)

    def _with_notes(self, file: Item, index: Index) -> Item:
        listed = index.documents.get(same_path(file.locator), [])
        notes = index.notes(listed)
        version = f"{file.version}-{_digest(notes)}" if notes else file.version
        title = listed[0].title if listed else file.title
        stated = tuple(dict.fromkeys(s for one in listed for s in one.stated))
        return Item(file.locator, version, file.size, title, file.modified, notes, stated)


def _mapping(path: Path, at: str) -> _Mapping:
    try:
        return _Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SetupError(f"{at}.mapping: {path} cannot be read ({error.strerror}). Mend the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{path}: is not valid TOML in UTF-8: {error}. Mend the line it names.") from None
    except ValidationError as error:
        raise SetupError("\n".join(f"{path}: {line}" for line in explain(error))) from None


_NO_NUMBER = "uden sagsnummer"


def _address(number: str) -> str:
    """A case's locator."""
    quoted = number.replace("%", "%25").replace("!", "%21").replace("/", "%2F")
    return f"{CASE_REGISTER}/{quoted or _NO_NUMBER}"


def _number(locator: str) -> str:
    """The id of the case at a locator."""
    quoted = locator.removeprefix(f"{CASE_REGISTER}/")
    if quoted == _NO_NUMBER:
        return ""
    return quoted.replace("%2F", "/").replace("%21", "!").replace("%25", "%")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


_checked: type[Connector] = ExportStore
_checked_factory: ConnectorFactory = ExportStore
