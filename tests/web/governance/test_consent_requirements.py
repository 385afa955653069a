"""What consent must contain, checked on the page and on the PDF; the table in the docs is made from here."""

import html
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.utils import translation
from tests.clinic.visits.care import GLUTEUS, Care
from tests.web.conftest import browser_of

from drypoint.clinic.followup.queries.consent_words import as_kept, consent_copy_of, told
from drypoint.clinic.visits.models import Consent
from drypoint.documents.consent_copy import layout_of_consent_copy

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "consent.md"
STATE_RULE = "a state's rule of 24 h of instruction and a written description (copy without the state's name)"
FORMS = "published clinic consent forms"
REGULATOR = "NZ Health and Disability Commissioner, decision 15HDC00947 (2017)"
VIRGINIA = "Virginia Board of Physical Therapy, guidance on dry needling"


@dataclass(frozen=True, kw_only=True)
class Required:
    """One thing that must be said, who asks for it, and words by which page and copy show it."""

    what: str
    asked_by: str
    words: tuple[str, ...]
    page_only: tuple[str, ...] = ()
    copy_only: tuple[str, ...] = ()


REQUIRED = (
    Required(what="what it is", asked_by=VIRGINIA, words=("thin solid needle", "Nothing is injected")),
    Required(what="that it is not acupuncture", asked_by=VIRGINIA, words=("is not acupuncture",)),
    Required(
        what="benefits, and that they are not certain",
        asked_by=f"{VIRGINIA}; Colorado 4 CCR 732-1 Rule 11",
        words=("may ease pain for a short time", "Experts disagree"),
    ),
    Required(
        what="a signed copy for the patient",
        asked_by=f"{VIRGINIA}; Colorado 4 CCR 732-1 Rule 11",
        words=(),
        page_only=("Your full name",),
        copy_only=("This is your copy", "Signature as typed"),
    ),
    Required(
        what="who does it, with licence, credential and training",
        asked_by=STATE_RULE,
        words=("Anders Holm", "PT-77", "40 hours of training", "needling credential DN-9"),
    ),
    Required(
        what="common effects, each with its rate and what was counted",
        asked_by=FORMS,
        words=(
            "29.4 to 91 in 100",
            "people in trials that asked everyone",
            "7.55 in 100",
            "4.65 in 100",
            "3.01 in 100",
            "7,629",
            "Sleepiness",
            "The old pain gets worse",
            "Do not drive",
        ),
    ),
    Required(
        what="serious harms, and how often where it is known",
        asked_by=FORMS,
        words=("20 in 20,464", "0 in 7,629", "hurt a nerve", "infection", "faint", "bruise inside", "break"),
    ),
    Required(
        what="a lung: its signs, also late, and that the rate is not known",
        asked_by=FORMS,
        words=("reach a lung", "up to two days later", "The true rate is not known"),
    ),
    Required(
        what="the person's own raised risks, by name",
        asked_by=REGULATOR,
        words=("A blood thinner is taken",),
    ),
    Required(
        what="alternatives, none among them",
        asked_by=FORMS,
        words=("No treatment: wait and see", "Exercises and keeping active"),
    ),
    Required(
        what="the right to refuse, to stop at any second, to take it back",
        asked_by=FORMS,
        words=("stop at any second", "take your consent back"),
    ),
    Required(what="regions, and that they are uncovered", asked_by=FORMS, words=("uncovered", "upper back")),
    Required(
        what="that it counts for several visits, and pregnancy",
        asked_by=FORMS,
        words=("counts for each visit", "if you are pregnant or could be"),
    ),
    Required(
        what="what to watch for and whom to call, also after hours",
        asked_by=REGULATOR,
        words=("Call the emergency services at once", "555 0199"),
    ),
)


@pytest.fixture
def care(db: None) -> Care:
    care = Care()
    care.clinic.after_hours_phone = "555 0199"
    care.clinic.save(update_fields=["after_hours_phone"])
    care.visit.refresh_from_db()
    care.member.user.name = "Anders Holm"
    care.member.user.save(update_fields=["name"])
    credentials = care.clinic.credentials.filter(membership=care.member)
    credentials.filter(kind="licence").update(number="PT-77", profession="physical therapist")
    credentials.filter(kind="needling").update(number="DN-9", training_hours=40)
    care.screen(anticoagulant=True)
    care.propose({**GLUTEUS, "muscle": "rhomboid_major", "length_mm": 13.0})
    return care


def _flat(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _page(care: Care, **asked: Any) -> str:
    url = f"/visits/{care.visit.pk}/consent/"
    return _flat(browser_of(care.member).get(url, {"regions": ["upper_back"], **asked}).content.decode())


def _copy(care: Care) -> str:
    said = told(care.visit, regions=["upper_back"], language="en", by=care.member)
    given = care.consent("upper_back")
    Consent.objects.filter(pk=given.pk).update(content=as_kept(said))
    given.refresh_from_db()
    layout = layout_of_consent_copy(consent_copy_of(given))
    return _flat(msgspec.json.encode(layout).decode().replace("\\n", " ").replace("\u2060", ""))


@pytest.mark.parametrize("required", REQUIRED, ids=[one.what for one in REQUIRED])
def test_page_and_copy_say_what_consent_must_contain(care: Care, required: Required) -> None:
    page, copy = _page(care), _copy(care)
    assert [words for words in (*required.words, *required.page_only) if words not in page] == []
    assert [words for words in (*required.words, *required.copy_only) if words not in copy] == []


def test_training_that_is_not_on_record_is_said_to_be_so_on_page_and_copy(care: Care) -> None:
    care.clinic.credentials.filter(membership=care.member, kind="needling").update(
        revoked_at=care.visit.started_at
    )
    assert "no training in needling is recorded" in _page(care)
    layout = _copy(care)
    assert '"label":"Training in dry needling","value":null' in layout


def test_signature_and_how_to_withdraw_stay_on_one_page_with_the_number_to_call(care: Care) -> None:
    said = told(care.visit, regions=["upper_back"], language="en", by=care.member)
    given = care.consent("upper_back")
    given.content = as_kept(said)
    sections = layout_of_consent_copy(consent_copy_of(given)).sections
    assert [one.with_next for one in sections[-3:]] == [True, True, False]
    assert [one.title for one in sections[-2:]] == ["Your signature", "Taking back your consent"]


def test_spanish_numbers_are_written_as_in_spanish(care: Care) -> None:
    with translation.override("es"):
        said = told(care.visit, regions=["upper_back"], language="es", by=care.member)
    shown = {risk.how_often for risk in (*said.common, *said.rare)}
    assert "7,55 de cada 100" in shown
    assert any("20\u00a0464" in (how or "") for how in shown)


def test_table_in_the_docs_is_in_step() -> None:
    rows = "\n".join(
        f"| {one.what} | {one.asked_by} | {_quoted((*one.words, *one.page_only))} "
        f"| {_quoted((*one.words, *one.copy_only))} |"
        for one in REQUIRED
    )
    rendered = HEAD + rows + "\n"
    if "WRITE_CONSENT_TABLE" in os.environ:
        DOCS.write_text(rendered)
    assert DOCS.read_text() == rendered, "write it anew as the page's first lines say"


def _quoted(words: tuple[str, ...]) -> str:
    return "; ".join(f"“{one}”" for one in words)


HEAD = """# What consent says

Each row is something that consent must contain, who asks for it, and the words by which a test finds it on
the page that the person reads and on the copy that they keep. Names and numbers of the clinic are those of
the test. The texts are rows of `safety/data/consent.json`, each with its source; the person's own risks are
findings of the screen.

Made by `tests/web/governance/test_consent_requirements.py`; to write it anew set `WRITE_CONSENT_TABLE`.

| must contain | asked for by | on the page | on the copy |
|---|---|---|---|
"""
