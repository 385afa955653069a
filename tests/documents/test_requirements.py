"""What boards and payers ask of a note: met, not applicable with a reason, or missing."""

import msgspec

from drypoint.documents import (
    NotApplicable,
    NoteSection,
    Paragraph,
    RequiredItem,
    RequirementState,
    Topic,
    missing_items,
    requirements,
    session_note_rules,
)


def drafted(samples, version, *sections):
    content = samples.visit_note_content(sections=sections, addenda=())
    return msgspec.structs.replace(content, stamp=msgspec.structs.replace(content.stamp, version=version))


def test_item_is_met_missing_or_does_not_apply_with_its_reason(samples):
    content = drafted(
        samples,
        "2",
        NoteSection(
            topic=Topic.NEEDLING,
            blocks=(Paragraph(text="Prone."),),
            records=(RequiredItem.POSITION,),
            not_applicable=(NotApplicable(item=RequiredItem.ELECTRICAL_STIMULATION, reason="No current."),),
        ),
    )
    found = {one.row.item: (one.state, one.reason) for one in requirements(content)}
    assert list(found) == list(RequiredItem)
    assert found[RequiredItem.POSITION] == (RequirementState.MET, "")
    assert found[RequiredItem.ELECTRICAL_STIMULATION] == (RequirementState.NOT_APPLICABLE, "No current.")
    assert found[RequiredItem.TECHNIQUE] == (RequirementState.MISSING, "")
    assert {row.item for row in missing_items(content)} == {
        item for item, (state, _reason) in found.items() if state is RequirementState.MISSING
    }


def test_item_counts_only_where_something_stands(samples):
    content = drafted(samples, "2", NoteSection(topic=Topic.NEEDLING, blocks=(), records=tuple(RequiredItem)))
    assert {one.state for one in requirements(content)} == {RequirementState.MISSING}


def test_older_note_owes_nothing_that_was_asked_later(samples):
    older = requirements(drafted(samples, "1"))
    newer = requirements(drafted(samples, "2"))
    later = {row.item for row in session_note_rules().required if row.since > 1}
    assert later
    assert {one.row.item for one in newer} - {one.row.item for one in older} == later
    assert len(requirements(drafted(samples, "of the house"))) == len(older)
