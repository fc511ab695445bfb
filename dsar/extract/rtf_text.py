"""Walks rich text (RTF): groups, control words and text in several encodings, and says what stands where.

Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dsar.extract.flow import Flow
from dsar.extract.format_words import FORMAT_PLACES
from dsar.words import PLACES

BODY = ""
_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?\x20?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n\0]{1,65536})|[\r\n\0]{1,65536}|\\"
)
_SYMBOLS = {b"~": "\N{NO-BREAK SPACE}", b"-": "\N{SOFT HYPHEN}", b"_": "\N{NON-BREAKING HYPHEN}"}
_LITERAL = frozenset({b"\\", b"{", b"}"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
_FLOWS = {
    "header": PLACES["page_head"], "headerl": PLACES["page_head"], "headerr": PLACES["page_head"],
    "headerf": PLACES["page_head"], "footer": PLACES["page_foot"], "footerl": PLACES["page_foot"],
    "footerr": PLACES["page_foot"], "footerf": PLACES["page_foot"], "footnote": FORMAT_PLACES["footnotes"],
    "annotation": FORMAT_PLACES["comments"], "atnauthor": FORMAT_PLACES["comments"],
    "shptxt": FORMAT_PLACES["text_boxes"], "dptxbxtext": FORMAT_PLACES["text_boxes"],
}  # fmt: skip
_KEPT = {
    **dict.fromkeys(("title", "subject", "author", "operator", "manager", "company", "category", "keywords"), "info"),
    **dict.fromkeys(("comment", "doccomm", "hlinkbase", "creatim", "revtim"), "info"),
    **dict.fromkeys(
        ("propname", "staticval", "fldinst", "objdata", "revtbl", "docvar", "formfield", "ffdeftext"), "own"
    ),
    **dict.fromkeys(("fonttbl",), "fonts"),
}
_THROUGH = frozenset(
    {"shp", "shpinst", "shpgrp", "object", "result", "field", "fldrslt", "info", "userprops", "upr", "ud"}
)
_SKIPPED = frozenset(
    {"colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "pict", "themedata", "colorschememapping"}
    | {"latentstyles", "datastore", "xmlnstbl", "generator", "filetbl", "template", "nonshppict", "shprslt", "pntext"}
    | {
        "listtext",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "ftncn",
        "aftncn",
        "atnid",
        "atnref",
        "atndate",
        "atnparent",
    }
    | {"atrfstart", "atrfend", "bkmkstart", "bkmkend", "printim", "buptim", "objclass", "sn", "sv"}
)
_CODE_PAGES = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp850",
}  # fmt: skip
_ENCODINGS = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_DATE_FORMATS = {"yr": "{:04}", "mo": "-{:02}", "dy": "-{:02}"}
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the group ends: where text goes, in which encoding, how much follows a Unicode character."""

    goes: str = BODY  # the place of a flow, or the destination's own name
    kind: str = "flow"  # flow, info, own, fonts, skipped
    font: int = -1
    after_unicode: int = 1
    in_table: bool = False
    is_optional: bool = False


@dataclass(slots=True)
class RtfText:
    """What stands in a file.

    Attributes:
        flows: texts by their place.
        info: what the document says of itself, by the format's names.
        own: texts of fields' instructions, reviewers' names and the like, by the format's names.
        objects: files inside, as the format wraps them.
        whole: every group that begins ends, and nothing follows.
    """

    flows: dict[str, Flow] = field(default_factory=lambda: {BODY: Flow()})
    info: list[tuple[str, str]] = field(default_factory=list)
    own: dict[str, list[str]] = field(default_factory=dict)
    objects: list[bytes] = field(default_factory=list)
    whole: bool = True


class _Walk:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.found = RtfText()
        self._group = _Group()
        self._above: list[_Group] = []
        self._gathered: list[list[str]] = [[]]
        self._raw = bytearray()
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._defining = -1
        self._skip = 0
        self._at = 0

    def walk(self) -> RtfText:
        while self._at < len(self._data):
            token = _TOKEN.match(self._data, self._at)
            assert token is not None  # every byte is of one kind or another
            self._at = token.end()
            self._take(token)
        self._flush()
        self.found.whole = not self._above
        while self._above:
            self._close()
        for flow in self.found.flows.values():
            flow.close()
        return self.found

    def _take(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind == "text":
            self._text(token["text"])
        elif kind == "hex":
            if self._skip:
                self._skip -= 1
            else:
                self._raw.append(int(token["hex"], 16))
        elif kind in ("word", "number"):
            self._word(token["word"].decode("ascii"), int(token["number"]) if token["number"] else None)
        elif kind == "symbol":
            self._symbol(token["symbol"])
        elif kind == "open":
            self._open()
        elif kind == "close":
            self._flush()
            self._close()

    def _text(self, text: bytes) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        if self._group.kind != "skipped":
            self._raw += text[skipped:]

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._above) >= _DEEPEST:
            self.found.whole = False
            return
        self._above.append(self._group)
        self._gathered.append([])

    def _close(self) -> None:
        """A group ends: what it gathered is kept, unless it belongs to the group around it."""
        self._skip = 0
        if not self._above:
            return
        group, self._group = self._group, self._above.pop()
        gathered = "".join(self._gathered.pop())
        if (group.goes, group.kind) == (self._group.goes, self._group.kind):
            self._gathered[-1].append(gathered)
        elif group.kind == "info" and gathered.strip():
            self.found.info.append((group.goes, gathered.strip()))
        elif group.goes == "objdata":
            self.found.objects.append(_unhexed(gathered))
        elif group.kind == "own" and gathered.strip():
            self.found.own.setdefault(group.goes, []).append(gathered.strip())
        elif group.kind == "flow":
            self._flow(group.goes).end_paragraph()

    def _symbol(self, symbol: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif symbol in _LITERAL:
            self._raw += symbol
        elif symbol == b"*":
            self._group = replace(self._group, is_optional=True)
        elif symbol in b"\r\n":
            self._word("par", None)
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._unicode(number)
        elif word == "bin":
            self._at += max(0, number or 0)
        elif self._skip and word in _CHARACTERS:
            self._skip -= 1
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _FLOWS or word in _KEPT or word in _SKIPPED or word in _THROUGH or self._group.is_optional:
            self._destination(word)
        elif word in _PARAGRAPH_ENDS or word in ("cell", "nestcell", "row", "nestrow"):
            self._end(word)
        else:
            self._setting(word, number)

    def _destination(self, word: str) -> None:
        self._flush()
        if self._group.kind == "skipped" or (self._group.kind == "fonts" and word != "fonttbl"):
            kind, goes = "skipped", self._group.goes
        elif word in _FLOWS:
            kind, goes = "flow", _FLOWS[word]
        elif word in _KEPT:
            kind, goes = _KEPT[word], word
        elif word in _THROUGH:
            kind, goes = self._group.kind, self._group.goes
        else:
            kind, goes = "skipped", word
        self._group = replace(self._group, kind=kind, goes=goes, is_optional=False, in_table=False)

    def _end(self, word: str) -> None:
        self._flush()
        if self._group.kind != "flow":
            self._write("\n")
            return
        flow = self._flow(self._group.goes)
        if word in ("cell", "nestcell"):
            flow.end_cell()
        elif word in ("row", "nestrow"):
            flow.end_row()
        else:
            flow.end_paragraph(in_cell=self._group.in_table and word == "par")

    def _setting(self, word: str, number: int | None) -> None:
        if word in _ENCODINGS:
            self._encoding = _ENCODINGS[word]
        elif word == "ansicpg" and number:
            self._encoding = "utf-8" if number == 65001 else f"cp{number}"
        elif word == "uc" and number is not None:
            self._group = replace(self._group, after_unicode=min(max(number, 0), 16))
        elif word == "f" and number is not None:
            self._flush()
            self._defining = number
            self._group = replace(self._group, font=number)
        elif word == "fcharset" and number in _CODE_PAGES:
            self._fonts[self._defining] = _CODE_PAGES[number]
        elif word == "plain":
            self._flush()
            self._group = replace(self._group, font=-1)
        elif word in _DATE_FORMATS and number is not None and self._group.goes in ("creatim", "revtim"):
            self._write(_DATE_FORMATS[word].format(number))
        elif word in ("intbl", "pard"):
            self._group = replace(self._group, in_table=word == "intbl")

    def _unicode(self, number: int) -> None:
        self._flush()
        self._write(chr(number % 65536))
        self._skip = self._group.after_unicode

    def _flush(self) -> None:
        """Decode the bytes so far, in the encoding of the font that they are in."""
        if self._raw:
            name = self._fonts.get(self._group.font, self._encoding)
            try:
                text = self._raw.decode(name, "replace")
            except LookupError:
                text = self._raw.decode("cp1252", "replace")
            self._raw = bytearray()
            self._write(text)

    def _write(self, text: str) -> None:
        if self._raw:
            self._flush()
        if self._group.kind == "flow":
            self._flow(self._group.goes).write(text)
        elif self._group.kind in ("info", "own"):
            self._gathered[-1].append(text)

    def _flow(self, place: str) -> Flow:
        return self.found.flows.setdefault(place, Flow())


def rtf_text(data: bytes) -> RtfText:
    """What stands in the bytes of a file; broken ones are read as far as they can be."""
    return _Walk(data).walk()


def _unhexed(text: str) -> bytes:
    digits = re.sub("[^0-9A-Fa-f]", "", text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])
