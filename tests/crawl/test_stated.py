"""What documents state of themselves, from their bytes through the sandbox and the catalogue to what find is told."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from dsar.catalog.catalog import Catalog
from dsar.index.engine import Term
from dsar.index.terms import word_term
from dsar.stated import StatedKind, on
from tests.crawl.bench import IN_ALL, KEYS, Bench


def mail(sent: str) -> bytes:
    made = EmailMessage()
    made["From"] = "Bo Holm <bo@example.dk>"
    made["Message-ID"], made["References"] = "<2@example.dk>", "<1@example.dk>"
    made.set_content(f"{IN_ALL} brev")
    made.add_attachment(f"{IN_ALL} bilag".encode(), maintype="text", subtype="plain", filename="bilag.txt")
    return f"Date: {sent}\n".encode() + made.as_bytes()


def told(bench: Bench) -> dict[str, set[tuple[str, str]]]:
    """What is stated, by locator."""
    ids = list(bench.engine.search(Term(word_term(IN_ALL, KEYS))))
    shelved = dict(bench.library.shelved(ids))
    places = {(one.item, one.first): one.locator for one in shelved.values()}
    found = bench.library.stated(places)
    return {places[place]: {(one.kind.value, one.value) for one in values} for place, values in found.items()}


def test_a_mail_states_when_by_whom_and_what_it_answers(bench: Bench) -> None:
    bench.store.content = {"a.eml": mail("Mon, 02 Nov 2026 09:30:00 +0100")}
    bench.index()
    assert told(bench)["a.eml"] == {
        ("sent", "2026-11-02T08:30:00Z"),
        ("author", "Bo Holm <bo@example.dk>"),
        ("message_id", "<2@example.dk>"),
        ("answers", "<1@example.dk>"),
    }


def test_what_is_attached_has_the_date_of_its_mail_and_not_its_author(bench: Bench) -> None:
    bench.store.content = {"a.eml": mail("Mon, 02 Nov 2026 09:30:00 +0100")}
    bench.index()
    assert told(bench)["a.eml!bilag.txt"] == {("sent", "2026-11-02T08:30:00Z")}


@pytest.mark.parametrize(
    "sent", ["Mon, 02 Nov 2037 09:30:00 +0100", "31 Feb 2026 10:00 +0100", "1 Jan 0001 00:00 +0000"]
)
def test_a_date_that_cannot_be_is_not_kept(bench: Bench, sent: str) -> None:
    bench.store.content = {"a.eml": mail(sent)}
    bench.index()
    assert "sent" not in dict(told(bench)["a.eml"])


def test_a_file_that_states_nothing_has_the_time_that_its_store_keeps(bench: Bench) -> None:
    bench.store.content = {"a.txt": f"{IN_ALL} notat".encode()}
    bench.store.modified = {"a.txt": datetime(2026, 11, 2, 9, 30, tzinfo=UTC)}
    bench.index()
    assert told(bench) == {"a.txt": {("stored", "2026-11-02T09:30:00Z")}}


def test_what_the_store_states_of_an_item_is_kept_with_it(bench: Bench) -> None:
    bench.store.content = {"a.txt": f"{IN_ALL} notat".encode()}
    bench.store.modified = {"a.txt": datetime(2026, 11, 2, 9, 30, tzinfo=UTC)}
    bench.store.stated = {"a.txt": on(StatedKind.DATED, "2026-10-01")}
    bench.index()
    assert told(bench) == {"a.txt": {("dated", "2026-10-01")}}


def test_a_part_deep_inside_has_the_nearest_date(bench: Bench) -> None:
    outer = EmailMessage()
    outer["Date"] = "Tue, 03 Nov 2026 10:00:00 +0000"
    outer.set_content(f"{IN_ALL} videresendt")
    outer.add_attachment(
        mail("Mon, 02 Nov 2026 09:30:00 +0100"), maintype="application", subtype="octet-stream", filename="b.eml"
    )
    bench.store.content = {"a.eml": outer.as_bytes()}
    bench.index()
    assert told(bench)["a.eml!b.eml!bilag.txt"] == {("sent", "2026-11-02T08:30:00Z")}


def test_a_catalogue_of_before_opens_and_is_added_to(bench: Bench) -> None:
    bench.store.content = {"a.txt": f"{IN_ALL} notat".encode()}
    bench.store.modified = {"a.txt": datetime(2026, 11, 2, 9, 30, tzinfo=UTC)}
    bench.index()
    with bench.catalog.database.begin() as connection:
        connection.execute(text("DROP INDEX parts_in_order"))
        connection.execute(text("ALTER TABLE parts DROP COLUMN stated"))
    bench.catalog.close()
    bench.catalog = Catalog(bench.folder / "catalog.db", KEYS)
    bench.store.content["b.eml"] = mail("Mon, 02 Nov 2026 09:30:00 +0100")
    bench.index()
    assert told(bench)["a.txt"] == {("stored", "2026-11-02T09:30:00Z")}
    assert told(bench)["b.eml!bilag.txt"] == {("sent", "2026-11-02T08:30:00Z")}
