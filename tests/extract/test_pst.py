"""A real mailbox of Outlook: its mails under their folders, as data too, and what a broken one still gives."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

import pytest

from dsar.model import GapCode, Passage
from dsar.words import PLACES
from tests.extract.files import gaps, passages, read

FOLDER = "*!Top of Outlook data file/Inbox/tmp"


@pytest.fixture(scope="module")
def mailbox() -> bytes:
    return lzma.decompress((Path(__file__).parent / "data/outlook.pst.xz").read_bytes())


def test_every_mail_is_read_under_its_folder(mailbox: bytes) -> None:
    located = read(mailbox, "a.pst")
    names = [f"{FOLDER}/1 original email.eml", *(f"{FOLDER}/{n} FW: original email.eml" for n in (2, 3, 4))]
    assert list(dict.fromkeys(locator for locator, _ in passages(located))) == names
    assert gaps(located) == []


def test_the_head_is_that_of_a_mail(mailbox: bytes) -> None:
    head = next(one.value for one in read(mailbox, "a.pst") if isinstance(one.value, Passage))
    assert head == Passage(
        PLACES["mail_head"],
        'From: "Proeven, Eksempl B." <tproeven@dsar.test>\nTo: "Proeven, Eksempl B." <tproeven@dsar.test>\n'
        "Date: Wed, 30 Aug 2017 19:26:03 +0000\nSubject: original email",
    )


@pytest.mark.parametrize(
    "said", ["This is the original email (html)", "Forwarded (html)", "Forwarded RTF", "Forwarded plain text"]
)
def test_bodies_of_all_three_forms_are_read(mailbox: bytes, said: str) -> None:
    assert any(said in text for _, text in passages(read(mailbox, "a.pst")))


def test_a_mail_states_when_it_was_sent_and_what_it_answers(mailbox: bytes) -> None:
    heads = [one.value for one in read(mailbox, "a.pst") if isinstance(one.value, Passage) and one.value.stated]
    stated = [[(one.kind.value, one.value) for one in head.stated] for head in heads]
    assert [dict(one)["sent"] for one in stated] == [
        "2017-08-30T19:26:03Z", "2017-08-30T19:26:52Z", "2017-08-30T19:27:20Z", "2017-08-30T19:27:50Z",
    ]  # fmt: skip
    assert {dict(one)["answers"] for one in stated[1:]} == {dict(stated[0])["message_id"]}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_mailbox_that_is_cut_short_is_told(mailbox: bytes, share: float) -> None:
    located = read(mailbox[: int(len(mailbox) * share)], "a.pst")
    assert {code for _, code in gaps(located)} == {GapCode.DAMAGED}


def test_a_damaged_mailbox_costs_gaps_and_is_never_silent(mailbox: bytes) -> None:
    dice = random.Random(7)
    for _ in range(30):
        data = bytearray(mailbox)
        for _ in range(20):
            data[dice.randrange(0x200, len(data))] = dice.randrange(256)
        located = read(bytes(data), "a.pst")
        codes = {code for _, code in gaps(located)}
        assert GapCode.CRASHED not in codes
        assert codes or len({locator for locator, _ in passages(located)}) == 4
