"""Three notes of the demo beside what boards and payers ask; the table in the docs is made from here."""

import os
from pathlib import Path

import msgspec
import pytest

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.models import Note
from drypoint.clinic.followup.queries.note_draft import changes_since
from drypoint.demo.cast import load_cast
from drypoint.documents import RequirementState, VisitNoteContent, as_text, requirements, session_note_rules

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "note-requirements.md"
CASES = (
    ("neck", "neck_desk", ""),
    ("thorax, lung beneath", "upper_back", ""),
    ("faint", "neck_desk", "faint"),
)
"""What a note is of: presentation and event of the character in the cast, signed visits in course."""


def note_of(clinic: Clinic, presentation: str, event: str) -> Note:
    """The last signed note of the first such character."""
    name = next(
        one.name
        for one in load_cast()
        if (one.presentation, one.event or "", one.stage) == (presentation, event, "in_course")
    )
    notes = clinic.notes.select_related("visit__episode__person", "clinic").order_by("-signed_at")
    return next(note for note in notes if note.visit.episode.person.full_name == name)


def content_of(note: Note) -> VisitNoteContent:
    return msgspec.convert(note.content, VisitNoteContent)


def test_demo_notes_state_every_requirement_and_the_docs_say_so(small: Clinic) -> None:
    contents = [content_of(note_of(small, presentation, event)) for _name, presentation, event in CASES]
    columns = [requirements(content) for content in contents]
    missing = [(one.row.item, one.state) for column in columns for one in column if one.state == "missing"]
    assert missing == []
    rules = session_note_rules()
    words = {RequirementState.MET: "in the note", RequirementState.NOT_APPLICABLE: "does not apply"}
    rows = "\n".join(
        f"| {row.label.en} | {'; '.join(rules.sources[key].citation for key in row.sources)} | "
        + " | ".join(
            words[column[number].state] + (f": {column[number].reason}" if column[number].reason else "")
            for column in columns
        )
        + " |"
        for number, row in enumerate(rules.required)
    )
    page = f"""# What three notes of the demo state

Each row is something that a visit note or the consent behind it must state, who asks for it, and whether the
signed notes of three invented people state it. Made by `tests/demo/test_note_requirements.py`; to write it
anew set `WRITE_NOTE_TABLE`. No source was checked at its origin: all are unverified in `session_note.json`.

| must state | asked for by | {" | ".join(name for name, _presentation, _event in CASES)} |
|---|---|---|---|---|
{rows}
"""
    if os.environ.get("WRITE_NOTE_TABLE"):
        DOCS.write_text(page, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == page


def test_three_notes_read_as_a_reviewer_would(small: Clinic) -> None:
    neck, thorax, faint = (as_text(content_of(note_of(small, *rest))) for _name, *rest in CASES)
    for said in ("Muscle, side, site:", "lot ", "Solid filiform needles", "Decision:", "Since it was first"):
        assert said in neck, said
    assert "lung" in thorax.lower()
    assert "Decided: " in thorax
    for said in ("Felt faint, lay down", "Fainting", "All needles out and counted", "Well after ten minutes"):
        assert said in faint, said
    assert "0 not accounted for" in faint


def test_record_agrees_with_the_notes_after_the_demo_is_made(small: Clinic) -> None:
    assert changes_since(note_of(small, "upper_back", "")) == ()
