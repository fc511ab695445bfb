"""Real file servers for tests: started on a free port of 127.0.0.1 in a folder of their own, and stopped.

What is not installed skips the test and names the package.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

SECRET = "rigtig-hemmelighed-3K"
NOBODY = 65534


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def program(name: str, package: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/openssh")
    if found is None:
        pytest.skip(f"needs {name} (Debian package {package})")
    return found


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that a server may reach under another user."""
    folder = Path(tempfile.mkdtemp(prefix="dsar-server-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], port: int, log: Path, **environment: str) -> Iterator[int]:
    """The process, from when its port answers."""
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            env=os.environ | environment,
            start_new_session=True,  # smbd ends its whole process group when it ends
        ) as process,
    ):
        try:
            _await(port, process, log)
            yield port
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"{process.args!r} did not start: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def samba(folder: Path, work: Path) -> Iterator[int]:
    """smbd with a share ``sager`` of the folder, for the current user and SECRET."""
    smbd, smbpasswd = program("smbd", "samba"), program("smbpasswd", "samba-common-bin")
    port, user = free_port(), getpass.getuser()
    for name in ("private", "lock", "state", "cache", "pid", "ncalrpc"):
        (work / name).mkdir()
    conf = work / "smb.conf"
    conf.write_text(
        f"""[global]
server role = standalone server
smb ports = {port}
interfaces = lo
bind interfaces only = yes
disable netbios = yes
disable spoolss = yes
load printers = no
private dir = {work}/private
lock directory = {work}/lock
state directory = {work}/state
cache directory = {work}/cache
pid directory = {work}/pid
ncalrpc dir = {work}/ncalrpc
passdb backend = tdbsam:{work}/private/passdb.tdb
log file = {work}/log.smbd
max log size = 0
map to guest = never
server min protocol = SMB2_10
[sager]
path = {folder}
read only = no
""",
        encoding="utf-8",
    )
    subprocess.run(
        [smbpasswd, "-c", str(conf), "-a", "-s", user],
        input=f"{SECRET}\n{SECRET}\n".encode(),
        check=True,
        capture_output=True,
    )
    with running([smbd, "-F", "--no-process-group", "-s", str(conf)], port, work / "smbd.log"):
        yield port


@contextmanager
def openssh(work: Path) -> Iterator[tuple[int, str, str]]:
    """sshd with SFTP, as nobody where it can: its port, its host key, the private key that it lets in."""
    sshd, keygen = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client")
    server = program("sftp-server", "openssh-sftp-server")
    for name in ("host", "client"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    as_nobody = ""
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
        as_nobody = f"{program('setpriv', 'util-linux')} --reuid={NOBODY} --regid={NOBODY} --clear-groups "
    port = free_port()
    (work / "sshd_config").write_text(
        f"""Port {port}
ListenAddress 127.0.0.1
HostKey {work}/host
PidFile {work}/sshd.pid
AuthorizedKeysFile {work}/client.pub
StrictModes no
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
MaxStartups 100
MaxAuthTries 100
Subsystem sftp {as_nobody}{server}
""",
        encoding="utf-8",
    )
    with running([sshd, "-D", "-e", "-f", str(work / "sshd_config")], port, work / "sshd.log"):
        yield port, " ".join((work / "host.pub").read_text().split()[:2]), (work / "client").read_text()


@contextmanager
def webdav(folder: Path, work: Path, *, certificate: Path | None = None) -> Iterator[int]:
    """WsgiDAV over the folder; paths named in ``work/denied`` are refused. HTTPS with a certificate."""
    pytest.importorskip("wsgidav", reason="needs the package wsgidav")
    port = free_port()
    arguments = [str(port), str(folder), str(work / "denied"), getpass.getuser(), str(certificate or "")]
    command = [sys.executable, "-m", "tests.connectors.dav_server", *arguments]
    with running(command, port, work / "dav.log", DAV_PASSWORD=SECRET):
        yield port


@contextmanager
def moto(work: Path) -> Iterator[int]:
    """Moto's server of S3 and IAM; nobody is asked who they are until ``/moto-api/reset-auth`` says so."""
    pytest.importorskip("moto.server", reason="needs the package moto[server]")
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(command, port, work / "moto.log"):
        yield port
