"""Databases: a real PostgreSQL server, and SQLite files."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from connectors.sql import SqlStore
from connectors.sql_rows import PAGE
from dsar.connector import Check, Connector, StoreContext, check_store
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.stated import Stated, StatedKind, on, said
from tests.connectors import postgres
from tests.contract.connector import CONTENT, PATIENT, WRONG_SECRET, ConnectorContract, RemoteContract
from tests.proxy import Proxy

FILES = {"name": "", "table": "filer", "key": ["sti"], "text": [], "documents": [{"content": "indhold"}]}


def context(root: Path) -> StoreContext:
    return StoreContext("db", root, PATIENT)


class TestSqlite(ConnectorContract):
    @pytest.fixture
    def connector(self, tmp_path: Path) -> Iterator[Connector]:
        self.database = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        self.database.execute("CREATE TABLE filer (sti TEXT PRIMARY KEY, indhold BLOB NOT NULL)")
        self.database.executemany("INSERT INTO filer VALUES (?, ?)", CONTENT.items())
        yield SqlStore(context(tmp_path), {"url": "sqlite:///x.db", "tables": [FILES]})
        self.database.close()

    def change(self, locator: str, data: bytes | None) -> None:
        self.database.execute("DELETE FROM filer WHERE sti = ?", [locator])
        if data is not None:
            self.database.execute("INSERT INTO filer VALUES (?, ?)", [locator, data])


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("2024-01-02", on(StatedKind.DATED, "2024-01-02")),
        ("2. januar", ()),
        (None, ()),
    ],
)
def test_a_row_states_the_day_and_author_of_its_columns(
    tmp_path: Path, written: str | None, stated: tuple[Stated, ...]
) -> None:
    with sqlite3.connect(tmp_path / "x.db") as database:
        database.execute("CREATE TABLE notat (id INTEGER PRIMARY KEY, tekst TEXT, dato TEXT, skrevet_af TEXT)")
        database.execute("INSERT INTO notat VALUES (1, 'Hej', ?, 'Bo Holm')", [written])
    database.close()
    table = {"table": "notat", "text": ["tekst"], "date": "dato", "author": "skrevet_af"}
    (item,) = SqlStore(context(tmp_path), {"url": "sqlite:///x.db", "tables": [table]}).crawl(None)
    assert isinstance(item, Item)
    assert item.stated == (*stated, *said(StatedKind.AUTHOR, "Bo Holm"))


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with postgres.server() as port:
        yield port


class TestPostgres(RemoteContract):
    @pytest.fixture
    def proxy(self, server: int) -> Iterator[Proxy]:
        with Proxy(server) as made:
            yield made

    @pytest.fixture
    def owner(self, server: int) -> Iterator[psycopg.Connection]:
        with postgres.owner(server) as made:
            made.execute(
                """
                DROP SCHEMA public CASCADE; CREATE SCHEMA public;
                CREATE TABLE alt (sti text PRIMARY KEY, ny int DEFAULT 1, lukket bool DEFAULT false, indhold bytea);
                CREATE SEQUENCE nye;
                CREATE FUNCTION lukket() RETURNS bytea AS
                  $$ BEGIN RAISE insufficient_privilege; END $$ LANGUAGE plpgsql;
                CREATE VIEW filer AS
                  SELECT sti, ny, CASE WHEN lukket THEN lukket() ELSE indhold END AS indhold FROM alt;
                """
            )
            made.execute(f"GRANT USAGE ON SCHEMA public TO {postgres.USER}; GRANT SELECT ON filer TO {postgres.USER}")
            for sti, data in CONTENT.items():
                made.execute("INSERT INTO alt (sti, indhold) VALUES (%s, %s)", [sti, data])
            self.database = made
            yield made

    def store(self, root: Path, port: int, password: str) -> SqlStore:
        (root / "password").write_text(password, encoding="utf-8")
        (root / "password").chmod(0o600)
        url = f"postgresql+psycopg://{postgres.USER}@127.0.0.1:{port}/postgres"
        table = FILES | {"query": "SELECT sti, ny, indhold FROM filer;", "name": "", "changed": "ny"}
        del table["table"]
        return SqlStore(
            context(root), {"url": url, "password": {"file": "password"}, "timeout_s": 0.5, "tables": [table]}
        )

    @pytest.fixture
    def connector(self, tmp_path: Path, proxy: Proxy, owner: psycopg.Connection) -> Connector:
        return self.store(tmp_path, proxy.port, postgres.PASSWORD)

    @pytest.fixture
    def stranger(self, tmp_path: Path, proxy: Proxy, owner: psycopg.Connection) -> Connector:
        return self.store(tmp_path, proxy.port, WRONG_SECRET)

    def change(self, locator: str, data: bytes | None) -> None:
        self.database.execute("DELETE FROM alt WHERE sti = %s", [locator])
        if data is not None:
            values = [locator, data]
            self.database.execute("INSERT INTO alt VALUES (%s, nextval('nye') + 1, false, %s)", values)

    def deny(self, locator: str) -> None:
        self.database.execute("UPDATE alt SET lukket = true WHERE sti = %s", [locator])

    def test_the_session_cannot_write(self, connector: Connector) -> None:
        assert isinstance(connector, SqlStore)
        self.database.execute(f"GRANT ALL ON alt TO {postgres.USER}")
        import sqlalchemy as sa

        with pytest.raises(SetupError, match="25006"):  # read_only_sql_transaction
            connector._database.rows(sa.text("DELETE FROM alt RETURNING sti"), at="her")  # type: ignore[arg-type]


ZNUNY = """
DROP SCHEMA public CASCADE; CREATE SCHEMA public;
CREATE TABLE ticket (id bigserial PRIMARY KEY, tn varchar(50), title varchar(255), customer_id varchar(150),
  customer_user_id varchar(250), create_time timestamp(0) NOT NULL DEFAULT '2024-03-01');
CREATE TABLE article (id bigserial PRIMARY KEY, ticket_id bigint NOT NULL);
CREATE TABLE article_data_mime (id bigserial PRIMARY KEY, article_id bigint, a_from varchar, a_to varchar, a_cc varchar,
  a_subject varchar(3800), a_body varchar, create_time timestamp(0) NOT NULL DEFAULT '2024-03-02');
CREATE TABLE article_data_otrs_chat (id bigserial PRIMARY KEY, article_id bigint, chat_participant_name varchar(255),
  message_text varchar(3800), create_time timestamp(0) NOT NULL DEFAULT '2024-03-03');
CREATE TABLE article_data_mime_attachment (id bigserial PRIMARY KEY, article_id bigint, filename varchar(250),
  content text, change_time timestamp(0) NOT NULL DEFAULT '2024-03-04');
CREATE TABLE dynamic_field (id serial PRIMARY KEY, label varchar(200), object_type varchar(100));
CREATE TABLE dynamic_field_value (id serial PRIMARY KEY, field_id int, object_id bigint, value_text varchar(3800),
  value_date timestamp(0), value_int bigint);
CREATE TABLE customer_user (id serial PRIMARY KEY, login varchar(200), email varchar(150), customer_id varchar(150),
  pw varchar(128), title varchar(50), first_name varchar(100), last_name varchar(100), phone varchar(150), fax varchar,
  mobile varchar, street varchar, zip varchar, city varchar, country varchar, comments varchar);
INSERT INTO ticket (tn, title, customer_id, customer_user_id) VALUES ('2024030110000017', 'Boligstøtte', '7', 'lise');
INSERT INTO article (ticket_id) VALUES (1);
INSERT INTO article_data_mime (article_id, a_from, a_subject, a_body) VALUES (1, 'l@example.dk', 'Hej', 'Se bilaget');
INSERT INTO article_data_mime_attachment (article_id, filename, content) VALUES (1, 'blanket.txt', 'aGVq\nIGRl');
INSERT INTO dynamic_field (label, object_type) VALUES ('CPR-nummer', 'Ticket');
INSERT INTO dynamic_field_value (field_id, object_id, value_text) VALUES (1, 1, '010130-4123');
INSERT INTO customer_user (login, email, customer_id, pw, first_name, last_name)
  VALUES ('lise', 'lise@example.dk', '7', 'kodeord', 'Lise', 'Holm');
"""


def test_a_real_case_systems_rows_and_attachments_hang_together(tmp_path: Path, server: int) -> None:
    with postgres.owner(server) as owner:
        owner.execute(ZNUNY)
        owner.execute(f"GRANT USAGE ON SCHEMA public TO {postgres.USER}")
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {postgres.USER}")
    (tmp_path / "password").write_text(postgres.PASSWORD, encoding="utf-8")
    (tmp_path / "password").chmod(0o600)
    url = f"postgresql+psycopg://{postgres.USER}@127.0.0.1:{server}/postgres"
    settings = {"url": url, "password": {"file": "password"}, "mapping": "znuny-postgresql"}
    connector = SqlStore(context(tmp_path), settings)
    assert isinstance(check_store(connector), Check)
    items = listed(connector)
    assert list(items) == ["sager/1", "beskeder/1", "felter/1", "kunder/1", "bilag/1/blanket.txt"]
    assert json.loads(read(connector, "felter/1"))["tekst"] == "010130-4123"
    assert json.loads(read(connector, "sager/1"))["navn"] == "Lise Holm"
    assert "kodeord" not in "".join(read(connector, one).decode() for one in items)
    assert read(connector, "bilag/1/blanket.txt") == b"hej de"
    assert items["bilag/1/blanket.txt"].notes.splitlines()[:4] == [
        "sagsnummer: 2024030110000017", "sag: Boligstøtte", "kunde: lise", "navn: Lise Holm",
    ]  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    yield made
    made.close()


def store(root: Path, *tables: dict[str, Any], **more: Any) -> SqlStore:
    return SqlStore(context(root), {"url": "sqlite:///x.db", "tables": list(tables)} | more)


def listed(connector: Connector) -> dict[str, Item]:
    return {one.locator: one for one in connector.crawl(None) if isinstance(one, Item)}


def gaps(connector: Connector) -> list[tuple[str, GapCode]]:
    return [(one.locator, one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


def read(connector: Connector, locator: str) -> bytes:
    with connector.open(listed(connector)[locator]) as source:
        return source.read()


PEOPLE = """
CREATE TABLE borger (cpr TEXT, aar INTEGER, navn TEXT, adresse TEXT, oprettet TEXT, PRIMARY KEY (cpr, aar));
INSERT INTO borger VALUES ('010130-4123', 2024, 'Anders Bo Jensen', NULL, '2024-01-01');
INSERT INTO borger VALUES ('010130-4123', 2025, 'Anders Bo Jensen', 'Vestergade 12', '2025-01-01');
"""


def test_a_row_is_an_item_with_its_columns_names(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.executescript(PEOPLE)
    connector = store(tmp_path, {"table": "borger", "title": "navn"})
    assert [(i.locator, i.title) for i in listed(connector).values()] == [
        ("borger/010130-4123/2024", "Anders Bo Jensen"),
        ("borger/010130-4123/2025", "Anders Bo Jensen"),
    ]
    row = json.loads(read(connector, "borger/010130-4123/2025"))
    assert row == {
        "cpr": "010130-4123",
        "aar": 2025,
        "navn": "Anders Bo Jensen",
        "adresse": "Vestergade 12",
        "oprettet": "2025-01-01",
    }


def test_only_the_columns_that_are_named_are_read(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.executescript(PEOPLE)
    connector = store(tmp_path, {"table": "borger", "text": ["navn"], "changed": "oprettet"})
    assert json.loads(read(connector, "borger/010130-4123/2024")) == {"navn": "Anders Bo Jensen"}
    assert [i.version for i in listed(connector).values()] == ["oprettet=2024-01-01", "oprettet=2025-01-01"]


def test_a_document_brings_its_row_as_notes(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.executescript(
        "CREATE TABLE bilag (id INTEGER PRIMARY KEY, sag TEXT, part TEXT, navn TEXT, fil TEXT);"
        "INSERT INTO bilag VALUES (7, '2024-17', 'Lise Holm', 'brev/1.txt', '"
        + base64.b64encode(b"hej").decode()
        + "');"
        "INSERT INTO bilag VALUES (8, '2024-18', 'Ib Dam', 'brev.txt', NULL), (9, '2024-19', 'Ea', 'x.txt', '%');"
    )
    documents = [{"content": "fil", "name": "navn", "encoding": "base64"}]
    connector = store(tmp_path, {"table": "bilag", "text": ["sag", "part"], "documents": documents})
    items = listed(connector)
    assert list(items) == ["bilag/7/brev%2F1.txt", "bilag/8", "bilag/9/x.txt"]
    assert json.loads(read(connector, "bilag/8")) == {"sag": "2024-18", "part": "Ib Dam"}
    assert items["bilag/7/brev%2F1.txt"].notes == "sag: 2024-17\npart: Lise Holm"
    assert read(connector, "bilag/7/brev%2F1.txt") == b"hej"
    with pytest.raises(ItemError) as caught:
        read(connector, "bilag/9/x.txt")
    assert caught.value.code is GapCode.DAMAGED


def test_with_a_column_of_changes_documents_are_not_fetched_to_be_listed(
    tmp_path: Path, database: sqlite3.Connection
) -> None:
    database.execute("CREATE TABLE bilag (id INTEGER PRIMARY KEY, ny INTEGER, fil BLOB)")
    database.execute("INSERT INTO bilag VALUES (1, 1, zeroblob(5000000)), (2, 1, NULL)")
    connector = store(tmp_path, {"table": "bilag", "text": [], "changed": "ny", "documents": [{"content": "fil"}]})
    seen: list[str] = []
    connector._database._engine  # noqa: B018
    import sqlalchemy as sa

    sa.event.listen(connector._database._engine, "before_cursor_execute", lambda c, k, s, *_: seen.append(s))
    assert list(listed(connector)) == ["bilag/1"]
    assert [s for s in seen if "FROM bilag" in s and ("SELECT fil" in s or "SELECT *" in s)] == []


def test_a_column_of_bytes_that_nobody_named_is_a_gap(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.executescript("CREATE TABLE b (id INTEGER PRIMARY KEY, fil BLOB); INSERT INTO b VALUES (1, x'00');")
    assert gaps(store(tmp_path, {"table": "b"})) == [("b/fil", GapCode.UNSUPPORTED)]
    query = {"name": "b", "query": "SELECT * FROM b", "key": ["id"]}
    assert gaps(store(tmp_path, query)) == [("b/fil", GapCode.UNSUPPORTED)]


def test_many_pages_are_listed_once_each_and_in_order(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE r (a INTEGER, b TEXT, PRIMARY KEY (a, b))")
    rows = [(n // 7, f"x{n % 7}/!%") for n in range(2 * PAGE + 5)]
    database.execute("BEGIN")
    database.executemany("INSERT INTO r VALUES (?, ?)", rows)
    database.execute("COMMIT")
    found = list(listed(store(tmp_path, {"table": "r"})))
    assert len(found) == len(set(found)) == len(rows)
    assert found[:2] == ["r/0/x0%2F%21%25", "r/0/x1%2F%21%25"]
    assert json.loads(read(store(tmp_path, {"table": "r"}), found[-1])) == {"a": rows[-1][0], "b": rows[-1][1]}


def test_rows_without_a_key_are_a_gap_and_a_key_that_repeats_is_told(
    tmp_path: Path, database: sqlite3.Connection
) -> None:
    database.executescript("CREATE TABLE r (a TEXT, b TEXT); INSERT INTO r VALUES (NULL,'x'),('1','y'),('1','z');")
    assert gaps(store(tmp_path, {"table": "r", "key": ["a", "b"]})) == [("r", GapCode.BAD_NAME)]
    with pytest.raises(SetupError, match="several rows have the same key"):
        listed(store(tmp_path, {"table": "r", "key": ["a"]}))
    with pytest.raises(SetupError, match="there is no primary key"):
        listed(store(tmp_path, {"table": "r"}))


WRONG = [
    ({"tables": []}, "no table is named"),
    ({"tables": [{"table": "r", "query": "SELECT 1"}]}, "either a table or a query"),
    ({"tables": [{"query": "SELECT 1"}]}, "needs a name and a key"),
    ({"tables": [{"table": "r"}, {"table": "r"}]}, "stands twice"),
    ({"tables": [{"table": "r", "documents": [{"content": "a"}, {"content": "b"}]}]}, "one address"),
    ({"url": "sqlite:///y.db"}, "there is no file"),
    ({"url": "ikke en adresse"}, "not a database's address"),
    ({"url": "postgresql+psycopg://u:hemmelig@h/d"}, "holds a password"),
    ({"url": "nogetandet://h/d"}, "not understood"),
    ({"mapping": "findes-ikke"}, "mapping: there is no such file"),
    ({"tables": [{"table": "findes_ikke", "key": ["id"]}]}, "no such table: findes_ikke"),
    ({"tables": [{"table": "r", "key": ["findes_ikke"]}]}, "no such column: findes_ikke|findes_ikke"),
    ({"password": "hemmelig"}, "never stands in dsar.toml"),
]


@pytest.mark.parametrize(("settings", "message"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_a_wrong_setting_is_one_line(
    tmp_path: Path, database: sqlite3.Connection, settings: dict[str, Any], message: str
) -> None:
    database.execute("CREATE TABLE r (a TEXT PRIMARY KEY)")
    with pytest.raises(SetupError, match=message) as caught:
        list(store(tmp_path, *settings.pop("tables", [{"table": "r", "key": ["a"]}]), **settings).crawl(None))
    assert "\n" not in str(caught.value)
    assert "hemmelig" not in str(caught.value)


def test_a_look_at_a_database_reads_each_table(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.executescript(PEOPLE)
    assert isinstance(check_store(store(tmp_path, {"table": "borger"})), Check)
    with pytest.raises(SetupError, match=r"stores\.db\.tables\.borgere: .*no such table"):
        check_store(store(tmp_path, {"table": "borgere", "key": ["id"]}))
