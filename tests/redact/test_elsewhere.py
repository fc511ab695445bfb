"""Who was removed from one document is not read in the next, whatever the next alone would tell."""

from __future__ import annotations

from dsar.detect.lexicon import Lexicon
from dsar.redact.belongs import Known
from dsar.redact.elsewhere import MOST, elsewhere
from dsar.redact.plan import Planner
from dsar.redact.removal import Options
from tests.redact.test_plan import DETECT, OWN, redacted

WHO = "Anders Bo Jensen"


def known(*texts: str) -> Known:
    return Planner(OWN, DETECT, Options()).known(texts)


def after(*documents: str) -> Options:
    """What is known from these documents."""
    return Options(elsewhere=elsewhere([known(text) for text in documents], Lexicon()))


def test_a_name_in_small_letters_goes_where_another_document_tells_that_it_is_one() -> None:
    text = f"{WHO} har nævnt ellinor kragsbjerg flere gange."
    shown = redacted(text, options=after("Mødt var Ellinor Kragsbjerg, 120628-4123."))
    assert shown == f"{WHO} har nævnt … flere gange."


def test_a_word_of_such_a_name_alone_stays() -> None:
    text = f"{WHO} bor ved bakken."
    assert redacted(text, options=after("Mødt var Ellinor Bakken, 120628-4123.")) == text


def test_a_house_without_its_town_is_anothers_where_another_document_says_who_lives_there() -> None:
    text = f"{WHO} er flyttet. Der er støj på Degnehøj 12 om natten."
    assert redacted(text) == text
    shown = redacted(text, options=after("Ellinor Kragsbjerg, Degnehøj 12, 9560 Hadsund."))
    assert shown == f"{WHO} er flyttet. Der er støj på … om natten."


def test_a_house_without_its_town_is_anothers_where_another_page_says_so() -> None:
    first, second = "Der er støj på Degnehøj 12 om natten.", "Ellinor Kragsbjerg, Degnehøj 12, 9560 Hadsund."
    assert redacted(first, second) == "Der er støj på … om natten.\n\f…, …."


def test_who_acts_in_office_in_any_document_is_no_other_in_the_rest() -> None:
    documents = [known("Mødt var Ellinor Kragsbjerg."), known("Ellinor Kragsbjerg\nSagsbehandler i kommunen")]
    assert documents[1].employees
    assert elsewhere(documents, Lexicon()).names == frozenset()


def test_the_subject_and_cpr_numbers_are_not_looked_for_elsewhere() -> None:
    found = elsewhere([known(f"{WHO}, 010130-4999, og Ellinor Kragsbjerg, 120628-4123, tlf. 28 12 34 56.")], Lexicon())
    assert found.names == {("ellinor", "kragsbjerg")}
    assert found.numbers == {"28123456"}


def test_no_more_is_remembered_than_a_bound_and_the_most_often_named_first() -> None:
    many = [Known(others=frozenset({("kragsbjerg", f"n{at}x") for at in range(MOST)}))]
    found = elsewhere([*many, *[Known(others=frozenset({("ellinor", "kragsbjerg")}))] * 2], Lexicon())
    assert len(found.names) == MOST
    assert ("ellinor", "kragsbjerg") in found.names
