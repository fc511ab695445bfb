"""Microsoft 365, over a server that follows Microsoft's documentation: all is listed, and bad days are lived with."""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from connectors.exchange import ExchangeStore
from connectors.graph_entry import plain, quoted, shown, shown_site, site_address
from dsar.connector import Check, Connector, StoreContext, check_store
from dsar.errors import ItemError, RetryError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.retry import Backoff
from tests.cli.workspace import Workspace
from tests.connectors.graph_server import HOST, SECRET, Reply, Tenant, refusal, served
from tests.contract.connector import CONTENT, HASTY, PATIENT, WRONG_SECRET, RemoteContract
from tests.cpr_numbers import unborn
from tests.proxy import Proxy

ANNA, BO = "anna@fjordlev.example", "bo@fjordlev.example"
MAIL = b"From: anna@fjordlev.example\r\nSubject: Hej\r\n\r\nKaere Bo\r\n"


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    with served() as made:
        yield made


def store(root: Path, server: Tenant | Proxy, *, backoff: Backoff = PATIENT, **settings: Any) -> ExchangeStore:
    secret = root / "secret"
    if not secret.exists():
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o600)
    url = f"http://127.0.0.1:{server.port}"
    options: dict[str, Any] = {"tenant": "fjordlev.example", "client_id": "dsar", "base_url": url, "authority": url}
    if "certificate" not in settings:
        options["client_secret"] = {"file": "secret"}
    return ExchangeStore(StoreContext("m365", root, backoff), options | {"timeout_s": 0.5} | settings)


def locators(connector: Connector) -> list[str]:
    return [one.locator for one in connector.crawl(None) if isinstance(one, Item)]


def gaps(connector: Connector) -> list[tuple[str, GapCode]]:
    return [(one.locator, one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


def content(connector: Connector, locator: str) -> bytes:
    with connector.open(Item(locator, "", None, "")) as source:
        return source.read()


class Below:
    """The store with the locators of the contract: what lies below one library."""

    def __init__(self, store: ExchangeStore, place: str) -> None:
        self._store, self._place = store, place

    def crawl(self, since: str | None) -> Iterator[Item | Gap]:
        for one in self._store.crawl(since):
            locator = one.locator.removeprefix(self._place)
            if isinstance(one, Item):
                yield Item(locator, one.version, one.size, one.title, one.modified)
            else:
                yield Gap(locator, one.code, one.reason)

    def open(self, item: Item) -> AbstractContextManager[BinaryIO]:
        return self._open(Item(self._place + item.locator, item.version, item.size, item.title))

    @contextmanager
    def _open(self, item: Item) -> Iterator[BinaryIO]:
        with self._store.open(item) as source:
            yield source

    def check(self) -> Check:
        return self._store.check()


class TestContract(RemoteContract):
    @pytest.fixture
    def proxy(self, tenant: Tenant) -> Iterator[Proxy]:
        self.tenant = tenant
        tenant.drive(tenant.site("/sites/job", f"{HOST},1,2"), "d1", "Dokumenter", CONTENT)
        with Proxy(tenant.port) as made:
            yield made

    def made(self, root: Path, proxy: Proxy, backoff: Backoff = PATIENT) -> Connector:
        made = store(root, proxy, sites=[f"https://{HOST}/sites/job"], backoff=backoff)
        return Below(made, f"sharepoint/{HOST}:sites:job/dokumenter/Dokumenter/")

    @pytest.fixture
    def connector(self, tmp_path: Path, proxy: Proxy) -> Connector:
        return self.made(tmp_path, proxy)

    @pytest.fixture
    def impatient(self, tmp_path: Path, proxy: Proxy) -> Connector:
        return self.made(tmp_path, proxy, HASTY)

    @pytest.fixture
    def stranger(self, tmp_path: Path, proxy: Proxy) -> Connector:
        (tmp_path / "secret").write_text(WRONG_SECRET, encoding="utf-8")
        (tmp_path / "secret").chmod(0o600)
        return self.made(tmp_path, proxy)

    def change(self, locator: str, data: bytes | None) -> None:
        files = self.tenant.files["d1"]
        item, _ = files.pop(locator, (f"n{len(files)}", b""))
        if data is not None:
            files[locator] = (item, data)

    def deny(self, locator: str) -> None:
        self.tenant.denied[f"/drives/d1/root:/{locator}"] = refusal(403, "accessDenied")


@pytest.fixture
def mailbox(tenant: Tenant) -> Tenant:
    tenant.user(ANNA)
    for folder, name in (("f1", "Indbakke"), ("f2", "Sendt post"), ("f3", "Kladder"), ("f4", "Slettet post")):
        tenant.folder(ANNA, folder, name)
        tenant.message(ANNA, folder, f"m-{folder}", f"om {name}", MAIL)
    return tenant


def test_every_folder_of_a_mailbox_is_read_hidden_inner_and_recoverable_ones_too(
    tmp_path: Path, mailbox: Tenant
) -> None:
    mailbox.folder(ANNA, "f5", "Skjult", isHidden=True)
    mailbox.folder(ANNA, "f6", "Inde/i!", inside="f1")
    mailbox.folder(ANNA, "f7", "Ugens", **{"@odata.type": "#microsoft.graph.mailSearchFolder"})
    mailbox.folder(ANNA, "recoverableitemsdeletions", "Deletions", listed=False)
    for folder in ("f5", "f6", "f7", "recoverableitemsdeletions", "msgfolderroot"):
        mailbox.message(ANNA, folder, f"m-{folder}", "x", MAIL)
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert [one.removeprefix(f"mail/{ANNA}/") for one in locators(connector)] == [
        "Indbakke/Inde%2Fi%21/m-f6.eml",
        "Indbakke/m-f1.eml",
        "Kladder/m-f3.eml",
        "Sendt post/m-f2.eml",
        "Skjult/m-f5.eml",
        "Slettet post/m-f4.eml",
        "msgfolderroot/m-msgfolderroot.eml",
        "recoverableitemsdeletions/m-recoverableitemsdeletions.eml",
    ]
    assert gaps(connector) == []
    assert "includeHiddenFolders=true" in next(path for path, _ in mailbox.asked if "/mailFolders?" in path)
    assert all(h["Prefer"].startswith('IdType="ImmutableId"') for p, h in mailbox.asked if p.startswith("/v1.0"))


def test_recoverable_items_that_are_refused_are_a_gap(tmp_path: Path, mailbox: Tenant) -> None:
    mailbox.denied[f"/users/{ANNA}/mailFolders/recoverableitemspurges"] = refusal(403, "ErrorAccessDenied")
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert gaps(connector) == [(f"mail/{ANNA}/recoverableitemspurges", GapCode.NO_ACCESS)]


def test_a_message_is_its_mime_form_titled_by_its_subject(tmp_path: Path, mailbox: Tenant) -> None:
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    item = next(one for one in connector.crawl(None) if isinstance(one, Item))
    assert (item.title, item.size) == ("om Indbakke", None)
    assert content(store(tmp_path, mailbox, users=[ANNA]), item.locator) == MAIL


def test_a_message_whose_connection_breaks_is_fetched_anew_from_its_start(tmp_path: Path, mailbox: Tenant) -> None:
    body = MAIL + b"x" * 300_000
    mailbox.message(ANNA, "f1", "m-stor", "stor", body)
    with Proxy(mailbox.port) as proxy:
        connector = store(tmp_path, proxy, users=[ANNA], calendar=False, onedrive=False)
        assert list(connector.crawl(None))
        proxy.drop_after(100_000)
        assert content(connector, f"mail/{ANNA}/Indbakke/m-stor.eml") == body


def test_folders_that_share_a_name_are_both_read(tmp_path: Path, mailbox: Tenant) -> None:
    mailbox.folder(ANNA, "f9", "Indbakke")
    mailbox.message(ANNA, "f9", "m-f9", "x", MAIL)
    found = locators(store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False))
    assert sum(one.startswith(f"mail/{ANNA}/Indbakke (") for one in found) == 2


def test_a_listing_over_many_pages_has_every_row_and_no_removed_one(tmp_path: Path, mailbox: Tenant) -> None:
    for n in range(50):
        mailbox.message(ANNA, "f1", f"p{n:02}", "x", MAIL)
    mailbox.rows[f"/users/{ANNA}/mailFolders/f1/messages/delta"].insert(9, {"id": "væk", "@removed": {}})
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert len([one for one in locators(connector) if "/Indbakke/" in one]) == 51


def test_pages_in_a_circle_and_pages_elsewhere_are_a_gap(tmp_path: Path, mailbox: Tenant) -> None:
    circle = f"/users/{ANNA}/mailFolders/f1/messages/delta"
    mailbox.denied[circle] = Reply({"value": [], "@odata.nextLink": f"{mailbox.url}/v1.0{circle}"})
    elsewhere = Reply({"value": [], "@odata.nextLink": "http://127.0.0.1:1/v1.0/x"})
    mailbox.denied[f"/users/{ANNA}/mailFolders/f2/messages/delta"] = elsewhere
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert gaps(connector) == [
        (f"mail/{ANNA}/Indbakke", GapCode.DAMAGED),
        (f"mail/{ANNA}/Sendt post", GapCode.NO_ACCESS),
    ]
    assert len(locators(connector)) == 2


def test_a_listing_that_the_server_forgets_is_begun_anew(tmp_path: Path, mailbox: Tenant) -> None:
    for n in range(10):
        mailbox.message(ANNA, "f1", f"p{n}", "x", MAIL)
    path = f"/users/{ANNA}/mailFolders/f1/messages/delta"
    link = {"value": [], "@odata.nextLink": f"{mailbox.url}/v1.0/gone"}
    mailbox.hiccups = {path: [Reply(link)], "/gone": [refusal(410, "syncStateNotFound")]}
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert len([one for one in locators(connector) if "/Indbakke/" in one]) == 11


def test_a_busy_server_is_given_the_patience_it_asks_for(tmp_path: Path, mailbox: Tenant) -> None:
    waits: list[float] = []
    patient = Backoff(attempts=4, sleep=waits.append)
    said = Reply({}, 429, {"Retry-After": "17"})
    mailbox.hiccups = {f"/users/{ANNA}/mailFolders/f1/messages/delta": [said, said], "/sites/root": [Reply({}, 503)]}
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False, backoff=patient)
    assert (len(locators(connector)), waits[1:]) == (4, [17.0, 17.0])


def test_a_part_that_stays_busy_is_a_gap_while_the_rest_is_read(tmp_path: Path, mailbox: Tenant) -> None:
    mailbox.denied[f"/users/{ANNA}/mailFolders/f1/messages/delta"] = Reply({}, 429, {"Retry-After": "2"})
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert gaps(connector) == [(f"mail/{ANNA}/Indbakke", GapCode.NO_ACCESS)]
    assert len(locators(connector)) == 3


def test_a_token_that_ends_is_renewed_once_and_one_that_is_refused_again_is_a_setting(
    tmp_path: Path, mailbox: Tenant
) -> None:
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    crawl = connector.crawl(None)
    next(crawl)
    mailbox.expired.add(mailbox.token)
    assert len(list(crawl)) == 3
    assert len(mailbox.logins) == 2
    mailbox.expired |= {f"token-{n}" for n in range(9)}
    with pytest.raises(SetupError, match="refuses the token"):
        connector.check()


def test_a_mailbox_that_is_refused_is_a_gap_and_the_others_are_read(tmp_path: Path, mailbox: Tenant) -> None:
    for user in (BO, "uden@fjordlev.example"):
        mailbox.user(user)
    mailbox.rows["/users"].append({"id": "g", "userPrincipalName": "gæst#EXT#@x", "userType": "Guest"})
    mailbox.denied = {
        f"/users/{BO}/": refusal(403, "ErrorAccessDenied"),
        "/users/uden@fjordlev.example/": refusal(404, "MailboxNotEnabledForRESTAPI"),
    }
    connector = store(tmp_path, mailbox, users="all")
    assert gaps(connector) == [
        (f"{top}/{user}", GapCode.NO_ACCESS)
        for top in ("kalender", "mail", "onedrive")
        for user in (BO, "uden@fjordlev.example")
    ]
    assert len(locators(connector)) == 4


def test_an_appointment_is_read_with_guests_occurrences_and_attachments(tmp_path: Path, mailbox: Tenant) -> None:
    guest = {"emailAddress": {"name": "Bo Bertelsen", "address": BO}}
    day = {"dateTime": "2026-02-03T09:00:00.0000000", "timeZone": "UTC"}
    body = {"contentType": "html", "content": "<p>Om sagen æøå</p>"}
    differs = {"subject": "Udsat", "body": {"contentType": "text", "content": "kl. ti"}, "start": day}
    event = {"id": "e1", "subject": "Samtale", "body": body, "start": day, "attendees": [guest], "organizer": guest}
    event |= {"hasAttachments": True, "exceptionOccurrences": [differs], "location": {"displayName": "Lokale 3, syd"}}
    mailbox.calendar(ANNA, "c1", "Kalender", event)
    mailbox.rows[f"/users/{ANNA}/events/e1/attachments"] = [
        {"id": "a1", "name": "plan.txt", "@odata.type": "#microsoft.graph.fileAttachment"},
        {"id": "a2", "name": "link.docx", "@odata.type": "#microsoft.graph.referenceAttachment"},
    ]
    mailbox.bodies[f"/users/{ANNA}/events/e1/attachments/a1/$value"] = b"handleplan"
    connector = store(tmp_path, mailbox, users=[ANNA], mail=False, onedrive=False)
    assert locators(connector) == [f"kalender/{ANNA}/Kalender/e1.eml"]
    made = message_from_bytes(content(connector, f"kalender/{ANNA}/Kalender/e1.eml"), policy=policy.default)
    calendar, text, other, *attached = made.iter_parts()
    assert str(made["Subject"]) == "Samtale"
    lines = calendar.get_content().splitlines()
    assert {"ATTENDEE:Bo Bertelsen <bo@fjordlev.example>", r"LOCATION:Lokale 3\, syd", "SUMMARY:Udsat"} <= set(lines)
    assert "DTSTART:2026-02-03 09:00:00 UTC" in lines
    assert [part.get_content().strip() for part in (text, other)] == ["<p>Om sagen æøå</p>", "kl. ti"]
    assert [(part.get_filename(), part.get_content()) for part in attached] == [
        ("plan.txt", b"handleplan"),
        ("link.docx.txt", b"link.docx"),
    ]


def test_an_appointment_deleted_while_they_are_listed_costs_no_other(
    tmp_path: Path, mailbox: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.page = 300
    mailbox.calendar(ANNA, "c1", "Kalender", *({"id": f"e{n:03}", "subject": "x"} for n in range(600)))
    as_it_is = Tenant._page

    def shifting(self: Tenant, path: str, rows: list[dict[str, Any]], query: str) -> Reply:
        said = as_it_is(self, path, rows, query)
        if path.endswith("/events") and len(rows) == 600:
            del rows[0]
        return said

    monkeypatch.setattr(Tenant, "_page", shifting)
    found = locators(store(tmp_path, mailbox, users=[ANNA], mail=False, onedrive=False))
    assert {one.rpartition("/")[2] for one in found} >= {f"e{n:03}.eml" for n in range(1, 600)}
    assert len(found) == len(set(found))


def test_drives_hold_folders_files_notebooks_and_shortcuts(tmp_path: Path, tenant: Tenant) -> None:
    tenant.user(ANNA)
    tenant.drive(f"/users/{ANNA}", "d1", "OneDrive", {"a#1 %.txt": b"a", "Mappe/b?.txt": b"b"})
    tenant.special = {"Noter": {"package": {"type": "oneNote"}}, "Delt": {"remoteItem": {"id": "x"}, "folder": {}}}
    connector = store(tmp_path, tenant, users=[ANNA], mail=False, calendar=False)
    place = f"onedrive/{ANNA}/OneDrive/"
    assert locators(connector) == [place + "Mappe/b?.txt", place + "Noter", place + "a#1 %25.txt"]
    assert gaps(connector) == [(place + "Delt", GapCode.LINK)]
    fresh = store(tmp_path, tenant, users=[ANNA])
    assert [content(fresh, place + one) for one in ("a#1 %25.txt", "Mappe/b?.txt")] == [b"a", b"b"]
    with pytest.raises(ItemError, match="notebook") as caught:
        content(connector, place + "Noter")
    assert caught.value.code is GapCode.UNSUPPORTED


def test_the_token_is_never_sent_to_where_a_file_lies(tmp_path: Path, tenant: Tenant) -> None:
    tenant.user(ANNA)
    tenant.drive(f"/users/{ANNA}", "d1", "OneDrive", {"a.txt": b"hej"})
    connector = store(tmp_path, tenant, users=[ANNA], mail=False, calendar=False)
    assert content(connector, f"onedrive/{ANNA}/OneDrive/a.txt") == b"hej"
    assert [("Authorization" in h) for p, h in tenant.asked if p.startswith("/download/")] == [False]


def test_a_server_that_gives_a_file_itself_is_understood_too(tmp_path: Path, tenant: Tenant) -> None:
    tenant.user(ANNA)
    tenant.drive(f"/users/{ANNA}", "d1", "OneDrive", {"a.txt": b"hej"})
    tenant.direct = True
    assert content(store(tmp_path, tenant, users=[ANNA]), f"onedrive/{ANNA}/OneDrive/a.txt") == b"hej"


@pytest.mark.parametrize("address", ["http://files.example/x", "ftp://127.0.0.1/x"])
def test_a_file_that_would_come_without_encryption_is_not_fetched(tmp_path: Path, tenant: Tenant, address: str) -> None:
    tenant.user(ANNA)
    tenant.drive(f"/users/{ANNA}", "d1", "OneDrive", {"a.txt": b"hej"})
    tenant.denied["/drives/d1/items/i0/content"] = Reply(b"", 302, {"Location": address})
    with pytest.raises(ItemError, match="without encryption"):
        content(store(tmp_path, tenant, users=[ANNA]), f"onedrive/{ANNA}/OneDrive/a.txt")


def test_sites_hold_libraries_lists_and_sites(tmp_path: Path, tenant: Tenant) -> None:
    site = tenant.site("/sites/job", f"{HOST},1,2")
    inner = tenant.site("/sites/job/ung", f"{HOST},1,3")
    tenant.rows[f"{site}/sites"] = [{"id": f"{HOST},1,3", "displayName": "Unge"}]
    del tenant.rows["/sites/getAllSites"][1]
    tenant.drive(inner, "d2", "Dokumenter", {"u.txt": b"u"})
    rows = ({"Title": "Ventende", "CPR_x002d_nummer": "x", "Attachments": True}, {"FileLeafRef": "Forside.aspx"})
    tenant.list(site, "l1", "Venteliste", *rows)
    tenant.list(site, "l2", "Dokumenter", {"Title": "y"}, template="documentLibrary")
    connector = store(tmp_path, tenant, sites="all")
    top = f"sharepoint/{HOST}:sites:job/"
    assert locators(connector) == [
        top + "lister/Venteliste/1.json",
        top + "lister/Venteliste/1.vedhaeftet",
        top + "lister/Venteliste/2.json",
        top + "lister/Venteliste/2.side",
        top + "undersites/Unge/dokumenter/Dokumenter/u.txt",
    ]
    fresh = store(tmp_path, tenant, sites="all")
    shown_row = {"Title": "Ventende", "CPR-nummer": "x", "Attachments": True}
    assert json.loads(content(fresh, top + "lister/Venteliste/1.json")) == shown_row
    assert content(fresh, top + "undersites/Unge/dokumenter/Dokumenter/u.txt") == b"u"
    for ending in ("1.vedhaeftet", "2.side"):
        with pytest.raises(ItemError) as caught:
            content(fresh, f"{top}lister/Venteliste/{ending}")
        assert caught.value.code is GapCode.UNSUPPORTED


def test_a_site_that_is_refused_or_unknown_is_a_gap_and_the_others_are_read(tmp_path: Path, tenant: Tenant) -> None:
    tenant.drive(tenant.site("/sites/a", f"{HOST},1,2"), "d1", "Dokumenter", {"x.txt": b"x"})
    tenant.denied[f"/sites/{HOST}:/sites/b"] = refusal(403, "accessDenied")
    sites = [f"https://{HOST}/sites/{name}" for name in "abc"]
    connector = store(tmp_path, tenant, sites=sites)
    assert locators(connector) == [f"sharepoint/{HOST}:sites:a/dokumenter/Dokumenter/x.txt"]
    found = gaps(connector)
    assert [one for one, _ in found] == [f"sharepoint/{HOST}:sites:b", f"sharepoint/{HOST}:sites:c"]
    assert found[0][1] is GapCode.NO_ACCESS


def test_an_answer_that_makes_no_sense_is_tried_again_and_no_crash(tmp_path: Path, mailbox: Tenant) -> None:
    at = f"/users/{ANNA}/mailFolders"
    mailbox.denied = {f"{at}/f1/": Reply(b"<html>"), f"{at}/f2/": Reply({"value": "x"}), f"{at}/f3/": Reply(b"[1]")}
    mailbox.denied[f"{at}/f4/messages"] = Reply({"value": [{"subject": "uden id"}]})
    connector = store(tmp_path, mailbox, users=[ANNA], calendar=False, onedrive=False)
    assert [one for one, _ in gaps(connector)] == [
        f"mail/{ANNA}/{name}" for name in ("Indbakke", "Kladder", "Sendt post", "Slettet post")
    ]


def test_no_message_shows_what_the_server_says_of_people(tmp_path: Path, mailbox: Tenant) -> None:
    mailbox.denied[f"/users/{ANNA}/messages/m-f1"] = refusal(403, "ErrorAccessDenied")
    with pytest.raises(ItemError, match="403 ErrorAccessDenied") as caught:
        content(store(tmp_path, mailbox, users=[ANNA]), f"mail/{ANNA}/Indbakke/m-f1.eml")
    assert "0101901234" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("/users/" + ANNA + "/mailFolders", "Mail.Read"),
        ("/users/" + ANNA + "/calendars", "Calendars.Read"),
        ("/users/" + ANNA + "/drives", "Files.Read.All"),
        ("/users", "User.Read.All"),
        ("/sites/getAllSites", "Sites.Read.All"),
    ],
)
def test_a_look_at_the_store_names_the_permission_that_is_missing(
    tmp_path: Path, mailbox: Tenant, path: str, permission: str
) -> None:
    mailbox.site("/sites/a", f"{HOST},1,2")
    connector = store(tmp_path, mailbox, users="all", sites="all")
    assert isinstance(check_store(connector), Check)
    mailbox.denied[path] = refusal(403, "Authorization_RequestDenied")
    with pytest.raises(SetupError, match=rf"permission {permission}"):
        connector.check()


def test_a_login_server_that_is_down_is_to_be_tried_later(tmp_path: Path, mailbox: Tenant) -> None:
    with Proxy(mailbox.port) as proxy:
        proxy.refuse()
        connector = store(tmp_path, mailbox, users=[ANNA], authority=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(RetryError):
            connector.check()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"users": []}, "neither users nor sites"),
        ({"users": "alle"}, "users"),
        ({"base_url": "http://graph.example"}, "base_url: is no https address"),
        ({"authority": "https://bruger:hemmelig@login.example"}, "authority: is no https address"),
        ({"certificate": {"env": "X"}, "client_secret": {"env": "Y"}}, "either a secret or a certificate"),
        ({"tenant": "a/b"}, "tenant"),
        ({"client_secret": "hemmelig"}, "never stands in dsar.toml"),
        ({"ca_file": "findes-ikke.pem"}, "ca_file: cannot be read"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, tenant: Tenant, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SetupError, match=message) as caught:
        list(store(tmp_path, tenant, **{"users": [ANNA]} | settings).crawl(None))
    assert "hemmelig" not in str(caught.value)


def certificate(root: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dsar")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=999))
    made = builder.sign(key, hashes.SHA256())
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (root / "dsar.pem").write_bytes(key.private_bytes(*kinds) + made.public_bytes(serialization.Encoding.PEM))
    (root / "dsar.pem").chmod(0o600)
    return made


def test_a_certificate_signs_a_statement_that_the_login_server_can_check(tmp_path: Path, mailbox: Tenant) -> None:
    made = certificate(tmp_path, rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def checked(form: dict[str, list[str]]) -> bool:
        header, claims, signature = form["client_assertion"][0].split(".")
        public, sha256 = made.public_key(), hashes.SHA256()
        assert isinstance(public, rsa.RSAPublicKey)
        pss = padding.PSS(padding.MGF1(sha256), padding.PSS.DIGEST_LENGTH)
        public.verify(raw(signature), f"{header}.{claims}".encode(), pss, sha256)
        told = json.loads(raw(claims))
        assert json.loads(raw(header)) == {
            "alg": "PS256",
            "typ": "JWT",
            "x5t#S256": base64.urlsafe_b64encode(made.fingerprint(sha256)).rstrip(b"=").decode(),
        }
        assert (told["iss"], told["sub"], told["exp"] - told["nbf"]) == ("dsar", "dsar", 300)
        return str(told["aud"]).endswith("/fjordlev.example/oauth2/v2.0/token") and "client_secret" not in form

    mailbox.accept = checked
    connector = store(tmp_path, mailbox, users=[ANNA], certificate={"file": "dsar.pem"})
    assert isinstance(connector.check(), Check)


def test_a_certificate_that_cannot_sign_is_a_setting(tmp_path: Path, mailbox: Tenant) -> None:
    certificate(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    connector = store(tmp_path, mailbox, users=[ANNA], certificate={"file": "dsar.pem"})
    with pytest.raises(SetupError, match="not of the kind RSA"):
        connector.check()
    (tmp_path / "dsar.pem").write_text("ikke en nøgle", encoding="utf-8")
    with pytest.raises(SetupError, match="holds no key with its certificate"):
        connector.check()


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("name", ["a", "", ".", "..", "a/b!c%d", "%2F", "æ ø", " ", "a.b"])
def test_a_name_is_the_same_there_and_back(name: str) -> None:
    step = shown(name)
    assert (plain(step), "/" in step, "!" in step, step in ("", ".", "..")) == (name, False, False, False)
    assert "/" not in quoted(step)


@pytest.mark.parametrize(
    ("address", "step", "asked"),
    [
        (f"https://{HOST}/", HOST, f"/sites/{HOST}"),
        (f"{HOST}/sites/a b", f"{HOST}:sites:a b", f"/sites/{HOST}:/sites/a%20b"),
        (f"https://{HOST}/sites/%C3%A6/x", f"{HOST}:sites:æ:x", f"/sites/{HOST}:/sites/%C3%A6/x"),
    ],
)
def test_a_sites_address_is_a_step_and_a_question(address: str, step: str, asked: str) -> None:
    assert (shown_site(address), site_address(shown_site(address))) == (step, asked)


def test_what_a_tenant_holds_about_a_person_is_indexed_found_and_forgotten_with_it(
    tmp_path: Path, mailbox: Tenant
) -> None:
    cpr = unborn(Random(1))
    mailbox.message(ANNA, "f2", "om-hende", "Sagen", f"Subject: Sagen\r\n\r\nCPR-nr. {cpr}\r\n".encode())
    guest = {"emailAddress": {"name": "Else Marie Testesen", "address": "else@example.dk"}}
    text = {"contentType": "html", "content": f"<p>Samtale med Else, cpr-nummer {cpr[:6]}-{cpr[6:]}</p>"}
    mailbox.calendar(ANNA, "c1", "Kalender", {"id": "e1", "subject": "Samtale", "body": text, "attendees": [guest]})
    site = mailbox.site("/sites/job", f"{HOST},1,2")
    mailbox.drive(site, "d1", "Dokumenter", {"Notater/om.txt": f"cpr {cpr}".encode(), "andet.txt": b"intet"})
    mailbox.list(site, "l1", "Venteliste", {"Title": "Else", "CPR_x002d_nummer": cpr, "Attachments": True})
    space = Workspace(tmp_path / "ws")
    (space.folder / "secret").write_text(SECRET, encoding="utf-8")
    (space.folder / "secret").chmod(0o600)
    (space.folder / "dsar.toml").write_text(
        f"""[organisation]
name = "Prøveby Kommune"
[stores.m365]
connector = "exchange"
tenant = "fjordlev.example"
client_id = "dsar"
client_secret = {{ file = "secret" }}
users = "all"
sites = "all"
base_url = "{mailbox.url}"
authority = "{mailbox.url}"
activity = "job-og-velfaerd"
""",
        encoding="utf-8",
    )
    (space.folder / "hun.toml").write_text(f'cpr = ["{cpr}"]\n', encoding="utf-8")
    ran = space.dsar("index", "--json")
    assert (ran.code, ran.objects[0]["items"], ran.objects[0]["gaps"]) == (3, 10, 1), ran.err
    ask = ("find", "--subject", "hun.toml", "--purpose", "indsigt", "--json")
    hits = {one["item"] for one in space.dsar(*ask).objects if one["type"] == "hit" and one["level"] == "certain"}
    top = f"sharepoint/{HOST}:sites:job/"
    assert hits == {
        f"mail/{ANNA}/Sendt post/om-hende.eml",
        f"kalender/{ANNA}/Kalender/e1.eml",
        top + "dokumenter/Dokumenter/Notater/om.txt",
        top + "lister/Venteliste/1.json",
    }
    del mailbox.rows[f"/users/{ANNA}/mailFolders/f2/messages/delta"][1]
    mailbox.denied[f"/users/{ANNA}/calendars"] = refusal(403, "ErrorAccessDenied")
    again = space.dsar("index", "--json").objects[0]
    assert {key: again[key] for key in ("items", "unchanged", "removed")} == {"items": 8, "unchanged": 8, "removed": 1}
    left = {one["item"] for one in space.dsar(*ask).objects if one["type"] == "hit"}
    assert left == hits - {f"mail/{ANNA}/Sendt post/om-hende.eml"}
