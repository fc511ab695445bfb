"""Buckets of S3 and of what speaks its language, over botocore.

A folder is what the keys before a ``/`` have in common. One read gives one
content, whatever is written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore import exceptions as boto
from botocore.config import Config
from botocore.parsers import ResponseParserError
from botocore.session import Session

from connectors.tree import ConnectionBrokenError, Entry, EntryKind, Source, Tree, hush, refused
from dsar.errors import ItemError
from dsar.model import GapCode
from dsar.secrets import Secret

hush("botocore", "urllib3")

PAGE = 1000
"""Names that are asked for at a time; servers give no more."""
_GONE = {"NoSuchKey", "404", "PreconditionFailed", "412"}
_LOGIN = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed"}
_PASSING = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "ThrottlingException"}
_BROKEN = (
    boto.ConnectionError,
    boto.HTTPClientError,
    boto.IncompleteReadError,
    boto.ResponseStreamingError,
    ResponseParserError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """How a bucket is reached. ``where`` begins messages: ``stores.NAME``."""

    where: str
    bucket: str
    folder: str
    endpoint: str | None
    region: str
    user: str
    password: Secret
    ca_file: Path | None
    timeout_s: float


class S3Tree:
    """The keys of a bucket that begin alike."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._prefix = f"{bucket.folder.strip('/')}/" if bucket.folder.strip("/") else ""
        self._made: Any = None

    def listing(self, folder: str) -> Iterator[Entry]:
        """As the protocol says."""
        prefix = self._prefix + folder
        with _translated(self._bucket):
            for page in self._pages(prefix):
                for common in page.get("CommonPrefixes", ()):
                    yield Entry(common["Prefix"][len(prefix) :].removesuffix("/"), EntryKind.FOLDER)
                for found in page.get("Contents", ()):
                    name = found["Key"][len(prefix) :]
                    if name or found["Size"]:  # a key that is only a folder's name marks that there is one
                        modified = found["LastModified"].timestamp()
                        etag = found["ETag"].strip('"')
                        version = f"{etag}-{found['Size']}-{modified}"
                        yield Entry(name, EntryKind.FILE, version, found["Size"], modified)

    def open(self, path: str, start: int) -> Source:
        """As the protocol says."""
        with _translated(self._bucket):
            part = {"Range": f"bytes={start}-"} if start else {}
            answer = self._client().get_object(Bucket=self._bucket.bucket, Key=self._prefix + path, **part)
            if "ETag" not in answer or "ContentLength" not in answer:
                raise ConnectionBrokenError("an answer that breaks off")
            return _Open(self._bucket, answer)

    def close(self) -> None:
        """As the protocol says."""
        client, self._made = self._made, None
        if client is not None:
            with suppress(*_BROKEN):
                client.close()

    def _pages(self, prefix: str) -> Iterator[Any]:
        """Page after page; one that breaks is asked for once more, so that a long listing need not begin anew."""
        asked = {"Bucket": self._bucket.bucket, "Prefix": prefix, "Delimiter": "/", "MaxKeys": PAGE}
        page = self._page(asked)
        yield page
        while page["IsTruncated"]:
            asked["ContinuationToken"] = page["NextContinuationToken"]
            try:
                page = self._page(asked)
            except ConnectionBrokenError:
                self.close()
                page = self._page(asked)
            yield page

    def _page(self, asked: dict[str, Any]) -> Any:
        with _translated(self._bucket):
            page = self._client().list_objects_v2(**asked)
            if "IsTruncated" not in page:  # a page that was cut in its headers is read as an empty one
                raise ConnectionBrokenError("a page that breaks off")
            return page

    def _client(self) -> Any:
        bucket = self._bucket
        if self._made is None:
            self._made = Session().create_client(
                "s3",
                region_name=bucket.region,
                endpoint_url=bucket.endpoint,
                aws_access_key_id=bucket.user,
                aws_secret_access_key=bucket.password.reveal(),
                verify=str(bucket.ca_file) if bucket.ca_file else True,
                config=Config(
                    connect_timeout=bucket.timeout_s,
                    read_timeout=bucket.timeout_s,
                    retries={"total_max_attempts": 1},
                    s3={"addressing_style": "path" if bucket.endpoint else "auto"},
                ),
            )
        return self._made


class _Open:
    """An object that is being read."""

    def __init__(self, bucket: Bucket, answer: Any) -> None:
        self._bucket, self._body = bucket, answer["Body"]
        self.mark: str = answer["ETag"]

    def read(self, size: int) -> bytes:
        with _translated(self._bucket):
            return bytes(self._body.read(size))

    def now(self) -> str:
        return self.mark

    def close(self) -> None:
        with suppress(*_BROKEN):
            self._body.close()


@contextmanager
def _translated(bucket: Bucket) -> Iterator[None]:
    try:
        yield
    except boto.ClientError as error:
        raise _by_code(str(error.response.get("Error", {}).get("Code", "")), error, bucket) from error
    except boto.SSLError as error:
        raise refused(
            bucket.where, "the server's certificate is not to be trusted", mend="Name its authority in ca_file."
        ) from error
    except _BROKEN as error:
        raise ConnectionBrokenError(type(error).__name__) from error
    except (boto.BotoCoreError, ValueError) as error:
        raise refused(f"{bucket.where}.url", "cannot be used", mend="Mend bucket, endpoint and region.") from error


def _by_code(code: str, error: boto.ClientError, bucket: Bucket) -> Exception:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _LOGIN:
        return refused(bucket.where, "the server refuses the login", mend="Mend user or password.")
    if code == "NoSuchBucket":
        return refused(f"{bucket.where}.url", "the server has no such bucket", mend="Mend it.")
    if code in _GONE:
        return ItemError(GapCode.VANISHED, "no longer there")
    if code == "InvalidRange":
        return ItemError(GapCode.CHANGED, "changed while it was read; the next run reads it again")
    if code == "InvalidObjectState":
        return ItemError(GapCode.NO_ACCESS, "lies in an archive; restore it there first")
    if code in _PASSING or status >= 500:
        return ConnectionBrokenError(code)
    return ItemError(GapCode.NO_ACCESS, f"cannot be opened (the server says {code})")


_checked: type[Tree] = S3Tree
