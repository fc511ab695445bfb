"""Office files and archives behind a password.

An Office file with a password is an OLE container (MS-CFB) with two streams:
``EncryptionInfo`` and ``EncryptedPackage``. This writes the "standard"
encryption of MS-OFFCRYPTO 2.3.6: AES-128 in ECB mode, the key made from the
password by 50,000 rounds of SHA-1. The salt is an argument, so that equal
input gives equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.modes import ECB

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def lock_office(data: bytes, password: str, *, salt: bytes) -> bytes:
    """An Office file that asks for a password."""
    key = _key(password, salt)
    verifier = hashlib.md5(salt, usedforsecurity=False).digest()
    proof = hashlib.sha1(verifier, usedforsecurity=False).digest().ljust(32, b"\0")
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    info = (
        struct.pack("<HHII", 4, 2, 0x24, len(header)) + header
        + struct.pack("<I", 16) + salt + _aes(key, verifier) + struct.pack("<I", 20) + _aes(key, proof)
    )  # fmt: skip
    padded = data + b"\0" * (-len(data) % 16)
    return _ole(
        {
            "EncryptionInfo": info.ljust(4096, b"\0"),
            "EncryptedPackage": struct.pack("<Q", len(data)) + _aes(key, padded),
        }
    )


def _key(password: str, salt: bytes) -> bytes:
    digest = hashlib.sha1(salt + password.encode("utf-16-le"), usedforsecurity=False).digest()
    for n in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", n) + digest, usedforsecurity=False).digest()
    final = hashlib.sha1(digest + struct.pack("<I", 0), usedforsecurity=False).digest()
    return hashlib.sha1(bytes(b ^ 0x36 for b in final.ljust(64, b"\0")), usedforsecurity=False).digest()[:16]


def _aes(key: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), ECB()).encryptor()  # noqa: S305  the format asks for it
    return encryptor.update(data) + encryptor.finalize()


def _ole(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 3. Streams of 4096 bytes or more live in ordinary sectors: no mini stream."""
    padded = {name: data.ljust(max(4096, len(data)), b"\0") for name, data in streams.items()}
    counts = [-(-len(data) // _SECTOR) for data in padded.values()]
    fat_count = 1
    while fat_count * 128 < fat_count + 1 + sum(counts):
        fat_count += 1
    fat = [_FAT] * fat_count + [_END]
    starts = []
    for count in counts:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    fat += [_FREE] * (fat_count * 128 - len(fat))
    directory = _entry("Root Entry", 5, 1, _END, 0)
    for index, ((name, data), start) in enumerate(zip(padded.items(), starts, strict=True)):
        directory += _entry(name, 2, 2 if index == 0 else _FREE, start, len(data))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_count, fat_count, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fat_count), *[_FREE] * (109 - fat_count))
    body = b"".join(data.ljust(count * _SECTOR, b"\0") for data, count in zip(padded.values(), counts, strict=True))
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory.ljust(_SECTOR, b"\0") + body


def _entry(name: str, kind: int, right: int, start: int, size: int) -> bytes:
    """A directory entry of 128 bytes; the root's child is entry 1, whose right neighbour is entry 2."""
    raw = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else _FREE
    sibling = _FREE if kind == 5 else right
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, sibling, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def lock_zip(name: str, data: bytes, password: str) -> bytes:
    """A zip of one member under the old encryption (APPNOTE 6.1), which the standard library only reads."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [_crc_row(n) for n in range(256)]

    def feed(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 0xFF] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 0xFF] ^ (keys[2] >> 8)

    for byte in password.encode():
        feed(byte)
    crc = zlib.crc32(data)
    secret = bytearray()
    for byte in bytes(range(11)) + bytes([crc >> 24]) + data:
        pad = (keys[2] | 2) & 0xFFFF
        secret.append(byte ^ ((pad * (pad ^ 1)) >> 8 & 0xFF))
        feed(byte)
    return _zip_around(name, bytes(secret), crc, len(data))


def _crc_row(n: int) -> int:
    for _ in range(8):
        n = (n >> 1) ^ (0xEDB88320 if n & 1 else 0)
    return n


def _zip_around(name: str, secret: bytes, crc: int, size: int) -> bytes:
    raw, stamp = name.encode(), (0, 0x5D5E)
    fields = struct.pack("<HHHHIIIHH", 0x801, 0, *stamp, crc, len(secret), size, len(raw), 0)
    local = b"PK\3\4" + struct.pack("<H", 20) + fields + raw + secret
    central = b"PK\1\2" + struct.pack("<HH", 20, 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 1, 1, len(central), len(local), 0)
    out = local + central + end
    assert zipfile.is_zipfile(io.BytesIO(out))
    return out
