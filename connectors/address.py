"""The setting ``url`` of the connector ``files``: which server, by which protocol, and the settings of each.

An address holds no login: user and secret are settings of their own, so that an
address may be shown in messages and manifests.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field

from connectors.globs import Globs
from connectors.remote import RemoteFiles
from connectors.tree import Tree, refused
from dsar.connector import Connector, ConnectorFactory, Options, StoreContext, read_options
from dsar.secrets import Secret


class _Remote(Options):
    url: str
    include: list[str] = Field(default=["*"])
    exclude: list[str] = Field(default=[])
    timeout_s: float = Field(default=60.0, gt=0, strict=False)
    user: str | None = None
    password: Secret | None = None

    def tree(self, context: StoreContext, address: SplitResult) -> Tree:
        """The server's tree."""
        raise NotImplementedError


class _Smb(_Remote):
    sign: bool = True
    encrypt: bool = False

    def tree(self, context: StoreContext, address: SplitResult) -> Tree:
        from connectors.smb import SmbServer, SmbTree

        share, _, folder = unquote(address.path).strip("/").partition("/")
        if not share:
            raise refused(f"{context.where}.url", "names no share", mend="Write smb://server/share/folder.")
        return SmbTree(
            SmbServer(
                where=context.where,
                host=address.hostname or "",
                port=address.port or 445,
                share=share,
                folder=folder,
                user=self.user,
                password=self.password,
                sign=self.sign,
                encrypt=self.encrypt,
                timeout_s=self.timeout_s,
            )
        )


class _Sftp(_Remote):
    user: str
    key: Secret | None = None
    passphrase: Secret | None = None
    host_key: str | None = None
    known_hosts: str | None = None

    def tree(self, context: StoreContext, address: SplitResult) -> Tree:
        from connectors.sftp import SftpServer, SftpTree

        if self.password is None and self.key is None:
            raise refused(context.where, "neither password nor key is given", mend="Add one of them.")
        return SftpTree(
            SftpServer(
                where=context.where,
                host=address.hostname or "",
                port=address.port or 22,
                folder=unquote(address.path) or ".",
                user=self.user,
                password=self.password,
                key=self.key,
                passphrase=self.passphrase,
                host_key=self.host_key,
                known_hosts=context.root / self.known_hosts if self.known_hosts else None,
                timeout_s=self.timeout_s,
            )
        )


class _Dav(_Remote):
    ca_file: str | None = None

    def tree(self, context: StoreContext, address: SplitResult) -> Tree:
        from connectors.webdav import DavServer, DavTree

        scheme = "https" if address.scheme == "webdavs" else "http"
        return DavTree(
            DavServer(
                where=context.where,
                url=address._replace(scheme=scheme).geturl(),
                user=self.user,
                password=self.password,
                ca_file=_file(context, self.ca_file),
                timeout_s=self.timeout_s,
            )
        )


class _S3(_Remote):
    user: str
    password: Secret
    endpoint: str | None = None
    region: str = "eu-north-1"
    ca_file: str | None = None

    def tree(self, context: StoreContext, address: SplitResult) -> Tree:
        from connectors.s3 import Bucket, S3Tree

        return S3Tree(
            Bucket(
                where=context.where,
                bucket=address.hostname or "",
                folder=unquote(address.path),
                endpoint=self.endpoint,
                region=self.region,
                user=self.user,
                password=self.password,
                ca_file=_file(context, self.ca_file),
                timeout_s=self.timeout_s,
            )
        )


_SCHEMES: Mapping[str, type[_Remote]] = {"smb": _Smb, "sftp": _Sftp, "webdav": _Dav, "webdavs": _Dav, "s3": _S3}


def connect_url(context: StoreContext, settings: Mapping[str, Any]) -> Connector:
    """A connector to the server of the setting ``url``; raises as :class:`dsar.connector.ConnectorFactory` says."""
    where = f"{context.where}.url"
    address = _parsed(str(settings["url"]), where)
    model = _SCHEMES.get(address.scheme)
    if model is None or not address.hostname:
        raise refused(where, "is no address of a file server", mend=f"Begin it with one of: {_known()}.")
    options = read_options(model, context, settings)
    place = f"{address.scheme}://{address.netloc}{address.path}"
    return RemoteFiles(context, options.tree(context, address), Globs(options.include, options.exclude), place=place)


def _parsed(url: str, where: str) -> SplitResult:
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError as error:
        raise refused(where, "is not an address", mend=f"Begin it with one of: {_known()}.") from error
    if "@" in address.netloc:
        raise refused(where, "holds a login", mend="Move it to user and password, which name no secret themselves.")
    if address.query or address.fragment:
        raise refused(where, "has a ? or #", mend="Write them as %3F and %23.")
    return address


def _known() -> str:
    return ", ".join(f"{scheme}://" for scheme in _SCHEMES)


def _file(context: StoreContext, name: str | None) -> Path | None:
    return context.root / name if name else None


_checked_factory: ConnectorFactory = connect_url
