"""Documents as plain text for another system."""

from drypoint import documents


def test_as_text_says_what_the_note_says(samples):
    text = documents.as_text(samples.visit_note_content())
    assert text.startswith("Fictional demo clinic.")
    assert "\nVISIT NOTE\nHarbour Lane Physical Therapy, 12 Harbour Lane" in text
    assert "Solid needle. Nothing was injected." in text
    assert (
        "3. No.: 3; Muscle, side, site: Infraspinatus; left; site 1; Needle (mm), lot: 0.30 × 40, lot A2291"
    ) in text
    assert "Content hash (SHA-256): 9f86d081" in text
    assert text.endswith("- The patient called: bruise of 2 cm over site 2.\n")


def test_as_text_of_a_real_clinic_starts_with_its_title(samples):
    letterhead = documents.Letterhead(clinic_name="A", address_lines=(), phone="1")
    text = documents.as_text(
        samples.visit_note_content(is_demo=False, letterhead=letterhead, title="Re-evaluation")
    )
    assert text.startswith("RE-EVALUATION\nA, 1\nName: Maribel")


def test_text_of_tables_and_pictures(samples):
    table = documents.Table(columns=(documents.Column(title="Muscle"),), rows=(), caption="Felt today")
    picture = documents.Figure(svg=samples.CURVE, alt="Pain at the left temple.")
    section = documents.NoteSection(
        topic=documents.Topic.PAIN_DRAWING, blocks=(table, picture, samples.SORENESS)
    )
    text = documents.as_text(samples.visit_note_content(sections=(section,)))
    assert "PAIN DRAWING\nFelt today\nnot recorded\n[Pain at the left temple.]\n[A line that rises" in text
    assert text.count("] Made-up curve for the layout.") == 1


def test_text_of_the_other_documents(samples):
    consent = documents.text_of(documents.layout_of_consent_copy(samples.consent_copy_content()))
    assert "Number to call\n911\n- Breathlessness or chest pain" in consent
    assert "[Signature of Maribel Quintanilla Ortega, drawn by hand]" in consent
    sheet = documents.text_of(documents.layout_of_after_care_sheet(samples.after_care_content()))
    assert "1. Turn your head (10 times, 3 times a day)\n   Sit tall." in sheet
    assert "2. Shoulder rolls\n   Roll both shoulders back.\n   [A line that rises" in sheet
    assert "https://harbourlane.example/c/7Kq2mZ" in sheet
    letter = documents.text_of(documents.layout_of_referral_letter(samples.referral_letter_content()))
    assert "\n22 November 2026\nDr Ines Falkenrath\n" in letter
    assert "[ ] It should not be done." in letter
    assert "Name and licence: ____" in letter
