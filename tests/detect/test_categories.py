"""Labels of passages: what gives them, what takes from them, and what never happens."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect.categories import Categories, Label
from dsar.detect.categories_cues import CUES, read_file
from dsar.model import Category, DataClass, Evidence, Finding, Kind, Span
from dsar.words import CATEGORY_EVIDENCE

CATEGORIES = Categories()


def labels(text: str, *findings: Finding) -> dict[Category, Label]:
    return {label.category: label for label in CATEGORIES.label(text, findings)}


def rules(label: Label) -> set[str]:
    return {e.rule for e in label.evidence}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Hun har fået en genoptræningsplan fra sygehuset.", Category.HEALTH),  # compound
        ("Han lever som kontanthjælpsmodtager.", Category.SOCIAL),
        ("Der trækkes fagforeningskontingent af din løn.", Category.UNION),
        ("Hun har en stor studiegæld.", Category.DEBT),  # the cue ends the compound
        ("Ansøgeren har studiegælden fra 2015.", Category.DEBT),  # and is inflected
        ("Dommen er faldet, og han er dømt for tyveri.", Category.CRIMINAL),
        ("Familien er muslimer.", Category.RELIGION),
        ("Hun er medlem af 3F.", Category.UNION),  # a phrase with a group, and letters after digits
        ("Matr.nr. 14b tilhører ham.", Category.CADASTRE),
        ("Han bruger en elkøre\xadstol.", Category.HEALTH),  # a soft hyphen inside
        ("HUN ER GRAVID", Category.HEALTH),
    ],
)
def test_a_cue_gives_its_category(text: str, category: Category) -> None:
    assert category in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kirkegade 3 er lukket.",
        "Mødet holdes i Sundhedshuset.",
        "Dommervænget får ny belægning.",
        "Skatteforvaltningen har åbent til kl. 15.",
        "Mødet med FOA's kontor er flyttet.",
        "Materialer til sexundervisning ligger på drevet.",
        "Dommeren fløjtede kampen af.",
        "Gældende regler fremgår af bekendtgørelsen.",
        "Ansigtet udad, og til gengæld kaffe bagefter.",
        "For eksempel kan receptionen bekræfte det med flere kræfter.",
        "Ordentlighed er en del af vores DNA.",
    ],
)
def test_institutions_streets_and_idioms_give_none(text: str) -> None:
    assert labels(text) == {}


def test_a_weak_cue_alone_is_no_label() -> None:
    assert labels("Hun blev bange.") == {}


def test_a_cue_that_needs_another_is_no_label_without_it() -> None:
    assert Category.CRIMINAL not in labels("Man talte med politiet.")
    assert Category.CRIMINAL in labels("Man talte med politiet om en bøde.")


def test_a_lesser_cue_beside_a_person_is_a_label_where_nothing_is_surer() -> None:
    assert "category.alone" in rules(labels("Han talte med politiet.")[Category.CRIMINAL])
    assert set(labels("Han talte med politiet om sin gæld.")) == {Category.DEBT}
    assert labels("Han læste pjecen med vejledning om politiet.") == {}


def test_the_same_cue_twice_counts_once() -> None:
    once, twice = labels("Han har gæld."), labels("Han har gæld. Gælden er stor.")
    assert rules(twice[Category.DEBT]) == rules(once[Category.DEBT])


def test_cues_pages_apart_do_not_add_up() -> None:
    apart = "Man talte med politiet. " + "Vejret var fint. " * 40 + "Der kom en bøde."
    assert Category.CRIMINAL not in labels(apart)


def test_cues_on_both_sides_of_a_windows_edge_add_up() -> None:
    text = "ord " * 58 + "han talte med politiet om en bøde " + "ord " * 58
    assert Category.CRIMINAL in labels(text)


def test_a_denial_lowers_the_score_and_is_kept_as_a_reason() -> None:
    said, denied = labels("Han er straffet."), labels("Han er ikke straffet.")
    assert denied[Category.CRIMINAL].score < said[Category.CRIMINAL].score
    assert "category.negated" in rules(denied[Category.CRIMINAL])


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Medarbejderen er ikke medlem af en fagforening.", Category.UNION),
        ("Ansøgeren har ingen gæld til det offentlige.", Category.DEBT),
        ("Han har aldrig været straffet.", Category.CRIMINAL),
    ],
)
def test_what_is_denied_of_a_person_is_still_said_of_that_person(text: str, category: Category) -> None:
    assert category in labels(text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Hun oplyser, at hun ikke er medlem af nogen fagforening.", Category.UNION),
        ("Borgeren skylder ikke kommunen noget.", Category.DEBT),
        ("Hans straffeattest er ren.", Category.CRIMINAL),
    ],
)
def test_a_denial_some_words_before_or_right_behind_is_seen(text: str, category: Category) -> None:
    assert "category.negated.far" in rules(labels(text)[category])


@pytest.mark.parametrize("text", ["Broen lider af rust.", "Pumpestationen er syg af roer.", "Taget lider af svamp."])
def test_illness_of_a_thing_is_nobodys(text: str) -> None:
    assert Category.HEALTH not in labels(text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Hun er begyndt på lykkepiller igen.", Category.HEALTH),
        ("De venter på godkendelse til at adoptere en dreng.", Category.FAMILY),
        ("Han er kasserer i den lokale venstrevælgerforening.", Category.POLITICS),
    ],
)
def test_words_of_illness_family_and_party_are_cues(text: str, category: Category) -> None:
    assert category in labels(text)


def test_a_denial_in_another_clause_denies_nothing() -> None:
    text = "Han kommer ikke, fordi han er straffet."
    assert "category.negated" not in rules(labels(text)[Category.CRIMINAL])


def test_words_of_agendas_and_budgets_speak_against() -> None:
    assert Category.HEALTH in labels("Hun har fået demens.")
    assert labels("Kursus om demens for alle medarbejdere udbydes igen.") == {}


def test_one_word_of_agendas_beside_a_person_says_nothing_and_two_do() -> None:
    assert Category.UNION in labels("Han tager på kursus i sin fagforening.")
    assert labels("Du kan læse om fagforeninger i pjecen om kurser.") == {}


def test_words_of_places_and_things_speak_against_where_nobody_is_mentioned() -> None:
    assert labels("Der var hærværk ved stranden.") == {}
    assert Category.CRIMINAL in labels("Han lavede hærværk ved stranden.")


def test_the_span_is_the_strongest_cue() -> None:
    text = "Hun blev bange og fik en depression."
    assert labels(text)[Category.HEALTH].span.of(text) == "depression"


def test_the_span_holds_where_lower_case_is_longer() -> None:
    text = "İİİ Hun fik en depression."
    assert labels(text)[Category.HEALTH].span.of(text) == "depression"


def test_reasons_add_up_to_the_score() -> None:
    label = labels("Hun er indlagt med depression.")[Category.HEALTH]
    odds = sum(e.weight for e in label.evidence)
    assert label.score == pytest.approx(1 / (1 + math.exp(-odds)))


def finding(kind: Kind, weight: float = 3.0) -> Finding:
    return Finding(kind, Span(0, 4), "1234", (Evidence(f"{kind}.rule", weight),))


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (Kind.CPR, Category.CPR),
        (Kind.NAME, Category.NAME),
        (Kind.ADDRESS, Category.ADDRESS),
        (Kind.PHONE, Category.CONTACT),
        (Kind.EMAIL, Category.CONTACT),
        (Kind.BIRTH_DATE, Category.BIRTH),
        (Kind.ACCOUNT, Category.ACCOUNT),
        (Kind.IBAN, Category.ACCOUNT),
        (Kind.PLATE, Category.VEHICLE),
        (Kind.MATRIKEL, Category.CADASTRE),
    ],
)
def test_a_finding_labels_by_its_own_score(kind: Kind, category: Category) -> None:
    (label,) = CATEGORIES.label("1234", [finding(kind)])
    assert (label.category, label.span) == (category, Span(0, 4))
    assert label.score == pytest.approx(finding(kind).score)


def test_a_finding_that_is_hardly_believed_labels_nothing() -> None:
    assert CATEGORIES.label("1234", [finding(Kind.CPR, -1.0)]) == ()


@pytest.mark.parametrize("kind", [Kind.CVR, Kind.CASE_NUMBER, Kind.PASSPORT])
def test_findings_of_no_category_label_nothing(kind: Kind) -> None:
    assert CATEGORIES.label("1234", [finding(kind)]) == ()


def test_the_better_of_cue_and_finding_is_kept() -> None:
    text = "Personnummer 1234"
    (label,) = CATEGORIES.label(text, [finding(Kind.CPR, 0.1)])
    assert label.span.of(text) == "Personnummer"


def test_a_person_found_nearby_raises_the_score() -> None:
    alone, known = labels("Demens."), labels("Demens.", finding(Kind.CPR))
    assert alone[Category.HEALTH].score < known[Category.HEALTH].score


def test_an_address_is_ordinary_until_it_is_protected() -> None:
    address = finding(Kind.ADDRESS)
    assert labels("1234", address)[Category.ADDRESS].data_class is DataClass.ORDINARY
    assert labels("1234", address, finding(Kind.PROTECTED))[Category.ADDRESS].data_class is DataClass.CONFIDENTIAL
    assert labels("Han har navne- og adressebeskyttelse.")[Category.ADDRESS].data_class is DataClass.ORDINARY


@pytest.mark.parametrize(
    ("text", "category", "data_class", "by_a_person"),
    [
        ("Hun har astma.", Category.HEALTH, DataClass.SPECIAL, True),
        ("Han er dømt for vold.", Category.CRIMINAL, DataClass.CRIMINAL, True),
        ("Han har gæld.", Category.DEBT, DataClass.CONFIDENTIAL, False),
        ("Hendes cpr-nummer er noteret.", Category.CPR, DataClass.CPR, False),
        ("Hun har fået nyt mobilnummer.", Category.CONTACT, DataClass.ORDINARY, False),
    ],
)
def test_special_and_criminal_data_are_for_a_person_to_confirm(
    text: str, category: Category, data_class: DataClass, by_a_person: bool
) -> None:  # R-06-01
    label = labels(text)[category]
    assert (label.data_class, label.needs_confirmation) == (data_class, by_a_person)


def test_labels_come_likeliest_first() -> None:
    found = CATEGORIES.label("Hun er indlagt med en psykose og har gæld.")
    assert [label.score for label in found] == sorted((label.score for label in found), reverse=True)
    assert len(found) > 1


@given(st.text())
def test_any_text_has_labels_with_spans_inside_it(text: str) -> None:
    for label in CATEGORIES.label(text):
        assert 0 <= label.span.start < label.span.end <= len(text)
        assert label.score >= 0.5


WORDS = st.sampled_from(
    ["ikke", "gæld", "læge", "kirkegade", "han", "budget", "dna", "i", "vores", "3", "f", "medlem", "af"]
)


@given(st.lists(WORDS, max_size=150), st.sampled_from([" ", "\n", ", ", "\xad"]))
def test_a_text_of_cues_is_labelled_the_same_by_a_fresh_start(words: list[str], between: str) -> None:
    text = between.join(words)
    assert CATEGORIES.label(text) == FRESH.label(text) == CATEGORIES.label(text)


FRESH = Categories()


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "\ud800", "\xad" * 50, "a" * 100_000, "gæld" * 20_000, "1 " * 50_000, "\u202e gæld", "ª²٣"],
    ids=["empty", "nul", "surrogate", "soft-hyphens", "one-word", "one-cue", "digits", "right-to-left", "odd-digits"],
)
def test_no_text_raises(text: str) -> None:
    CATEGORIES.label(text)


def test_a_cue_that_heads_a_line_says_more() -> None:
    heading, prose = labels("Astma: ja"), labels("Astma, ja")
    assert heading[Category.HEALTH].score > prose[Category.HEALTH].score


def test_a_third_cue_says_no_more_than_a_second() -> None:
    two, three = labels("Astma og epilepsi."), labels("Astma og epilepsi og diabetes.")
    assert rules(three[Category.HEALTH]) == rules(two[Category.HEALTH])


def test_each_reason_has_a_danish_phrase() -> None:
    weighed = {f"category.{rule}" for rule in read_file(CUES).weights}
    assert weighed | {"category.finding"} == CATEGORY_EVIDENCE.keys()


def test_two_weak_cues_beside_a_person_are_a_label() -> None:
    assert Category.HEALTH in labels("Han blev bange og træt.")
    assert labels("Bange og træt.") == {}
