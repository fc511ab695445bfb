"""``dsar package`` and ``dsar verify``, from a request to what is sent, as a caseworker types them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
import pyzipper

from dsar.activities import default_text
from tests.cli.workspace import SETTINGS, Workspace

SUBJECT = 'cpr = ["010130-4999"]\nnames = ["Anders Bo Jensen"]\naddresses = ["Vestergade 12, 2. tv, 9000 Aalborg"]\n'
LETTER = (
    "Sag 2024-117\n\nAnders Bo Jensen, CPR 010130-4999, har søgt om boligstøtte. Naboen Lise Holm, CPR 120628-4123, "
    "har klaget og kan træffes på lise.holm@example.dk.\n\nVenlig hilsen\nKirsten Dam, sagsbehandler\n"
)
REGISTER = "CPR;Navn;Ydelse\n010130-4999;Anders Bo Jensen;Boligstøtte\n120628-4123;Lise Holm;Rullestolsrampe\n"
MAIL = (
    "From: a@example.dk\nTo: b@example.dk\nSubject: Sagen\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n'
    "Anders Bo Jensen, 010130-4999, ringede i dag.\n--x\n"
    'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="andet.txt"\n\n'
    "Ib Vestergaard Holm skylder 400 kr.\n--x--\n"
)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a case that is searched and not decided about."""
    made = Workspace(tmp_path_factory.mktemp("made") / "ws")
    contact = 'address = "Torvet 1, 9999 Prøveby"\nphone = "99 00 00 00"\ndpo_email = "dpo@example.dk"\n'
    settings = SETTINGS.replace("[stores.sager]", f"{contact}[stores.sager]")
    (made.folder / "dsar.toml").write_text(settings, encoding="utf-8")
    (made.folder / "activities.toml").write_text(default_text(), encoding="utf-8")
    (made.folder / "borger.toml").write_text(SUBJECT, encoding="utf-8")
    (made.folder / "anmodning.txt").write_text("Jeg vil se alt.", encoding="utf-8")
    made.write("brev til Lise Holm.txt", LETTER)
    made.write("register.csv", REGISTER)
    made.write("post.eml", MAIL)
    made.write("andre.txt", "Lise Holm, CPR 120628-4123, har fået afslag.")
    assert made.dsar("index").code == 0
    opened = ["--subject", "borger.toml", "--received", "2026-11-02", "--text-file", "anmodning.txt"]
    assert made.dsar("case", "open", *opened).out == "2026-0001\n"
    assert made.dsar("case", "search", "2026-0001").code == 0
    return made


def citizen_texts(package: Path) -> str:
    found = []
    for path in sorted((package / "citizen").rglob("*")):
        found.append(path.name)
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                found += [page.get_textpage().get_text_bounded() for page in document]
        elif path.suffix in {".json", ".csv"}:
            found.append(path.read_text(encoding="utf-8"))
    return " ".join(" ".join(found).split())


@pytest.fixture(scope="module")
def package(space: Workspace) -> Path:
    """The case's package, everything given."""
    assert space.dsar("case", "decide", "2026-0001", "all", "--include").code == 0
    ran = space.dsar("package", "2026-0001", "--out", "pakke", "--date", "2026-11-25", "--json")
    (made,) = ran.objects
    assert (ran.code, made["told"], made["copies"]) == (0, 3, 3)
    # At once: the letter tells who looked the person up, and other tests open further cases about them.
    again = space.dsar("package", "2026-0001", "--out", "igen", "--zip", "--date", "2026-11-25")
    (space.folder / "igen.err").write_text(again.err, encoding="utf-8")
    return space.folder / "pakke"


def test_nothing_is_made_while_a_hit_is_undecided(space: Workspace) -> None:
    case = space.dsar("case", "open", "--subject", "borger.toml", "--received", "2026-11-03").out.strip()
    assert space.dsar("case", "search", case).code == 0
    ran = space.dsar("package", case, "--out", "tidlig")
    assert ran.code == 1
    assert f"dsar case hits {case} --undecided" in ran.err
    assert "no-data" not in ran.err
    assert "Traceback" not in ran.err
    assert not (space.folder / "tidlig").exists()


def test_a_reviewed_case_becomes_a_package_that_names_nobody_else(space: Workspace, package: Path) -> None:
    text = citizen_texts(package)
    others = ["Lise Holm", "120628", "lise.holm@example.dk", "Ib Vestergaard", "skylder", "Rullestolsrampe"]
    assert [other for other in others if other in text] == []
    assert "har søgt om boligstøtte" in text
    assert "ringede i dag" in text
    assert space.dsar("verify", "pakke").code == 0


def test_made_again_it_has_the_same_bytes_and_its_encrypted_file_opens(space: Workspace, package: Path) -> None:
    shown = (space.folder / "igen.err").read_text(encoding="utf-8")
    files = {p.relative_to(package) for p in package.rglob("*") if p.is_file()}
    assert len(files) == 14
    assert [f for f in files if (package / f).read_bytes() != (space.folder / "igen" / f).read_bytes()] == []
    secret = re.search(r"\): ([a-z0-9-]{29})$", shown, re.MULTILINE)
    assert secret is not None
    with pyzipper.AESZipFile(space.folder / "igen.zip") as archive:
        archive.setpassword(secret[1].encode())
        assert json.loads(archive.read("data.json"))["case"]["id"] == "2026-0001"
        assert not [name for name in archive.namelist() if "evidence" in name or "manifest" in name]
    assert secret[1] not in space.dsar("log", "--json").out


def test_what_is_withheld_is_told_with_its_ground_and_not_given(space: Workspace) -> None:
    case = space.dsar("case", "open", "--subject", "borger.toml", "--received", "2026-11-03").out.strip()
    space.dsar("case", "search", case)
    space.dsar("case", "decide", case, "all", "--include")
    hits = space.dsar("case", "hits", case, "--json").objects
    number = next(str(hit["number"]) for hit in hits if hit["item"] == "post.eml")
    (space.folder / "vurdering.txt").write_text("Hensynet til en anden vejer tungest.", encoding="utf-8")
    withheld = ["--withhold", "--ground", "dbl22_1", "--reason-file", "vurdering.txt"]
    assert space.dsar("case", "decide", case, number, *withheld).code == 0
    ran = space.dsar("package", case, "--out", "delvis", "--date", "2026-11-25", "--json")
    assert (ran.code, ran.objects[0]["told"]) == (0, 2)
    text = citizen_texts(space.folder / "delvis")
    assert "ringede i dag" not in text
    assert "Hensynet til en anden vejer tungest." in text
    assert space.dsar("verify", "delvis").code == 0


def test_a_package_that_was_tampered_with_is_told(space: Workspace, package: Path) -> None:
    shutil.copytree(package, space.folder / "rettet")
    copy = next((space.folder / "rettet/citizen/oplysninger").iterdir())
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    ran = space.dsar("verify", "rettet")
    assert (ran.code, "was altered" in ran.err) == (4, True)


def test_nobody_is_told_to_send_what_is_asked_for_by_somebody_unknown(space: Workspace, package: Path) -> None:
    assert package.exists()
    made = space.dsar("package", "2026-0001", "--out", "ukendt", "--date", "2026-11-22", "--json").objects[0]
    assert [one for one in made["cautions"] if "hvordan vi ved, hvem der spørger" in one]


def test_a_sentence_about_somebody_else_goes_when_a_caseworker_strikes_it(space: Workspace) -> None:
    case = space.dsar("case", "open", "--subject", "borger.toml", "--received", "2026-11-04").out.strip()
    space.dsar("case", "search", case)
    space.dsar("case", "decide", case, "all", "--include")
    hits = space.dsar("case", "hits", case, "--json").objects
    number = next(str(hit["number"]) for hit in hits if hit["item"].startswith("brev til"))
    shown = space.dsar("case", "hits", case, "--show", number)
    assert "Forslag: sætninger, der ser ud til kun at handle om andre." in shown.out
    (proposal, *_) = space.dsar("case", "hits", case, "--show", number, "--json").objects[0]["proposed"]
    assert not proposal["struck"]
    assert space.dsar("package", case, "--out", "alt", "--date", "2026-11-25").code == 0
    assert space.dsar("case", "strike", case, number, "99").code == 1
    assert (
        space.dsar("case", "strike", case, number, "all").out
        == f"{case}: 1 sætninger om andre fjernes af fund {number}.\n"
    )
    assert "[fjernes]" in space.dsar("case", "hits", case, "--show", number).out
    assert space.dsar("package", case, "--out", "strøget", "--date", "2026-11-25").code == 0
    told = "har klaget og kan træffes"
    assert [told in citizen_texts(space.folder / out) for out in ("alt", "strøget")] == [True, False]
    assert space.dsar("verify", "strøget").code == 0
    undone = space.dsar("case", "strike", case, number, "none", "--json").objects
    assert undone == [{"type": "struck", "case": case, "hit": int(number), "sentences": []}]
