"""dsar's segments as Whoosh sees them: a codec, so that the index is one that Whoosh opens and searches.

dsar itself reads segments directly (see :mod:`dsar.index.evaluate`), because it
wants all matches and no scores. Whoosh's own searcher, over this codec, is the
second opinion in the tests and the way out for whoever needs one.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from zlib import compress, decompress

from whoosh import fields
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from dsar.index.builder import INDEX_NAME, SUFFIX, BuiltSegment
from dsar.index.segment import ITEM, TERM, Row, Segment

SCHEMA = fields.Schema(id=fields.STORED, item=fields.ID, term=fields.ID)
FIELDS = {"item": ITEM, "term": TERM}


class BlindSegment(base.Segment):  # type: ignore[misc]
    """What the table of contents says about a segment. Made anew for each change, never changed.

    The deleted documents are kept packed until somebody asks for them: most
    commits and many questions have nothing to do with most segments.
    """

    def __init__(
        self, name: str, *, documents: int, postings: int, size: int, gone: int = 0, deletions: bytes = b""
    ) -> None:
        self.indexname = INDEX_NAME
        self.segid = name.removeprefix(f"{INDEX_NAME}_")
        self.compound = False
        self.documents = documents
        self.postings = postings
        self.size = size
        self.gone = gone
        self._deletions = deletions

    @classmethod
    def of(cls, built: BuiltSegment, deleted: Collection[int]) -> BlindSegment:
        """A segment that was just built, with these documents deleted."""
        fresh = cls(built.name, documents=built.documents, postings=built.postings, size=built.size)
        return fresh.without(deleted)

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return f"{self.indexname}_{self.segid}"

    @cached_property
    def deleted(self) -> frozenset[int]:
        """The documents that are deleted; ``gone`` is how many."""
        return frozenset(array("I", decompress(self._deletions))) if self._deletions else frozenset()

    @property
    def live_postings(self) -> int:
        """About how many postings are not of deleted documents."""
        return self.postings * (self.documents - self.gone) // max(self.documents, 1)

    def without(self, deleted: Collection[int]) -> BlindSegment:
        """The same segment, with these documents deleted too."""
        if not deleted:
            return self
        gone = array("I", sorted(self.deleted.union(deleted)))
        return BlindSegment(
            self.name,
            documents=self.documents,
            postings=self.postings,
            size=self.size,
            gone=len(gone),
            deletions=compress(gone.tobytes(), 1),
        )

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "deleted"}

    # From here on: what Whoosh asks.

    def codec(self) -> BlindCodec:
        """The codec that reads it."""
        return BlindCodec()

    def doc_count_all(self) -> int:
        """Documents, deleted ones included."""
        return self.documents

    def deleted_count(self) -> int:
        """How many are deleted."""
        return self.gone

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return self.gone > 0

    def deleted_docs(self) -> Iterator[int]:
        """Those that are deleted, rising."""
        return iter(sorted(self.deleted))

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is deleted."""
        return docnum in self.deleted


class BlindCodec(base.Codec):  # type: ignore[misc]
    """Reads segments for Whoosh. Writing goes by :class:`~dsar.index.builder.SegmentBuilder` only."""

    length_stats = False

    def terms_reader(self, storage: FileStorage, segment: BlindSegment) -> _Terms:
        """Its terms."""
        return _Terms(_opened(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: BlindSegment) -> _Documents:
        """Its documents."""
        return _Documents(_opened(storage, segment), segment)


def _key(fieldname: str, text: bytes) -> bytes:
    return FIELDS[fieldname].encode() + text


def _opened(storage: FileStorage, segment: BlindSegment) -> Segment:
    return Segment(Path(storage.folder) / f"{segment.name}{SUFFIX}")


class _Terms(base.TermsReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.find(_key(*term)) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        names = {letter.encode(): name for name, letter in FIELDS.items()}
        return ((names[row.key[:1]], row.key[1:]) for row in self._segment.rows())

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        count = self._row(fieldname, text).documents
        return TermInfo(weight=count, df=count, minlength=1, maxlength=1, maxweight=1)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        row = self._segment.find(_key(fieldname, text))
        return row.documents if row else 0

    frequency = doc_frequency

    def matcher(self, fieldname: str, text: bytes, format_: object, scorer: object = None) -> ListMatcher:
        numbers = list(self._segment.numbers(self._row(fieldname, text)))
        info = self.term_info(fieldname, text)
        return ListMatcher(
            numbers, [1.0] * len(numbers), format=format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def indexed_field_names(self) -> list[str]:
        return sorted(FIELDS)

    def close(self) -> None:
        self._segment.close()

    def _row(self, fieldname: str, text: bytes) -> Row:
        row = self._segment.find(_key(fieldname, text))
        if row is None:
            raise TermNotFound(f"No such term in the field {fieldname}")
        return row


class _Documents(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, file: Segment, segment: BlindSegment) -> None:
        self._file = file
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.documents - self._segment.gone

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return default

    def field_length(self, fieldname: str) -> int:
        return 0

    min_field_length = max_field_length = field_length

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {"id": next(self._file.ids([docnum]))}

    def close(self) -> None:
        self._file.close()
