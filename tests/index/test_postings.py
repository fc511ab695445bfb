from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dsar.index.postings import Long, pack, pack_long, pack_strings, shifted, string_at, unpack, unpack_strings

gaps = st.integers(1, 300) | st.integers(1, 70_000) | st.integers(1, 1 << 20)


@st.composite
def rising(draw: st.DrawFn, most: int = 3000) -> list[int]:
    """Rising document numbers, at least one: mostly evenly spaced, as common words are, with some holes."""
    start, step = draw(st.integers(0, 10)), draw(st.integers(1, 5))
    numbers = list(range(start, start + step * draw(st.integers(1, most)), step))
    for gap in draw(st.lists(gaps, max_size=20)):
        numbers.append(numbers[-1] + gap)
    return numbers


@given(rising(most=50))
def test_a_block_unpacks_to_what_was_packed(numbers: list[int]) -> None:
    assert list(unpack(pack(numbers))) == numbers


@given(rising(most=50), st.integers(0, 1 << 30))
def test_a_shifted_block_has_every_number_raised(numbers: list[int], by: int) -> None:
    assert list(unpack(shifted(pack(numbers), by))) == [number + by for number in numbers]


def test_the_greatest_numbers_fit() -> None:
    assert list(unpack(pack([0, 255, 511, 66_046, (1 << 32) - 1]))) == [0, 255, 511, 66_046, (1 << 32) - 1]


@given(rising())
def test_a_long_list_gives_back_all_its_numbers(numbers: list[int]) -> None:
    assert list(Long(pack_long(numbers))) == numbers


@given(rising(), st.sets(st.integers(0, 20_000), max_size=50))
def test_a_long_list_tells_which_candidates_are_in_it(numbers: list[int], candidates: set[int]) -> None:
    candidates |= set(numbers[::97])
    found = list(Long(pack_long(numbers)).among(sorted(candidates)))
    assert sorted(found) == sorted(candidates.intersection(numbers))


@given(st.lists(st.binary(max_size=9)))
def test_strings_unpack_to_what_was_packed(values: list[bytes]) -> None:
    packed = pack_strings(values)
    assert unpack_strings(packed) == values
    assert [string_at(packed, number) for number in range(len(values))] == values
