"""Attachments and action: every muscle has them, in both languages, marked as what they are."""

import re

import msgspec
import pytest

from drypoint.atlas import load
from drypoint.atlas.anatomy import (
    AnatomyFile,
    also_called,
    anatomy_faults,
    anatomy_file,
    anatomy_of,
    statements,
)
from drypoint.cli import atlas as command
from drypoint.terms import KnowledgeError, Text

ATLAS = load()
TEXTS = [
    (row.muscle, text)
    for row in anatomy_file().muscles
    for text in (
        row.origin,
        row.insertion,
        row.action,
        *(said.says for said in (row.lengthened, row.entrapment) if said),
    )
]


def test_every_muscle_has_attachments_and_action_and_no_reference_is_broken() -> None:
    assert [row.muscle for row in anatomy_file().muscles] == [muscle.id for muscle in ATLAS.muscles]
    assert anatomy_faults(anatomy_file(), ATLAS) == ()


def test_none_of_it_claims_to_be_verified() -> None:
    assert all(row.verification.is_unverified for _name, row in statements(anatomy_file()))
    assert all(source.verification.is_unverified for source in anatomy_file().sources.values())


@pytest.mark.parametrize("language", ["en", "es"])
def test_texts_are_there_in_both_languages_and_hold_no_dose_and_no_depth(language: str) -> None:
    for muscle, text in TEXTS:
        said = text.in_language(language)
        assert said, muscle
        assert not re.search(r"\b\d+\s*(mm|cm|s|min|seconds|segundos|times|veces)\b", said), muscle
    assert all(text.es for _muscle, text in TEXTS)


def test_lookups_answer_nothing_for_what_is_not_recorded() -> None:
    assert anatomy_of("moon") is None
    assert also_called("moon") == ()
    assert "SCM" in also_called("sternocleidomastoid_sternal")


def broken(file: AnatomyFile) -> tuple[str, ...]:
    return anatomy_faults(file, ATLAS)


def test_faults_name_the_row() -> None:
    file = anatomy_file()
    first, second = file.muscles[:2]
    strange = msgspec.structs.replace(first, muscle="moon")
    unsourced = msgspec.structs.replace(second, sources=(), origin=Text(en="x"))
    astray = msgspec.structs.replace(second, sources=("nowhere",))
    assert broken(msgspec.structs.replace(file, muscles=(strange, first, first))) == (
        "anatomy.json: moon: unknown muscle",
        f"anatomy.json: {first.muscle}: stands twice",
    )
    elsewhere = msgspec.structs.replace(first, nerve_es="nervio accesorio; C1")
    assert broken(msgspec.structs.replace(file, muscles=(elsewhere,))) == (
        f"anatomy.json: {first.muscle}: the nerve's segments are not those of muscles.json",
    )
    assert broken(msgspec.structs.replace(file, muscles=(unsourced,))) == (
        f"anatomy.json: {second.muscle}: attachments: no source",
    )
    assert broken(msgspec.structs.replace(file, muscles=(astray,))) == (
        f"anatomy.json: {second.muscle}: attachments: unknown source 'nowhere'",
    )


def test_check_reports_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> AnatomyFile:
        raise KnowledgeError("anatomy.json: broken")

    monkeypatch.setattr("drypoint.atlas.anatomy.anatomy_file", refuse)
    assert command._anatomy(ATLAS) == ("anatomy.json: broken",)
