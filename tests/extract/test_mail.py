"""Mail is read as it is, not as it should be."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from dsar.model import GapCode, Passage
from tests.extract.files import gaps, mail, passages, read, texts

HEAD = b"From: bo@example.dk\nTo: eva@example.dk\nMIME-Version: 1.0\n"
MULTI = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n"


def body(data: bytes) -> list[str]:
    """The passages after the headers."""
    return texts(data, "m.eml")[1:]


def placed(data: bytes) -> list[tuple[str, str]]:
    """The passages with their places."""
    values = [one.value for one in read(data, "m.eml")]
    return [(value.place, value.text) for value in values if isinstance(value, Passage)]


def test_headers_are_a_passage_and_so_is_the_body() -> None:
    located = read(mail("Kære Bo\n\nHilsen Åse").as_bytes(), "m.eml")

    head = (
        "From: Åse Ærø <aase@example.dk>\nTo: bo@example.dk\nSubject: Sag om æøå\nDate: Mon, 02 Nov 2026 10:00:00 +0100"
    )
    assert [(one.value.place, one.value.text) for one in located] == [  # type: ignore[union-attr]
        ("brevhoved", head),
        ("brødtekst", "Kære Bo\n\nHilsen Åse\n"),
    ]


def test_headers_of_the_transport_are_left_out_and_hidden_recipients_are_not() -> None:
    data = b"Received: from x\nBcc: Eva Als <eva@example.dk>\nX-Mailer: y\nReply-To: bo@example.dk\n" + HEAD + b"\nhej"

    assert texts(data, "m.eml")[0].split("\n") == [
        "Bcc: Eva Als <eva@example.dk>",
        "Reply-To: bo@example.dk",
        "From: bo@example.dk",
        "To: eva@example.dk",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"=?iso-8859-1?Q?=C5se_=C6r=F8?=", "Åse Ærø"),
        (b"=?utf-8?B?w4VzZQ==?= =?utf-8?B?IMOG?=\n =?utf-8?B?csO4?=", "Åse Ærø"),
        (b"=?utf-8?B?A?=", "=?utf-8?B?A?="),
        (b"=?utf-8?B?w4VzZQ", "=?utf-8?B?w4VzZQ"),
        (b"=?ukendt?Q?=C5se?=", "Åse"),
        (b"=?utf-8?Q?=C5se?=", "Åse"),
        ("Åse".encode("cp1252"), "Åse"),
        ("Åse".encode(), "Åse"),
        (b"en\n meget lang\n\tlinje", "en meget lang linje"),
        ("Åse =?utf-8?Q?=C3=86r=C3=B8?=".encode(), "Åse Ærø"),
    ],
)
def test_a_subject_comes_right(raw: bytes, expected: str) -> None:
    data = HEAD + b"Subject: " + raw + b"\n\nhej"

    assert texts(data, "m.eml")[0].split("\n")[-1] == f"Subject: {expected}"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "cp1252"),
        ("utf-8", "cp1252"),
        ("findes-ikke", "utf-8"),
        ("", "cp1252"),
        ("", "utf-8"),
    ],
)
def test_a_body_comes_right_whatever_it_claims(declared: str, encoding: str) -> None:
    claim = f"Content-Type: text/plain; charset={declared}\n".encode() if declared else b""

    assert body(HEAD + claim + b"\n" + "Kære Åse, 5 % til Ærø".encode(encoding)) == ["Kære Åse, 5 % til Ærø"]


def test_another_alphabet_is_read_as_declared() -> None:
    data = HEAD + b"Content-Type: text/plain; charset=koi8-r\n\n" + "Привет".encode("koi8-r")

    assert body(data) == ["Привет"]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "BASE64 ", "base64; x=y"])
def test_a_body_is_unpacked(encoding: str) -> None:
    packed = {
        "b": b"S8OmcmUgw4VzZQ==",
        "q": b"K=C3=A6re =\n=C3=85se",
        "8": "Kære Åse".encode(),
    }[encoding[0].lower()]

    assert body(HEAD + f"Content-Transfer-Encoding: {encoding}\n\n".encode() + packed) == ["Kære Åse"]


def alternative(html: str) -> bytes:
    message = mail("Kære Bo, din sag er lukket")
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_an_edition_that_says_the_same_is_not_repeated() -> None:
    assert body(alternative("<p>Kære <b>Bo</b>,</p><p>din sag er lukket</p>")) == ["Kære Bo, din sag er lukket\n"]


def test_an_edition_that_says_more_is_read_too() -> None:
    located = read(alternative("<p>Kære Bo, din sag 450427-0001 er lukket</p>"), "m.eml")

    assert [(one.value.place, one.value.text) for one in located][1:] == [  # type: ignore[union-attr]
        ("brødtekst", "Kære Bo, din sag er lukket\n"),
        ("brødtekst i anden udgave", "Kære Bo, din sag 450427-0001 er lukket"),
    ]


def test_two_texts_that_are_not_editions_of_each_other_are_both_read() -> None:
    data = MULTI + b"--x\n\nBo Als ringede\n--x\n\nBo ringede\n--x--\n"

    assert body(data) == ["Bo Als ringede", "Bo ringede"]


def test_text_around_the_parts_is_read_but_not_the_usual_notice() -> None:
    data = MULTI + b"This is a multi-part message in MIME format.\n--x\n\nhej\n--x--\nefter Eva\n"

    assert body(data) == ["hej", "efter Eva\n"]


def attached(*headers: bytes, content: bytes = b"indhold") -> bytes:
    return MULTI + b"--x\n" + b"".join(header + b"\n" for header in headers) + b"\n" + content + b"\n--x--\n"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'Content-Disposition: attachment; filename="b.txt"', "b.txt"),
        (b"Content-Type: text/plain; name=b.txt", "b.txt"),
        (b'Content-Disposition: attachment; filename="=?utf-8?B?YsO4cm4udHh0?="', "børn.txt"),
        (b"Content-Disposition: attachment; filename*=iso-8859-1'da'b%F8rn.txt", "børn.txt"),
        (b"Content-Disposition: attachment; filename*0*=utf-8''b%C3%B8; filename*1=rn.txt", "børn.txt"),
        (b"Content-Disposition: attachment; filename*=utf-8''b%F8rn.txt", "børn.txt"),
        (b'Content-Disposition: attachment; filename="b\xf8rn.txt"', "børn.txt"),
        (b'Content-Disposition: attachment; filename="b\xc3\xb8rn.txt"', "børn.txt"),
        (b"Content-Disposition: attachment; filename*0=a; filename*=b", "del 1.txt"),
        (b"Content-Disposition: attachment", "del 1.txt"),
        (b"Content-Type: application/x-noget", "del 1"),
        (b'Content-Disposition: attachment; filename="../../a.txt"', "a.txt"),
    ],
)
def test_an_attachment_is_called(header: bytes, name: str) -> None:
    located = read(attached(header), "m.eml")

    assert gaps(located) == []
    assert passages(located)[1] == (f"*!{name}", "indhold")


def test_damaged_base64_gives_what_is_there_and_a_gap() -> None:
    data = attached(
        b"Content-Type: text/plain; name=a.txt", b"Content-Transfer-Encoding: base64", content=b"QW5k!!ZXJz\nQW5k\nZ"
    )

    located = read(data, "m.eml")

    assert passages(located)[1] == ("*!a.txt", "AndersAnd")
    assert gaps(located) == [("*!a.txt", GapCode.DAMAGED)]


def test_a_mail_that_breaks_off_is_a_gap() -> None:
    located = read(MULTI + b"--x\n\nHej Bo", "m.eml")

    assert passages(located)[1] == ("*", "Hej Bo")
    assert gaps(located) == [("*", GapCode.DAMAGED)]


def test_a_mail_that_has_no_parts_where_it_says_so_is_text() -> None:
    located = read(MULTI + b"Hej Bo", "m.eml")

    assert ("*", "Hej Bo") in passages(located)


def test_mails_in_mails_are_parts_five_deep() -> None:
    inner = mail("inderst Åse")
    for level in range(4):
        outer = mail(f"lag {level}")
        outer.add_attachment(inner)
        inner = outer

    located = read(inner.as_bytes(), "m.eml")

    assert gaps(located) == []
    assert passages(located)[-1] == ("*" + "!mail 2.eml" * 4, "inderst Åse\n")


def test_a_mail_in_the_mail_may_be_packed_although_it_must_not() -> None:
    data = attached(
        b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64",
        content=b"RnJvbTogYm9AZXhhbXBsZS5kawpTdWJqZWN0OiBkeWJ0CgppbmRlcnN0Cg==",
    )

    assert passages(read(data, "m.eml"))[-1] == ("*!mail 1.eml", "inderst\n")


def test_a_delivery_report_says_who_was_not_reached() -> None:
    data = HEAD + (
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; eva@example.dk\n\n--x--\n"
    )

    assert "Final-Recipient: rfc822; eva@example.dk" in "\n".join(body(data))


def test_parts_nested_far_too_deep_are_a_gap_and_still_text() -> None:
    data = HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3_000))

    located = read(data + b"\n\nHej Bo", "m.eml")

    assert gaps(located) == [("*", GapCode.TOO_DEEP)]
    assert "Hej Bo" in passages(located)[-1][1]


def test_a_mailbox_is_its_mails() -> None:
    one = b"From bo@example.dk Mon Nov  2 10:00:00 2026\r\n" + HEAD + b"\r\nHej\r\n>From Bo\r\nFrom 10:30 on\r\n\r\n"

    located = read(one * 2, "m.mbox")

    assert gaps(located) == []
    assert [locator for locator, _ in passages(located)] == ["*!mail 1.eml"] * 2 + ["*!mail 2.eml"] * 2
    assert passages(located)[1][1] == "Hej\nFrom Bo\nFrom 10:30 on\n\n"


def test_a_calendar_invitation_is_a_part() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "bo@example.dk", "eva@example.dk"
    message["MIME-Version"] = "1.0"
    message.set_content("BEGIN:VCALENDAR\nSUMMARY:Møde om Åse\nEND:VCALENDAR", subtype="calendar")

    assert passages(read(message.as_bytes(), "m.eml"))[1] == (
        "*!del 1.ics",
        "SUMMARY: Møde om Åse",
    )


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Subject: " + b"=?x?q?" * 200_000 + b"\n\nhej",
        HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nhej",
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"\n" * 3_000_000 + b"aGVq",
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"=\n" * 1_000_000 + b"aGVq",
        HEAD + b"Content-Type: text/html\n\n<pre>" + b" " * 3_000_000 + b"hej",
    ],
)
def test_a_mail_made_to_be_slow_is_not(data: bytes) -> None:
    assert passages(read(data, "m.eml"))[-1] == ("*", "hej")


@pytest.mark.parametrize(
    "inner",
    [
        b"Subject: S\xe6r\nDate: Mon,\n 10:00:00 +0100\n\nindre",
        b"Date: Mon\r0:00:00 +0100\n\nindre",
        b"Content-Type: multipart/mixed; boundary=y\n\nindre \xe6",
        b"Content-Type: multipart/mixed; boundary=y; charset=\0\n\nindre \xe6",
        b"Content-Type: text/plain; charset=\0\n\nindre \xe6",
    ],
)
def test_a_broken_mail_in_the_mail_is_read_as_it_is(inner: bytes) -> None:
    located = read(attached(b"Content-Type: message/rfc822", content=inner), "m.eml")

    assert GapCode.CRASHED not in dict(gaps(located)).values()
    assert "indre" in passages(located)[-1][1]


@pytest.mark.parametrize(
    ("protocol", "content", "name"),
    [
        ("application/pgp-encrypted", b"-----BEGIN PGP MESSAGE-----\n\nwcBMA1", "encrypted.asc"),
        (
            "application/pkcs7-mime",
            b"\x30\x82\x01\0\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x82\0\xf1" + bytes(240),
            "smime.p7m",
        ),
    ],
)
def test_an_enciphered_mail_is_a_gap(protocol: str, content: bytes, name: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bo@example.dk", "eva@example.dk", "Fortroligt"
    maintype, _, subtype = protocol.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)

    located = read(message.as_bytes(), "m.eml")

    assert gaps(located) == [(f"*!{name}", GapCode.ENCRYPTED)]
    assert "Fortroligt" in passages(located)[0][1]


PEOPLE = tuple((f"Bo Als {letter}", f"20 34 56 {n:02d}", f"Søvej {n}") for n, letter in enumerate("ABCDEFGHIJKLMN", 10))


def test_a_register_in_a_mail_is_read_row_by_row_whether_drawn_with_spaces_or_as_a_table() -> None:
    plain = "\n".join(f"{name:<12}{phone:<14}{home}" for name, phone, home in [("Navn", "Telefon", "Adresse"), *PEOPLE])
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in PEOPLE)
    table = f"<table><tr><th>Navn</th><th>Telefon</th><th>Adresse</th></tr>{page}</table>"
    rows = ["\n".join(("Navn: " + name, "Telefon: " + phone, "Adresse: " + home)) for name, phone, home in PEOPLE]

    drawn = placed(mail(f"Kære Bo\n\n{plain}\n\nHilsen Åse").as_bytes())[1:]
    written = (
        MULTI + b"--x\nContent-Type: text/html; charset=utf-8\n\n" + f"<p>Kære Bo</p>{table}<p>Hilsen</p>".encode()
    )
    shown = placed(written + b"\n--x--\n")[1:]

    for read_as, number in ((drawn, "række 4"), (shown, "tabel 1 række 2")):
        assert (read_as[0][0], read_as[0][1].strip()) == ("brødtekst", "Kære Bo")
        assert [text for place, text in read_as if place.startswith("brødtekst, ")][-len(rows) :] == rows
        assert (f"brødtekst, {number}", rows[0]) in read_as
        assert read_as[-1][0] == "brødtekst"


def _with_table(rows: list[tuple[str, ...]]) -> bytes:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return MULTI + b"--x\nContent-Type: text/html; charset=utf-8\n\n<p>Se</p><table>" + table.encode() + b"\n--x--\n"


@pytest.mark.parametrize(
    ("rows", "passages"),
    [
        ([("Elev", "Telefon"), *((name, phone) for name, phone, _ in PEOPLE[:6])], 8),
        ([("Elev", "Telefon"), *((name, phone) for name, phone, _ in PEOPLE[:5])], 1),
        # One person's payments, and a list that does not say whose its rows are.
        ([("Borger", "Beløb"), *(("Bo Als", f"{n}00") for n in range(10))], 1),
        ([("Sted", "Dato"), *((home, f"{n}. maj") for n, (_, _, home) in enumerate(PEOPLE[:10]))], 1),
    ],
)
def test_a_shorter_table_in_a_mail_is_a_register_if_it_says_whose_the_rows_are(
    rows: list[tuple[str, ...]], passages: int
) -> None:
    assert len(body(_with_table(rows))) == passages


def test_a_short_table_in_a_mail_stays_in_its_text() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{phone}</td></tr>" for name, phone, _ in PEOPLE[:3])
    data = MULTI + b"--x\nContent-Type: text/html\n\n<p>Her er de</p><table>" + rows.encode() + b"</table>\n--x--\n"

    assert len(body(data)) == 1
