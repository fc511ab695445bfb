"""Pages of office documents as LibreOffice draws them, where it is installed: a copy that looks as its document did.

LibreOffice is large and the document may be hostile. So it runs without a network, with limits on memory,
time and written bytes, with an empty profile that follows no links and runs no macros, and ends with the
process that started it. What it draws is believed only if it says what reading the document says: a page
with other words (a file of this machine that a link drew in, a date that became today's) is refused, and
words that no page shows (properties, comments, hidden text) follow on sheets of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence, Set
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize

from dsar.errors import SetupError
from dsar.extract import media
from dsar.extract.reading import Located
from dsar.model import Passage
from dsar.redact import words as danish
from dsar.redact.text_copy import Planned, laid_out
from dsar.redact.work import Task
from dsar.typeset import typeset

if TYPE_CHECKING:
    import pypdfium2

DRAWN = {
    media.DOCX: "docx",
    media.PPTX: "pptx",
    "application/msword": "doc",
    "application/rtf": "rtf",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
"""Kinds that are drawn, and the ending that LibreOffice knows them by. Sheets are not: their columns fit no page."""
_TIME_S, _CPU_S = 120, 60
_WRITTEN = 500_000_000
_ALONE = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("prlimit", f"--cpu={_CPU_S}", f"--fsize={_WRITTEN}", "--core=0"),
    *("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
)
"""Programs of util-linux that run another: with limits, without a network, and no longer than we live."""
_PROFILE = files("dsar.redact") / "libreoffice.xcu"
_WORD = re.compile(r"\w+")
_COUNTED = re.compile(r"[a-zæøå]|[ivxlc]{1,6}")
"""What lettered lists and notes add of their own."""
_MOST_DIGITS = 4
_DIVIDED = re.compile("[\u00ad\u0002\ufffe]\\s*")


@cache
def missing() -> str:
    """What this machine lacks for it, as the end of a sentence; nothing where it can be done."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed (Debian: libreoffice-writer-nogui, libreoffice-impress-nogui)"
    lacking = [name for name in ("setpriv", "prlimit", "unshare") if shutil.which(name) is None]
    if lacking:
        return f"{lacking[0]} is not installed (Debian: util-linux)"
    tried = subprocess.run([*_ALONE, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "the system lets no program run without a network (user namespaces)"


def check(*, office_pages: bool) -> None:
    """See to it that pages can be drawn where they are asked for.

    Raises:
        SetupError: they cannot on this machine.
    """
    if office_pages and (lacking := missing()):
        raise SetupError(
            f"office_pages: {lacking}. Install it, or turn office_pages off, and the text is set anew instead."
        )


def draw(task: Task, texts: Sequence[Located]) -> Path | None:
    """The document as a PDF in the task's folder, or None where it cannot be drawn as it was read.

    Runs in a process of its own, as it reads what was made of a hostile file.

    Args:
        task: a document of a kind in :data:`DRAWN`.
        texts: what reading it gave.
    """
    import pypdfium2

    target = task.remembered / "drawn.pdf"
    passages = [Planned(each.value, (), " › ".join(each.steps)) for each in texts if isinstance(each.value, Passage)]
    with TemporaryDirectory(dir=task.remembered) as folder:
        drawn = _converted(task.path, DRAWN[task.media_type], Path(folder))
        if drawn is None:
            return None
        with pypdfium2.PdfDocument(drawn) as document:
            shown = _words(_text(document))
            read = _words(each.text for each in passages)
            if not all(_is_counted(word, shown) for word in shown - read):
                return None
            unseen = [each for each in passages if _words([each.text]) - shown]
            if unseen:
                _append(document, unseen)
            document.save(target)
    return target


def _converted(source: Path, ending: str, folder: Path) -> Path | None:
    """What LibreOffice makes of the file; it sees a copy under a name that says nothing."""
    (folder / "profile/user").mkdir(parents=True)
    (folder / "profile/user/registrymodifications.xcu").write_bytes(_PROFILE.read_bytes())
    shutil.copyfile(source, folder / f"document.{ending}")
    command = [
        *_ALONE,
        *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(folder)),
        str(folder / f"document.{ending}"),
    ]
    known = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    try:
        subprocess.run(
            command, env=known, cwd=folder, timeout=_TIME_S, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    pdf = folder / "document.pdf"
    return pdf if pdf.exists() else None


def _append(document: pypdfium2.PdfDocument, unseen: Sequence[Planned]) -> None:
    """Add what the pages do not show, as sheets of text."""
    import pypdfium2

    data = {"title": danish.NOT_SHOWN, "blocks": list(laid_out(unseen)), "numbered": False}
    with pypdfium2.PdfDocument(typeset(files("dsar.redact") / "kopi.typ", data)) as sheets:
        document.import_pages(sheets)


def _text(document: pypdfium2.PdfDocument) -> Iterable[str]:
    for page in document:
        reading = page.get_textpage()
        yield _DIVIDED.sub("", reading.get_text_range())
        reading.close()
        page.close()


def _is_counted(word: str, shown: Set[str]) -> bool:
    """Whether it may be the number of a page, a list's item or a note: then all before it are shown as well."""
    if word.isdecimal() and len(word) <= _MOST_DIGITS:
        return all(str(number) in shown for number in range(1, int(word)))
    return _COUNTED.fullmatch(word) is not None


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(normalize("NFKC", text).replace("\u00ad", "").lower())}
