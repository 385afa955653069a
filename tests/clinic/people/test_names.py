"""Names compare the same on every database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.clinic.people import names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("García López", ["garcia", "lopez"]),
        ("O'Neill", ["oneill"]),
        ("Núñez-Peña", ["nunez", "pena"]),
        ("J.R. Straße", ["jr", "strasse"]),
        ("Ægir Łukasz Ðorđe", ["aegir", "lukasz", "dorde"]),
        ("İpek", ["ipek"]),
        ("王", ["0738b"]),
        ("  ", []),
    ],
)
def test_words_of_a_name(name: str, expected: list[str]) -> None:
    assert names.words(name) == expected


@given(st.text(max_size=200))
def test_words_hold_only_what_every_collation_sorts_alike(text: str) -> None:
    for word in names.words(text):
        assert re.fullmatch(r"[a-z0-9]{1,60}", word)
    assert re.fullmatch(r"[a-z0-9]{0,120}", names.key(text))


@given(st.text(max_size=40))
def test_case_never_matters_for_latin_names(text: str) -> None:
    latin = "".join(c for c in text if c.isascii())
    assert names.words(latin.upper()) == names.words(latin.lower())


@given(st.text("abcxyz019", min_size=1, max_size=8), st.text("abcxyz019", max_size=8))
def test_beginning_holds_exactly_the_words_that_begin_so(prefix: str, word: str) -> None:
    first, last = names.beginning(prefix)
    assert (first <= word <= last) == word.startswith(prefix)
