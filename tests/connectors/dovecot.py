"""A real IMAP server of the test's own, from Debian's package ``dovecot-imapd``: Maildir folders in a folder."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from tests.connectors.servers import NOBODY, SECRET, free_port, open_folder, program, running

USER = "post@example.dk"


@dataclass(frozen=True, slots=True)
class Server:
    """Its ports, its folder of mail, and the certificate that its TLS port shows."""

    port: int
    tls_port: int
    mail: Path
    certificate: Path

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A login of its own, past any proxy."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as made:
            made.login(USER, SECRET)
            yield made

    def message(self, folder: str, number: int) -> Path:
        """The file of the number-th message of a folder, by age."""
        box = self.mail if folder == "INBOX" else self.mail / f".{folder}"
        return sorted((*(box / "cur").iterdir(), *(box / "new").iterdir()), key=lambda p: p.name)[number]


@contextmanager
def server() -> Iterator[Server]:
    """The server, as nobody where it can."""
    dovecot, openssl = program("dovecot", "dovecot-imapd"), program("openssl", "openssl")
    with open_folder() as work:
        uid = NOBODY if os.geteuid() == 0 else os.geteuid()
        user = pwd.getpwuid(uid).pw_name if os.geteuid() == 0 else getpass.getuser()
        mail, certificate = work / "mail", work / "cert.pem"
        mail.mkdir()
        port, tls_port = free_port(), free_port()
        subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject,
             "-keyout", str(work / "key.pem"), "-out", str(certificate)],
            check=True,
            capture_output=True,
        )  # fmt: skip
        (work / "users").write_text(f"{USER}:{{PLAIN}}{SECRET}:{uid}:{pwd.getpwuid(uid).pw_gid}::{work}::\n")
        (work / "dovecot.conf").write_text(_settings(work, user, uid, port, tls_port), encoding="utf-8")
        if os.geteuid() == 0:
            shutil.chown(mail, uid)
        with running([dovecot, "-F", "-c", str(work / "dovecot.conf")], port, work / "log"):
            yield Server(port, tls_port, mail, certificate)


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def _settings(work: Path, user: str, uid: int, port: int, tls_port: int) -> str:
    root = os.geteuid() == 0
    own = "" if root else f"default_login_user = {user}\ndefault_internal_user = {user}\n"
    chroot = "service imap-login {\n  chroot =\n" if not root else "service imap-login {\n"
    return f"""
base_dir = {work}/run
state_dir = {work}/state
log_path = {work}/dovecot.log
protocols = imap
listen = 127.0.0.1
{own}first_valid_uid = {min(uid, 500)}
mail_location = maildir:{work}/mail
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{work}/cert.pem
ssl_key = <{work}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {work}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {work}/users
}}
service anvil {{
  chroot =
}}
{chroot}  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""
