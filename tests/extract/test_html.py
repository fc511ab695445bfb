"""A page's text comes out as words that stand apart where they are seen apart, and nothing held is lost."""

from __future__ import annotations

import pytest

from tests.extract.files import passages, read, texts


def places(data: str) -> dict[str, str]:
    return {one.value.place: one.value.text for one in read(data.encode(), "a.html")}  # type: ignore[union-attr]


def test_words_in_inline_tags_stay_whole_and_blocks_stand_apart() -> None:
    data = "<html><body><p>An<b>der</b>s <i>And</i><p>bor<br>her<ul><li>et<li>to</ul><div>tre</div>fire</body>"

    assert texts(data.encode(), "a.html") == ["Anders And\nbor\nher\net\nto\ntre\nfire"]


def test_letters_written_as_entities_are_letters() -> None:
    assert texts(b"<p>&Aring;se &AElig;r&oslash; &#229; &#x2713; 45&nbsp;04", "a.html") == ["Åse Ærø å ✓ 45\xa004"]


def test_code_and_styles_are_left_out() -> None:
    data = b"<html><style>p {color: red}</style><script>var navn = 'x';</script><p>Bo</p><SCRIPT>y</SCRIPT>"

    assert texts(data, "a.html") == ["Bo"]


def test_hidden_text_is_kept() -> None:
    data = b"<html><p style='display:none'>skjult</p><input type=hidden value='4504270001'><template>mere</template>"

    assert texts(data, "a.html") == ["skjult\n4504270001\nmere"]


def test_what_attributes_say_is_kept() -> None:
    data = (
        b"<html><p><img alt='Foto af Bo' src=x><abbr title='Anders And'>AA</abbr>"
        b"<a href='mailto:bo@example.dk'>skriv</a><a href='tel:+4512345678'>ring</a><input placeholder='Navn'>"
    )

    (text,) = texts(data, "a.html")

    assert " ".join(text.split()) == "Foto af Bo Anders And AA bo@example.dk skriv +4512345678 ring Navn"


def test_title_meta_and_comments_have_places_of_their_own() -> None:
    data = (
        "<html><head><title>Sag om Bo</title><meta name=author content='Åse Ærø'><meta charset=utf-8>"
        "<!--[if mso]>skrald<![endif]--><!-- ring til Eva --><body>Hej"
    )

    assert places(data) == {
        "linje 1-1": "Hej",
        "titel og metadata": "Sag om Bo\nauthor: Åse Ærø",
        "kommentar": "ring til Eva",
    }


def test_cells_of_a_form_stand_apart() -> None:
    data = b"<table><tr><td>Navn</td><td>Bo Als</td></tr><tr><td>CPR</td><td>450427-0001</td></tr></table>"

    assert texts(data, "a.html") == ["Navn\tBo Als\nCPR\t450427-0001"]


@pytest.mark.parametrize("cell", ["th", "td"])
def test_rows_below_column_names_are_passages(cell: str) -> None:
    data = (
        f"<html>Før<table><tr><{cell}>Navn<{cell}>CPR-nr.</tr><tr><td>Bo<td>450427-0001<tr><td>Eva<td>450427-0002"
        "</table>Efter"
    )

    assert places(data) == {
        "linje 1-1": "Før",
        "tabel 1 række 1": "Navn\nCPR-nr.",
        "tabel 1 række 2": "Navn: Bo\nCPR-nr.: 450427-0001",
        "tabel 1 række 3": "Navn: Eva\nCPR-nr.: 450427-0002",
        "linje 2-2": "Efter",
    }


def test_a_cell_over_several_rows_belongs_to_each_and_one_over_several_columns_shifts_the_rest() -> None:
    data = (
        b"<table><tr><th>Navn<th>Sag<th>Dato<tr><td rowspan=2>Bo<td>A<td>1/11<tr><td>B<td>2/11"
        b"<tr><td colspan=2>Eva<td>3/11</table>"
    )

    assert texts(data, "a.html")[1:] == [
        "Navn: Bo\nSag: A\nDato: 1/11",
        "Navn: Bo\nSag: B\nDato: 2/11",
        "Navn: Eva\nDato: 3/11",
    ]


def test_a_long_table_is_rows_even_without_column_names() -> None:
    data = "<table>" + "".join(f"<tr><td>Bo {n}<td>Als {n}" for n in range(120)) + "</table>"

    assert texts(data.encode(), "a.html") == [f"Bo {n}\nAls {n}" for n in range(120)]


def test_tables_that_arrange_the_page_are_text_and_the_tables_in_them_are_tables() -> None:
    data = (
        b"<table><tr><td>Menu</td><td><table><tr><th>Navn<th>By<tr><td>Bo<td>Als</table></td></tr>"
        b"<tr><td>Bund</td></tr></table>"
    )

    assert texts(data, "a.html") == ["Menu", "Navn\nBy", "Navn: Bo\nBy: Als", "Bund"]


def test_space_is_kept_where_the_page_keeps_it() -> None:
    assert texts(b"<html><pre>a  b\n c</pre>x   y\n z", "a.html") == ["a  b\nc\nx y z"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("utf-16", "utf-8"), ("", "utf-16")],
)
def test_letters_come_right_whatever_is_declared(declared: str, encoding: str) -> None:
    data = f"<html><meta charset='{declared}'><p>Åse Ærø</p></html>".encode(encoding)

    assert texts(data, "a.html") == ["Åse Ærø"]


def test_another_alphabet_is_read_as_declared() -> None:
    data = "<html><meta http-equiv=content-type content='text/html; charset=koi8-r'><p>Привет</p>".encode("koi8-r")

    assert texts(data, "a.html") == ["Привет"]


def test_long_pages_are_cut_into_blocks_at_line_ends() -> None:
    lines = [f"Afsnit {n} med nogle ord" for n in range(2_000)]

    located = read(("<p>" + "<p>".join(lines)).encode(), "a.html")

    assert "\n".join(text for _, text in passages(located)).split("\n") == lines
    assert max(len(text) for _, text in passages(located)) < 10_000
    assert located[-1].value.place.endswith("-2000")  # type: ignore[union-attr]


@pytest.mark.parametrize("tag", ["<div>x ", "<b>x ", "<table><tr><td>x ", "<p>x ", "<td>x ", "<ul><li>x ", "</p>x "])
def test_tags_that_are_never_closed_lose_no_text(tag: str) -> None:
    count = 20_000

    found = texts(b"<html>" + tag.encode() * count, "a.html")

    assert sum(text.count("x") for text in found) == count


def test_a_nul_byte_does_not_end_the_page() -> None:
    assert texts(b"<html><p>Bo\0</p><p>Eva</p>", "a.html") == ["Bo\ufffd\nEva"]


def test_values_in_scripts_are_read_and_code_is_not() -> None:
    data = """<p>Brev</p><script>
    // hent borgeren
    var borgere = [{cpr: "450427-0002", "navn": 'Bo \\u00C6r\\u00f8', alder: 3, type: "text"}, {cpr:4504270001}];
    document.getElementById("liste").innerHTML = `Åse Als`; if (navn !== "") { vis(navn, 'd\\'Or, Eva'); }
    </script><script type="application/ld+json">{"@type":"Person","email":"bo@example.dk"}</script><p>slut</p>"""

    assert places(data) == {
        "linje 1-2": "Brev\nslut",
        "data i siden": (
            "cpr: 450427-0002\nnavn: Bo Ærø\n\ncpr: 4504270001\n\ninnerHTML: Åse Als\nd'Or, Eva\n"
            "type: Person\nemail: bo@example.dk"
        ),
    }


def test_attributes_that_hold_data_are_read() -> None:
    data = (
        """<div data-cpr="450427-0002" data-toggle="dropdown" aria-hidden="true" aria-description="Sag om Bo">x</div>"""
        """<div data-part='{"fornavn":"Bo","efternavn":"Als"}'>y</div>"""
    )

    assert places(data) == {
        "linje 1-2": "x\ny",
        "data i siden": "cpr: 450427-0002\ndescription: Sag om Bo\nfornavn: Bo\nefternavn: Als",
    }


def test_long_scripts_are_read_to_their_end() -> None:
    data = "<html><script>" + "vis('Bo Als', 1);\n" * 100_000 + "</script><p>efter</p>"

    found = texts(data.encode(), "a.html")

    assert found[0] == "efter"
    assert "\n".join(found).count("Bo Als") == 100_000
