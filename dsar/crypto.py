"""Keys, blind terms and sealing: what makes a stolen ``state/`` folder tell nothing.

One workspace key (32 random bytes, in a file outside ``state/``) gives, by keyed
BLAKE2b with a distinct personalisation each, the keys for blind terms, sealed
blobs, the catalogue and the access log. What still leaks to a thief without the
key: how many entries there are, how large sealed blobs are, and how often each
(unknown) term occurs.
"""

from __future__ import annotations

import os
import secrets
import stat
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dsar.errors import SetupError, StoreError

KEY_BYTES = 32
TERM_BYTES = 9
"""72 bits: twelve base64 characters, and no collision to expect below 10^10 terms."""
SUITE = b"\x01"
"""First byte of every sealed blob: the suite that sealed it (1 = AES-256-GCM, 96-bit random nonce)."""
NONCE_BYTES = 12


@dataclass(frozen=True)
class Keys:
    """Everything that is derived from the workspace key. Its repr shows nothing."""

    _master: bytes = field(repr=False)

    @cached_property
    def _blinder(self) -> blake2b:
        return blake2b(key=self._derive(b"terms"), digest_size=TERM_BYTES)

    @cached_property
    def _sealer(self) -> AESGCM:
        return AESGCM(self._derive(b"seal"))

    @cached_property
    def catalog(self) -> str:
        """The catalogue's SQLCipher key: 64 hexadecimal digits."""
        return self._derive(b"catalog").hex()

    def _derive(self, purpose: bytes) -> bytes:
        return blake2b(b"dsar/1", key=self._master, person=purpose, digest_size=KEY_BYTES).digest()

    def blind(self, term: str) -> str:
        """The blind form of ``kind:normal form``: twelve characters that only this key can produce."""
        hasher = self._blinder.copy()
        hasher.update(term.encode("utf-8", "surrogatepass"))
        return urlsafe_b64encode(hasher.digest()).decode("ascii")

    def reference(self, *identifiers: str) -> str:
        """A keyed reference for a person, for logs: the same identifiers give the same reference, nothing else does."""
        hasher = blake2b(key=self._derive(b"reference"), digest_size=12)
        for identifier in sorted(identifiers):
            encoded = identifier.encode("utf-8", "surrogatepass")
            hasher.update(len(encoded).to_bytes(8, "big") + encoded)
        return hasher.hexdigest()

    def chain(self, previous: bytes, record: bytes) -> bytes:
        """The 32-byte keyed link of a hash chain: depends on every record so far and on the key."""
        return blake2b(previous + record, key=self._derive(b"chain"), digest_size=32).digest()

    def seal(self, plain: bytes, context: bytes = b"") -> bytes:
        """Encrypt and authenticate. ``context`` is not stored, and must be given again to open."""
        nonce = os.urandom(NONCE_BYTES)
        return SUITE + nonce + self._sealer.encrypt(nonce, plain, SUITE + context)

    def open(self, sealed: bytes, context: bytes = b"") -> bytes:
        """Undo :meth:`seal`.

        Raises:
            StoreError: the blob was altered or cut, or belongs to another key or context.
        """
        if sealed[:1] != SUITE or len(sealed) < 1 + NONCE_BYTES + 16:
            raise StoreError("sealed data: not sealed by a known suite, or cut short. Restore state/ from a back-up.")
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._sealer.decrypt(nonce, body, SUITE + context)
        except InvalidTag as error:
            raise StoreError(
                "sealed data: does not open. The key is another workspace's, or the data are damaged: "
                "check key_file, else restore state/ from a back-up."
            ) from error


def new_key_file(path: Path) -> None:
    """Write a new random key to a file that only its owner may read; never overwrites.

    Raises:
        SetupError: the file exists already or cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SetupError(f"{path}: there is a key already. Keep it: without it the index cannot be read.") from error
    except OSError as error:
        raise SetupError(f"{path}: the key cannot be written ({error.strerror}). Choose another key_file.") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def load_keys(path: Path) -> Keys:
    """Read the workspace key.

    Raises:
        SetupError: the file is missing, unreadable, open to others, or not a key.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise SetupError(
            f"{path}: there is no key here. Set [security] key_file in dsar.toml or DSAR_KEY_FILE to where it is."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path}: the key cannot be read. Check the file and its permissions.") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SetupError(f"{path}: other users may read the key. Run: chmod 600 {path}")
    try:
        master = bytes.fromhex(text)
    except ValueError:
        master = b""
    if len(master) != KEY_BYTES:
        raise SetupError(f"{path}: this is not a dsar key (64 hexadecimal digits). Restore the key from its back-up.")
    return Keys(master)
