"""What each document says: gaps named, numbers with their denominators, the emergency first."""

import datetime
import string

import msgspec
import pytest

from drypoint import documents
from drypoint.documents import labels as labels_module
from drypoint.documents.session_note import SessionNoteRules
from drypoint.terms import InvalidInput, KnowledgeError, Text

NAIVE = datetime.datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 (what must be refused)


def section_titles(layout):
    return [section.title for section in layout.sections]


def section(layout, title):
    return next(section for section in layout.sections if section.title == title)


def test_visit_note_prints_topics_in_order_whatever_order_they_came_in(samples):
    content = samples.visit_note_content()
    backwards = samples.visit_note_content(sections=content.sections[::-1])
    layout = documents.layout_of_visit_note(backwards)
    assert layout == documents.layout_of_visit_note(content)
    titles = section_titles(layout)
    assert titles.index("Pain drawing") < titles.index("Dry needling procedure") < titles.index("Signature")
    assert titles[-1] == "Addenda"


def test_visit_note_names_each_required_item_that_was_not_recorded(samples):
    content = samples.visit_note_content()
    assert [row.item for row in documents.missing_items(content)] == ["depth_or_target", "advice"]
    layout = documents.layout_of_visit_note(content)
    gap = section(layout, "Dry needling procedure").blocks[-1]
    assert gap == documents.Facts(facts=(documents.Fact(label="Depth or target"),))
    text = documents.as_text(content)
    assert "Depth or target: not recorded" in text
    assert "ADVICE AND AFTER-CARE\nAdvice given: not recorded" in text


def test_visit_note_with_nothing_in_it_still_has_every_required_part(samples):
    content = samples.visit_note_content(sections=(), addenda=())
    content = msgspec.structs.replace(content, stamp=msgspec.structs.replace(content.stamp, version="2"))
    layout = documents.layout_of_visit_note(content)
    assert len(documents.missing_items(content)) == len(documents.RequiredItem)
    assert section_titles(layout) == [
        "Screening before needling",
        "Indication and plan of care",
        "Consent",
        "Dry needling procedure",
        "Response: before and after",
        "Tolerance and adverse events",
        "Advice and after-care",
        "Procedure code and billing muscles",
        "Signature",
    ]
    assert documents.visit_note(content).startswith(b"%PDF-")


def test_visit_note_does_not_take_an_item_as_recorded_from_an_empty_section(samples):
    empty = documents.NoteSection(
        topic=documents.Topic.AFTER_CARE, blocks=(), records=(documents.RequiredItem.ADVICE,)
    )
    content = samples.visit_note_content(sections=(empty,))
    assert "advice" in [row.item for row in documents.missing_items(content)]


def test_visit_note_optional_topic_given_empty_says_so(samples):
    empty = documents.NoteSection(topic=documents.Topic.EXERCISES, blocks=())
    text = documents.as_text(samples.visit_note_content(sections=(empty,), language="es"))
    assert "EJERCICIOS\nno consta" in text


def test_visit_note_without_signature_is_marked_as_draft(samples):
    draft = samples.visit_note_content(signature=None)
    assert documents.as_text(draft).count("Draft: not signed") == 1
    assert "Draft: not signed" not in documents.as_text(samples.visit_note_content())
    assert "Signature" not in section_titles(documents.layout_of_visit_note(draft))


def test_visit_note_refuses_the_same_topic_twice(samples):
    twice = samples.visit_note_content().sections[:1] * 2
    with pytest.raises(InvalidInput, match="each topic once"):
        documents.VisitNoteContent(
            **{
                name: getattr(samples.visit_note_content(), name)
                for name in documents.VisitNoteContent.__struct_fields__
                if name != "sections"
            },
            sections=twice,
        )


def test_consent_copy_prints_each_number_with_what_was_counted_and_its_source(samples):
    layout = documents.layout_of_consent_copy(samples.consent_copy_content())
    table, sources = section(layout, "Risks you were told about").blocks
    assert table.rows == (
        (
            "Bruise\nA blue spot where the needle was.",
            "7.55 in 100\nCounted in: treatments, as reported by therapists\n"
            "Between studies: 7.55 to 7.7 in 100",
            "1, 2",
        ),
        (
            "Drowsiness\nDo not drive while you feel drowsy.",
            "0.26 in 100\nCounted in: treatments\nNot yet checked against its source.",
            "1",
        ),
        ("Broken needle\nA piece of the needle stays in.", "We have no published number.", "–"),
    )
    assert sources.lines == ("1. Brady 2014\n2. Boyce 2020",)


def test_consent_copy_without_sources_or_risks_invents_none(samples):
    risk = documents.ConsentRisk(name="Bruise", meaning="A blue spot.", how_often=None)
    one = documents.layout_of_consent_copy(samples.consent_copy_content(risks=(risk,)))
    assert len(section(one, "Risks you were told about").blocks) == 1
    none = documents.layout_of_consent_copy(samples.consent_copy_content(risks=()))
    assert section(none, "Risks you were told about").blocks == ()


def test_consent_copy_leaves_out_what_was_not_asked_and_says_none_named(samples):
    content = samples.consent_copy_content(
        questions=(),
        own_risks=(),
        covers=None,
        needler=documents.Needler(name="Robin Achterberg", profession="physical therapist"),
    )
    layout = documents.layout_of_consent_copy(content)
    assert "Your questions and our answers" not in section_titles(layout)
    assert section(layout, "Risks that are higher for you").blocks == (
        documents.Paragraph(text="None were named."),
    )
    facts = section(layout, "What this is about").blocks[0].facts
    assert [fact.label for fact in facts] == [
        "You said yes",
        "Body regions",
        "Consent text",
        "Who will do the needling",
        "Training in dry needling",
    ]
    assert facts[-1].value is None, "which the copy prints as not recorded"


def test_consent_copy_typed_signature_has_no_picture_and_drawn_one_has_words(samples):
    drawn = documents.layout_of_consent_copy(samples.consent_copy_content())
    picture = section(drawn, "Your signature").blocks[0].drawn
    assert picture.alt == "Signature of Maribel Quintanilla Ortega, drawn by hand"
    signature = msgspec.structs.replace(samples.consent_copy_content().signature, drawn=None)
    typed = documents.layout_of_consent_copy(samples.consent_copy_content(signature=signature))
    assert section(typed, "Your signature").blocks[0].drawn is None


def test_consent_copy_withdrawn_says_so_before_everything_else(samples):
    withdrawal = documents.Withdrawal(at=samples.SIGNED_AT, told_to="Robin Achterberg")
    content = samples.consent_copy_content(withdrawal=withdrawal)
    layout = documents.layout_of_consent_copy(content)
    assert layout.opening[0].tone == "urgent"
    assert layout.opening[0].title == "Taken back on 22 November 2026, 10:41 (UTC-05:00)"
    assert section(layout, "Taking back your consent").blocks == (layout.opening[0],)
    assert documents.consent_copy(content).startswith(b"%PDF-")


def test_consent_copy_not_withdrawn_says_how_to(samples):
    layout = documents.layout_of_consent_copy(samples.consent_copy_content())
    (how,) = section(layout, "Taking back your consent").blocks
    assert "+1\u00a0555\u00a0010\u00a00142" in how.text


def test_consent_copy_declined_is_no_consent(samples):
    layout = documents.layout_of_consent_copy(samples.consent_copy_content(decision="declined"))
    assert layout.title == "Your decision not to have dry needling"
    assert section(layout, "Your signature").blocks[0].title == "You said no"
    assert "Taking back your consent" not in section_titles(layout)
    assert "You said yes" not in documents.text_of(layout)


@pytest.mark.parametrize("path", ["", "M0 0<", 'M0 0" onload="x', "url(#a)"])
def test_drawing_takes_path_commands_only(path):
    with pytest.raises(InvalidInput, match="path"):
        documents.Drawing(path=path, width=10, height=10)


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0)])
def test_drawing_needs_a_size(width, height):
    with pytest.raises(InvalidInput, match="width"):
        documents.Drawing(path="M0 0", width=width, height=height)


def test_after_care_sheet_puts_the_emergency_first_whatever_order_it_came_in(samples):
    layout = documents.layout_of_after_care_sheet(samples.after_care_content())
    assert layout.sections[0].title == "Not normal: get help"
    boxes = layout.sections[0].blocks[:3]
    assert [box.title for box in boxes] == ["Call now: emergency", "Get seen today", "Call us"]
    assert (boxes[0].tone, boxes[0].phone) == ("urgent", "911")


def test_after_care_sheet_code_opens_the_link_that_is_printed(samples):
    layout = documents.layout_of_after_care_sheet(samples.after_care_content())
    link = section(layout, "Tell us how you are").blocks[0]
    assert link.url == "https://harbourlane.example/c/7Kq2mZ"
    assert link.code.alt == "QR code that opens https://harbourlane.example/c/7Kq2mZ"
    other = documents.layout_of_after_care_sheet(
        samples.after_care_content(check_in_url="https://harbourlane.example/c/other")
    )
    assert section(other, "Tell us how you are").blocks[0].code.svg != link.code.svg


def test_after_care_sheet_leaves_out_what_there_is_not(samples):
    content = samples.after_care_content(
        check_in_url=None, soreness_course=None, exercises=(), normal=(), advice=(), next_visit=None
    )
    layout = documents.layout_of_after_care_sheet(content)
    assert "Tell us how you are" not in section_titles(layout)
    text = documents.text_of(layout)
    assert "No exercises were set at this visit." in text
    assert "WHAT IS NORMAL\nnot recorded" in text
    assert "Your next visit" not in text
    assert documents.after_care_sheet(content).startswith(b"%PDF-")


def test_after_care_sheet_without_an_emergency_number_is_refused(samples):
    content = samples.after_care_content()
    fields = {name: getattr(content, name) for name in content.__struct_fields__}
    calmer = tuple(warning for warning in content.warnings if warning.urgency != "emergency")
    with pytest.raises(InvalidInput, match="emergency"):
        documents.AfterCareContent(**(fields | {"warnings": calmer}))
    with pytest.raises(InvalidInput, match="web address"):
        documents.AfterCareContent(**(fields | {"check_in_url": "javascript:alert(1)"}))


def test_referral_letter_asks_and_leaves_a_page_to_answer(samples):
    layout = documents.layout_of_referral_letter(samples.referral_letter_content())
    assert layout.recipient[0] == "Dr Ines Falkenrath"
    assert layout.dated == "22 November 2026"
    assert layout.opening[0].title == "Urgent"
    answer = layout.sections[-1]
    assert answer.new_page
    about, form = answer.blocks
    assert about.facts[0].value == "Maribel Quintanilla Ortega, 9 March 1984, D-0031"
    assert len(form.choices) == 4
    assert "hello@harbourlane.example" in form.instruction


def test_referral_letter_not_urgent_and_consent_to_share_unknown(samples):
    letterhead = msgspec.structs.replace(samples.LETTERHEAD, email=None)
    content = samples.referral_letter_content(
        urgent=False, agreed_to_share=None, meanwhile=None, letterhead=letterhead
    )
    text = documents.text_of(documents.layout_of_referral_letter(content))
    assert "Urgent" not in text
    assert "Agreed to sharing this: not recorded" in text
    assert "Until we hear from you" not in text
    assert "@" not in text


@pytest.mark.parametrize(("field", "value"), [("recipient", ("", " ")), ("question", " ")])
def test_referral_letter_needs_a_reader_and_a_question(samples, field, value):
    content = samples.referral_letter_content()
    fields = {name: getattr(content, name) for name in content.__struct_fields__}
    with pytest.raises(InvalidInput) as refusal:
        documents.ReferralLetterContent(**(fields | {field: value}))
    assert refusal.value.where == field


@pytest.mark.parametrize(
    "make",
    [
        lambda: documents.Stamp(reference="a", version="1", at=NAIVE),
        lambda: documents.Addendum(at=NAIVE, by="a", text="b"),
        lambda: documents.Withdrawal(at=NAIVE, told_to="a"),
        lambda: documents.PersonSignature(name="a", signs_as="b", signed_at=NAIVE),
        lambda: documents.ProfessionalSignature(name="a", profession="b", licence=None, signed_at=NAIVE),
    ],
)
def test_time_without_its_offset_is_refused(make):
    with pytest.raises(InvalidInput, match="offset from UTC"):
        make()


def test_written_time_names_month_and_offset():
    india = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    moment = datetime.datetime(2026, 1, 2, 7, 5, tzinfo=india)
    assert documents.written_time(moment, "en") == "2 January 2026, 07:05 (UTC+05:30)"
    assert documents.written_time(moment, "es") == "2 de enero de 2026, 07:05 (UTC+05:30)"


def all_labels():
    for room in msgspec.structs.astuple(labels_module.labels()):
        for name in room.__struct_fields__:
            held = getattr(room, name)
            for label in held if isinstance(held, tuple) else (held,):
                yield name, label


@pytest.mark.parametrize(("name", "label"), tuple(all_labels()))
def test_label_is_in_both_languages_with_the_same_places(name, label):
    assert isinstance(label, Text)
    assert label.en
    assert label.es
    places = [{field for _, field, _, _ in string.Formatter().parse(text)} for text in (label.en, label.es)]
    assert places[0] == places[1], name


def test_session_note_rules_are_in_both_languages_and_sourced():
    rules = documents.session_note_rules()
    assert all(row.title.es for row in rules.topics)
    assert all(row.label.es and row.sources for row in rules.required)
    assert all(source.verification.is_unverified for source in rules.sources.values())


def broken_rules():
    rules = documents.session_note_rules()
    first = rules.required[0]
    yield "topic", msgspec.structs.replace(rules, topics=rules.topics[1:])
    yield "item", msgspec.structs.replace(rules, required=rules.required[1:])
    for sources in ((), ("nobody",)):
        row = msgspec.structs.replace(first, sources=sources)
        yield "source", msgspec.structs.replace(rules, required=(row, *rules.required[1:]))


@pytest.mark.parametrize(("fault", "rules"), tuple(broken_rules()))
def test_session_note_rules_broken_are_refused(fault: str, rules: SessionNoteRules):
    with pytest.raises(KnowledgeError, match=fault):
        rules.checked()
