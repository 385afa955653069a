"""What messages say: no word of health and no part of the body, in whosever words."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.messages.writing import queued
from tests.clinic.visits.care import Care

from drypoint import atlas
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.messages import wording
from drypoint.clinic.messages.actions import templates
from drypoint.clinic.messages.health_words import found_in
from drypoint.clinic.messages.models import Purpose, Route
from drypoint.clinic.messages.queries import last_template, template_versions
from drypoint.upkeep.words import words_of

EVERY = [(purpose, route, language) for purpose in Purpose for route in Route for language in ("en", "es")]
OWN = "{clinic} would like to hear from you: {link} Enough: {stop}"


def write(care: Care, **changed: Any) -> Any:
    said = {
        "by": factories.acting(care.clinic, "owner"),
        "clinic": care.clinic,
        "purpose": "check_in",
        "route": "text",
        "language": "en",
        "subject": "",
        "body": OWN,
    }
    return templates.write(**said | changed)


@pytest.mark.parametrize(("purpose", "route", "language"), EVERY)
def test_shipped_words_say_nothing_of_health_and_pass_their_own_check(
    purpose: str, route: str, language: str
) -> None:
    words = wording.shipped(purpose, route, language)
    assert found_in(f"{words.subject} {words.body}") == []
    wording.check(purpose=purpose, route=route, subject=words.subject, body=words.body)
    assert ("¿" in words.body or " " in words.body) and words.body != ""


@pytest.mark.parametrize("purpose", list(Purpose))
def test_languages_differ(purpose: str) -> None:
    for route in Route:
        assert wording.shipped(purpose, route, "es") != wording.shipped(purpose, route, "en")


def test_every_muscle_and_zone_of_the_atlas_is_a_forbidden_word() -> None:
    known = atlas.load()
    names = [name for one in known.muscles for name in (one.latin, one.name.en, one.name.es)]
    places = [name for zone in known.zones for name in (zone.label.en, zone.label.es)]
    assert [name for name in (*names, *places) if not found_in(name)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How is the pain in your SHOULDER?", ["pain", "SHOULDER"]),
        ("¿Le duele la rodilla tras la punción?", ["rodilla", "punción"]),
        ("How are your symptoms after the needling", ["symptoms", "needling"]),
        ("Su médico y su medicación", ["médico", "medicación"]),
        ("trapezius, Infraespinoso", ["trapezius", "Infraespinoso"]),
        ("A short question for you. Call if it cannot wait.", []),
        ("Una pregunta breve. Llame si no puede esperar.", []),
    ],
)
def test_words_of_health_are_found_in_both_languages(text: str, words: list[str]) -> None:
    assert found_in(text) == words


def test_own_words_go_out_and_go_back(care: Care, may_send: None) -> None:
    message = queued(care)
    message.route, message.language = "text", "en"
    shipped = words_of(message).body
    first = write(care)
    assert words_of(message).body.startswith("Harbour would like to hear from you: https://clinic.example/c/")
    with pytest.raises(Conflict):
        write(care)
    again = write(care, body=OWN + " Thanks!", supersedes=first)
    assert words_of(message).body.endswith(" Thanks!")
    back = templates.go_back(by=factories.acting(care.clinic, "owner"), clinic=care.clinic, supersedes=again)
    assert words_of(message).body == shipped
    with pytest.raises(NotAllowedNow):
        templates.go_back(by=factories.acting(care.clinic, "owner"), clinic=care.clinic, supersedes=back)
    assert [one.body for one in template_versions(care.clinic, "check_in", "text", "en")] == [
        "",
        again.body,
        first.body,
    ]
    assert write(care, supersedes=back).body == OWN, "once more after going back"
    assert last_template(care.clinic, "check_in", "text", "es") is None


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"body": "How is your back? {link} {stop}"}, "body", "back"),
        ({"body": "{link} {stop} y su tratamiento"}, "body", "tratamiento"),
        ({"route": "email", "subject": "Your pain", "body": OWN}, "subject", "pain"),
        ({"body": "{link}"}, "body", "{stop}"),
        ({"body": "{stop}"}, "body", "{link}"),
        ({"body": OWN + " {name}"}, "body", "{name}"),
        ({"body": OWN + " https://evil.example"}, "body", "no address"),
        ({"body": "  "}, "body", "Write what"),
        ({"body": OWN + "x" * 480}, "body", "480"),
        ({"route": "email", "subject": " "}, "subject", "subject"),
        ({"route": "email", "subject": "a\nBcc: b"}, "subject", "one line"),
        ({"language": "xx"}, "__all__", "no such message"),
        ({"purpose": "xx", "body": "{clinic} {link}"}, "__all__", "no such message"),
    ],
)
def test_words_that_may_not_go_out_are_refused_by_name(
    care: Care, changed: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        write(care, **changed)
    messages = refused.value.message_dict if hasattr(refused.value, "error_dict") else {}
    assert says in " ".join(messages.get(field, refused.value.messages))
    assert not care.clinic.message_templates.exists()


def test_only_who_runs_the_clinic_writes(care: Care) -> None:
    with pytest.raises(NotPermitted):
        write(care, by=care.therapist)


def test_words_kept_before_a_word_was_forbidden_give_way(care: Care, may_send: None) -> None:
    kept = write(care)
    type(kept).objects.update(body="How is your pain? {link} {stop}")
    said = wording.said_by(care.clinic, "check_in", "text", "en", link="L", stop="S")
    assert said.body == "Harbour asks you a few short questions: L No more texts: S"


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Harbour", "en", "Harbour"),
        ("Back Pain Centre", "en", "Your clinic"),
        ("Clínica del Dolor", "es", "Su clínica"),
        ("Fisioterapia Ruiz", "fr", "Your clinic"),
    ],
)
def test_name_of_a_clinic_that_tells_is_not_said(care: Care, name: str, language: str, said: str) -> None:
    care.clinic.name = name
    assert wording.spoken_name(care.clinic, language) == said


def test_what_takes_the_place_of_a_name_is_not_read_again(care: Care) -> None:
    care.clinic.name = "{link} Ltd"
    words = wording.filled(
        wording.Words(subject="", body="{clinic} {link}"),
        clinic=care.clinic,
        language="en",
        link="L",
        stop="S",
    )
    assert words.body == "{link} Ltd L"
