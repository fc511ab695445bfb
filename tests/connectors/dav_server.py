"""WsgiDAV in a process of its own: port, folder, file of denied paths, user, certificate (or nothing)."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

from wsgidav.wsgidav_app import WsgiDAVApp


class Server(ThreadingMixIn, WSGIServer):
    """A thread a request: one that stalls holds nobody up."""

    daemon_threads = True


def main(port: str, folder: str, denied: str, user: str, certificate: str) -> None:
    application = WsgiDAVApp(
        {
            "provider_mapping": {"/dav": folder},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "simple_dc": {"user_mapping": {"*": {user: {"password": os.environ["DAV_PASSWORD"]}}}},
            "property_manager": None,
            "lock_storage": None,
            "verbose": 1,
        }
    )

    def guarded(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode()
        refused = Path(denied).read_text(encoding="utf-8").splitlines() if Path(denied).exists() else []
        if environ["REQUEST_METHOD"] == "GET" and path in refused:
            start("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        answer: Iterable[bytes] = application(environ, start)
        return answer

    server = make_server("127.0.0.1", int(port), guarded, server_class=Server)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
