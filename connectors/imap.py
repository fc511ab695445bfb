"""Mailboxes on an IMAP server: every folder, Sent, Drafts and Deleted among them, and nothing is marked as read.

Settings: ``host``, ``port``, ``tls`` (``ssl``, ``starttls``; ``none`` on this machine only), ``ca_file``,
``user``, ``password`` or ``token`` (secrets; a token logs in by OAuth 2.0), ``include`` and ``exclude``
globs over folders, ``timeout_s``. A message's locator is its folder and number there (UID); its
version is the folder's UIDVALIDITY, so a message is fetched once in its life.

Source: RFC 9051 (EXAMINE, UIDVALIDITY, BODY.PEEK and partial fetches).
"""

from __future__ import annotations

import io
import ssl
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from pydantic import Field

from connectors.globs import Globs
from connectors.tree import hush
from dsar.connector import Check, Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.retry import retried
from dsar.secrets import Secret
from dsar.settings import SETTINGS_FILE

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

hush("imapclient")

PIECE = 1 << 20
"""Bytes of a message fetched at a time."""
WINDOW, WIDEST = 500, 1 << 16
"""Message numbers asked for at a time: at first, and at most, where there are wide gaps between them."""
_HEADERS = "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
T = TypeVar("T")


class _Options(Options):
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    tls: Literal["ssl", "starttls", "none"] = "ssl"
    ca_file: str | None = None
    user: str = Field(min_length=1)
    password: Secret | None = None
    token: Secret | None = None
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])
    timeout_s: float = Field(default=60.0, gt=0)


class BrokenError(Exception):
    """The connection failed, not the request."""


class ImapStore:
    """Lists and opens the messages that one login sees."""

    def __init__(self, context: StoreContext, settings: Mapping[str, Any]) -> None:
        self._options = options = read_options(_Options, context, settings)
        self._context = context
        self._at = f"{SETTINGS_FILE}: {context.where}"
        if (options.password is None) is (options.token is None):
            raise SetupError(f"{self._at}.password: name either a password or a token, as a secret.")
        if options.tls == "none" and options.host not in _LOCAL:
            raise SetupError(f"{self._at}.tls: without encryption only on this machine. Use ssl or starttls.")
        self._globs = Globs(options.include, options.exclude)
        self._made: IMAPClient | None = None
        self._selected: tuple[str, int, int] | None = None

    def check(self) -> Check:
        """Log in and list the folders."""
        return Check(f"{len(self._again(self._folders))} folders can be read")

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        """Yield each folder's messages by number; ``since`` has no meaning here: messages can vanish."""
        for folder in self._again(self._folders):
            try:
                yield from self._folder(folder)
            except ItemError as error:
                yield Gap(_shown(folder), error.code, f"the folder cannot be listed: {error.reason}")

    @contextmanager
    def open(self, item: Item) -> Iterator[BinaryIO]:
        """Open a message; it comes in pieces, and stays unread."""
        shown, _, number = item.locator.rpartition("/")
        if not number.isdecimal():
            raise ItemError(GapCode.VANISHED, "no longer there")
        reading = _Message(self, shown.replace("%21", "!"), int(number), item)
        with io.BufferedReader(reading, PIECE) as source:
            yield source

    def close(self) -> None:
        """Drop the connection; the next call makes a new one."""
        client, self._made, self._selected = self._made, None, None
        if client is not None:
            _end(client)

    def piece(self, folder: str, number: int, start: int, validity: str) -> bytes:
        """Bytes of a message from an offset on; none at its end.

        Raises:
            ItemError: it, or the folder as it was, is no longer there.
            RetryError: the server does not answer.
        """

        def once() -> bytes:
            client, valid, _ = self._in(folder)
            if str(valid) != validity:
                raise ItemError(GapCode.VANISHED, "the folder was made anew; the next run reads it again")
            found = _fetched(client, number, start)
            if found is None:
                self.close()  # what this session still knows of may be gone
                client, _, _ = self._in(folder)
                there = number in client.search(["UID", str(number)])
                code = GapCode.NO_ACCESS if there else GapCode.VANISHED
                raise ItemError(code, "the server does not give it" if there else "no longer there")
            return found

        return self._one(once)

    def _folder(self, folder: str) -> Iterator[Item]:
        """A folder's messages, asked for by windows of numbers that fit how dense they are."""
        self._selected = None  # a session that goes on does not see what is new
        _, validity, after = self._one(lambda: self._in(folder))
        first, window = 1, WINDOW
        while first < after:
            last = min(first + window, after) - 1
            answer = self._one(partial(self._listed, folder, validity, first, last))
            for number in sorted(answer):
                yield _item(folder, validity, number, answer[number])
            first = last + 1
            window = max(WINDOW, window // 2) if len(answer) > WINDOW // 2 else min(window * 2, WIDEST)

    def _listed(self, folder: str, validity: int, first: int, last: int) -> dict[int, Any]:
        client, valid, _ = self._in(folder)
        if valid != validity:
            raise ItemError(GapCode.CHANGED, "it was made anew while it was listed; the next run lists it again")
        # A server answers a range beyond its last message with that message.
        numbers = [number for number in client.search(["UID", f"{first}:{last}"]) if first <= number <= last]
        answer: dict[int, Any] = {}
        for start in range(0, len(numbers), WINDOW):
            answer |= client.fetch(numbers[start : start + WINDOW], ["RFC822.SIZE", "INTERNALDATE", _HEADERS])
        return answer

    def _folders(self) -> list[str]:
        """The folders that hold messages, in their names' order."""
        found = [
            name if isinstance(name, str) else name.decode("ascii", "backslashreplace")
            for flags, _, name in self._client().list_folders()
            if not {b"\\noselect", b"\\nonexistent"} & {flag.lower() for flag in flags}
        ]
        return sorted({name for name in found if self._globs.wanted(_shown(name))})

    def _in(self, folder: str) -> tuple[IMAPClient, int, int]:
        """The connection, with the folder opened to read only; its UIDVALIDITY and the number after its last."""
        client = self._client()
        if self._selected is None or self._selected[0] != folder:
            self._selected = None
            state = client.select_folder(folder, readonly=True)
            after = state.get(b"UIDNEXT") or client.folder_status(folder, ["UIDNEXT"])[b"UIDNEXT"]
            self._selected = (folder, int(state[b"UIDVALIDITY"]), int(after))
        return client, self._selected[1], self._selected[2]

    def _one(self, call: Callable[[], T]) -> T:
        """As :meth:`_again`, for one folder or message: if the server answers otherwise, it is that one's fault."""
        try:
            return self._again(call)
        except RetryError as error:
            self.close()
            try:
                self._folders()
            except (BrokenError, IMAPClientError, OSError):
                raise error from error.__cause__
            raise ItemError(GapCode.NO_ACCESS, "the connection broke each time this was read") from error

    def _again(self, call: Callable[[], T]) -> T:
        """What a call gives, on a new connection while it breaks; a refusal is the item's or the folder's."""

        def once() -> T:
            try:
                return call()
            except (IMAPClientAbortError, OSError) as error:
                raise BrokenError(type(error).__name__) from error
            except IMAPClientError as error:
                self.close()
                raise ItemError(GapCode.NO_ACCESS, "the server refuses") from error

        return retried(
            once,
            on=(BrokenError,),
            where=f"{self._context.where}: {self._options.host}",
            backoff=self._context.backoff,
            before_again=self.close,
        )

    def _client(self) -> IMAPClient:
        """A connection that is logged in.

        Raises:
            SetupError: the certificate or the login is refused.
        """
        if self._made is not None:
            return self._made
        options = self._options
        try:
            trusted = ssl.create_default_context(
                cafile=str(self._context.root / options.ca_file) if options.ca_file else None
            )
        except OSError:
            raise SetupError(f"{self._at}.ca_file: cannot be read. Mend the setting.") from None
        try:
            client = IMAPClient(
                options.host,
                options.port,
                ssl=options.tls == "ssl",
                ssl_context=trusted if options.tls == "ssl" else None,
                timeout=options.timeout_s,
            )
            if options.tls == "starttls":
                client.starttls(trusted)
        except ssl.SSLCertVerificationError:
            raise SetupError(
                f"{self._at}.host: the server's certificate is not trusted. Check host, or name the ca_file."
            ) from None
        try:
            self._log_in(client)
        except BaseException:
            _end(client)
            raise
        weakref.finalize(self, _end, client)
        self._made = client
        return client

    def _log_in(self, client: IMAPClient) -> None:
        options = self._options
        try:
            if options.token is not None:
                client.oauth2_login(options.user, options.token.reveal())
            elif options.password is not None:
                client.login(options.user, options.password.reveal())
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError):
                raise BrokenError("login") from error
            raise SetupError(f"{self._at}.user: the server refuses the login. Check user and secret.") from None


class _Message(io.RawIOBase):
    """A message's bytes, fetched piece by piece."""

    def __init__(self, store: ImapStore, folder: str, number: int, item: Item) -> None:
        super().__init__()
        self._store, self._folder, self._number = store, folder, number
        self._validity = item.version.partition("-")[0]
        self._offset = 0
        self._held = self._next()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if not self._held:
            self._held = self._next()
        given, self._held = self._held[: len(view)], self._held[len(view) :]
        view[: len(given)] = given
        return len(given)

    def _next(self) -> bytes:
        found = self._store.piece(self._folder, self._number, self._offset, self._validity)
        self._offset += len(found)
        return found


def _fetched(client: IMAPClient, number: int, start: int) -> bytes | None:
    """A piece of a message; None where the server refuses it."""
    try:
        told = client.fetch([number], [f"BODY.PEEK[]<{start}.{PIECE}>"]).get(number, {})
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return None
    found = told.get(f"BODY[]<{start}>".encode(), told.get(b"BODY[]"))
    return None if found is None else bytes(found)


def _end(client: IMAPClient) -> None:
    with suppress(Exception):  # whatever state it is in
        client.shutdown()


def _item(folder: str, validity: int, number: int, told: Mapping[bytes, Any]) -> Item:
    when = told.get(b"INTERNALDATE")
    return Item(
        f"{_shown(folder)}/{number}",
        f"{validity}-{number}",
        told.get(b"RFC822.SIZE"),
        _subject(told) or f"mail {number}",
        when.astimezone(UTC) if isinstance(when, datetime) else None,
    )


def _subject(told: Mapping[bytes, Any]) -> str:
    raw = next((value for key, value in told.items() if key.startswith(b"BODY[HEADER")), b"") or b""
    try:
        subject = message_from_bytes(raw, policy=policy.default)["subject"]
    except (ValueError, LookupError, AttributeError, IndexError):
        return ""
    return " ".join(str(subject or "").encode("utf-8", "replace").decode().split())[:200]


def _shown(folder: str) -> str:
    """A folder as the beginning of a locator."""
    return folder.replace("!", "%21")


_checked: type[Connector] = ImapStore
_checked_factory: ConnectorFactory = ImapStore
