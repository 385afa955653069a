"""Fictional contents, one of each document, in either language and on either paper."""

import datetime

import msgspec

from drypoint.documents import (
    Addendum,
    AfterCareContent,
    Bullets,
    Callout,
    Column,
    ConsentCopyContent,
    ConsentRisk,
    Drawing,
    Fact,
    Facts,
    Figure,
    Letterhead,
    Needler,
    NoteSection,
    Paragraph,
    PersonSignature,
    PersonStrip,
    ProfessionalSignature,
    QuestionAsked,
    ReferralLetterContent,
    RequiredItem,
    Stamp,
    Step,
    Table,
    Topic,
    VisitNoteContent,
    WarningSigns,
)

CLOCK = datetime.timezone(datetime.timedelta(hours=-5))
SIGNED_AT = datetime.datetime(2026, 11, 22, 10, 41, 7, tzinfo=CLOCK)
STAMP = Stamp(reference="N-2026-0142", version="1", at=SIGNED_AT)
PERSON = PersonStrip(
    name="Maribel Quintanilla Ortega", born=datetime.date(1984, 3, 9), clinic_number="D-0031"
)
LETTERHEAD = Letterhead(
    clinic_name="Harbour Lane Physical Therapy",
    address_lines=("12 Harbour Lane", "Exampleton, VA 22000"),
    phone="+1 555 010 0142",
    email="hello@harbourlane.example",
)
CURVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 130" font-family="Atkinson Hyperlegible Next">'
    '<path d="M40 100 H340 M40 100 V12" stroke="#4a575e" fill="none"/>'
    '<path d="M40 90 C 70 20, 120 24, 160 58 S 260 96, 330 98" fill="none" stroke="#0b5563"/>'
    '<text x="40" y="120" font-size="13">now</text><text x="128" y="120" font-size="13">24 h</text>'
    '<text x="222" y="120" font-size="13">48 h</text><text x="312" y="120" font-size="13">72 h</text></svg>'
)
SORENESS = Figure(
    svg=CURVE,
    alt="A line that rises in the first day and falls to almost nothing by the third day.",
    caption="Made-up curve for the layout.",
    width_percent=70,
)
HAND = Drawing(
    path="M10 50 C 30 5 45 90 60 40 S 90 20 100 50 q 10 20 25 -8 t 30 0 l 40 -6", width=210, height=80
)


def visit_note_content(**changes: object) -> VisitNoteContent:
    insertions = Table(
        columns=(
            Column(title="No.", numeric=True),
            Column(title="Muscle, side, site"),
            Column(title="Needle (mm), lot"),
            Column(title="Technique"),
            Column(title="Depth or target"),
            Column(title="Dwell", numeric=True),
            Column(title="Twitches", numeric=True),
            Column(title="Sensations"),
        ),
        rows=(
            ("1", "Trapezius, upper; left; site 1", "0.30 × 40\nlot A2291", "pincer, deep", "taut band",
             "95 s", "3", "ache, cramp"),
            ("2", "Trapezius, upper; left; site 2", "0.30 × 40\nlot A2291", "pincer, deep", "taut band",
             "60 s", "0", "ache"),
            ("3", "Infraspinatus; left; site 1", "0.30 × 40\nlot A2291", "deep", None, "70 s", "2",
             "referred to the front of the shoulder"),
        ),
    )  # fmt: skip
    content = VisitNoteContent(
        language="en",
        paper="us-letter",
        letterhead=LETTERHEAD,
        person=PERSON,
        stamp=STAMP,
        is_demo=True,
        sections=(
            NoteSection(
                topic=Topic.PATIENT_AND_VISIT,
                blocks=(
                    Facts(
                        facts=(
                            Fact(label="Visit", value="22 November 2026, 10:00, visit 3 of this episode"),
                            Fact(label="Seen by", value="Robin Achterberg, physical therapist"),
                            Fact(label="Complaint", value="Neck and left shoulder pain, 7 weeks"),
                        )
                    ),
                ),
            ),
            NoteSection(
                topic=Topic.HISTORY_CHANGES, blocks=(Paragraph(text="New medicine: none. No falls."),)
            ),
            NoteSection(
                topic=Topic.SCREENING,
                blocks=(
                    Facts(
                        facts=(
                            Fact(label="Outcome", value="Modify, 22 November 2026, 10:02"),
                            Fact(label="Answered by", value="the patient, on her own telephone"),
                        )
                    ),
                    Bullets(items=("Aspirin 81 mg daily: press longer after each needle. Done.",)),
                ),
                records=(RequiredItem.SCREENING_RESULT_AND_DATE,),
            ),
            NoteSection(
                topic=Topic.INDICATION_AND_PLAN,
                blocks=(
                    Paragraph(
                        text="Active trigger points limit neck rotation. Exercise alone, 4 weeks: no change."
                    ),
                    Facts(facts=(Fact(label="Goal", value="Neck rotation 70° left by visit 6"),)),
                ),
                records=(RequiredItem.INDICATION, RequiredItem.PRIOR_CARE),
            ),
            NoteSection(
                topic=Topic.CONSENT,
                blocks=(
                    Facts(
                        facts=(
                            Fact(label="Consent text", value="version 4, neck and shoulder girdle"),
                            Fact(label="Given", value="8 November 2026, 09:12"),
                        )
                    ),
                ),
                records=(RequiredItem.CONSENT_VERSION_AND_DATE,),
            ),
            NoteSection(
                topic=Topic.PALPATION,
                blocks=(
                    Table(
                        columns=(
                            Column(title="Muscle and side"),
                            Column(title="Taut band"),
                            Column(title="Spot tenderness"),
                            Column(title="Recognised pain"),
                            Column(title="Status"),
                        ),
                        rows=(
                            ("Trapezius, upper; left", "yes", "yes", "yes", "active"),
                            ("Levator scapulae; left", "yes", "no", None, "latent"),
                        ),
                    ),
                ),
            ),
            NoteSection(
                topic=Topic.NEEDLING,
                blocks=(
                    Callout(tone="plain", title="Solid needle. Nothing was injected."),
                    Facts(
                        facts=(
                            Fact(label="Position", value="lying on the right side"),
                            Fact(label="Skin preparation", value="70 % alcohol"),
                            Fact(label="Needles opened", value="3"),
                            Fact(label="To sharps", value="3; count reconciled at 10:24"),
                            Fact(label="Electrical stimulation", value="none"),
                        )
                    ),
                    insertions,
                    Facts(
                        facts=(
                            Fact(
                                label="What lies under",
                                value="Lung under the upper trapezius: pincer grip.",
                            ),
                        )
                    ),
                ),
                records=(
                    RequiredItem.POSITION,
                    RequiredItem.SKIN_PREPARATION,
                    RequiredItem.MUSCLES_AND_SIDES,
                    RequiredItem.NEEDLE_SIZE,
                    RequiredItem.NEEDLE_COUNT,
                    RequiredItem.TECHNIQUE,
                    RequiredItem.LOCAL_TWITCH_RESPONSES,
                    RequiredItem.ELECTRICAL_STIMULATION,
                    RequiredItem.DWELL_TIME,
                    RequiredItem.WITHOUT_INJECTION,
                ),
            ),
            NoteSection(
                topic=Topic.OTHER_TREATMENTS,
                blocks=(
                    Table(
                        columns=(Column(title="Treatment"), Column(title="Minutes", numeric=True)),
                        rows=(("Therapeutic exercise", "15"), ("Manual therapy", "8")),
                    ),
                ),
            ),
            NoteSection(
                topic=Topic.RESPONSE,
                blocks=(
                    Table(
                        columns=(
                            Column(title="Measure"),
                            Column(title="Before", numeric=True),
                            Column(title="After", numeric=True),
                            Column(title="Change", numeric=True),
                        ),
                        rows=(
                            ("Pain now, 0 to 10", "6", "3", "−3"),
                            ("Neck rotation left, active, goniometer (°)", "48", "61", "+13"),
                            ("Pressure pain threshold, kPa", "210", None, None),
                        ),
                    ),
                ),
                records=(RequiredItem.RESPONSE,),
            ),
            NoteSection(
                topic=Topic.TOLERANCE,
                blocks=(
                    Facts(
                        facts=(
                            Fact(label="Tolerance", value="good"),
                            Fact(
                                label="Adverse events",
                                value="one drop of blood at site 2, stopped with pressure",
                            ),
                        )
                    ),
                ),
                records=(RequiredItem.TOLERANCE_AND_OUTCOME, RequiredItem.ADVERSE_EVENTS),
            ),
            NoteSection(
                topic=Topic.BILLING,
                blocks=(
                    Facts(facts=(Fact(label="Procedure code", value="20560: trapezius, infraspinatus"),)),
                ),
                records=(RequiredItem.MUSCLE_COUNT,),
            ),
            NoteSection(topic=Topic.DECISION, blocks=(Paragraph(text="Continue; reassess in one week."),)),
            NoteSection(
                topic=Topic.PAIN_DRAWING, blocks=(Paragraph(text="Temple left; neck left; shoulder left."),)
            ),
        ),
        signature=ProfessionalSignature(
            name="Robin Achterberg",
            profession="Physical therapist",
            licence="VA 2305-000000",
            signed_at=SIGNED_AT,
            content_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
        addenda=(
            Addendum(
                at=datetime.datetime(2026, 11, 23, 8, 5, tzinfo=CLOCK),
                by="Robin Achterberg",
                text="The patient called: bruise of 2 cm over site 2.",
            ),
        ),
    )
    return msgspec.structs.replace(content, **changes)


def consent_copy_content(**changes: object) -> ConsentCopyContent:
    content = ConsentCopyContent(
        language="en",
        paper="us-letter",
        letterhead=LETTERHEAD,
        person=PERSON,
        stamp=msgspec.structs.replace(STAMP, reference="C-2026-0088"),
        is_demo=True,
        decision="given",
        text_version="version 4, English",
        regions=("neck", "shoulder girdle, left"),
        covers="up to six visits in this episode",
        needler=Needler(
            name="Robin Achterberg",
            profession="physical therapist",
            licence="VA 2305-000000",
            training="54-hour course in dry needling, 2021",
        ),
        explained=(
            "A thin solid needle is put into a tight, sore spot in a muscle. Nothing is injected.",
            "It is not acupuncture. It is one part of your treatment, with exercise.",
        ),
        risks=(
            ConsentRisk(
                name="Bruise",
                meaning="A blue spot where the needle was.",
                how_often="7.55 in 100",
                denominator="treatments, as reported by therapists",
                range_between_studies="7.55 to 7.7 in 100",
                sources=("Brady 2014", "Boyce 2020"),
            ),
            ConsentRisk(
                name="Drowsiness",
                meaning="Do not drive while you feel drowsy.",
                how_often="0.26 in 100",
                denominator="treatments",
                sources=("Brady 2014",),
                unverified=True,
            ),
            ConsentRisk(name="Broken needle", meaning="A piece of the needle stays in.", how_often=None),
        ),
        own_risks=("You take aspirin: you may bleed or bruise more.",),
        alternatives=("Exercise and hands-on treatment without needles.", "Waiting."),
        right_to_stop=("You can say stop at any time. Your other treatment goes on.",),
        safety_net=("Breathlessness or chest pain", "Fever, or skin that gets red and hot"),
        safety_net_phone="911",
        signature=PersonSignature(
            name="Maribel Quintanilla Ortega", signs_as="patient", signed_at=SIGNED_AT, drawn=HAND
        ),
        questions=(QuestionAsked(question="Will it hurt?", answer="A short ache or twitch is common."),),
    )
    return msgspec.structs.replace(content, **changes)


def after_care_content(**changes: object) -> AfterCareContent:
    content = AfterCareContent(
        language="en",
        paper="us-letter",
        letterhead=LETTERHEAD,
        person=PERSON,
        stamp=msgspec.structs.replace(STAMP, reference="A-2026-0142"),
        is_demo=True,
        visit_on=datetime.date(2026, 11, 22),
        seen_by="Robin Achterberg",
        done="Dry needling of two muscles at your left neck and shoulder, 3 needles",
        warnings=(
            WarningSigns(
                urgency="call_clinic", signs=("A bruise that keeps growing",), phone="+1 555 010 0142"
            ),
            WarningSigns(
                urgency="emergency",
                signs=(
                    "You are short of breath, or it hurts in your chest when you breathe",
                    "You faint, or feel a sudden, terrible headache",
                    "An arm or leg gets weak or numb",
                ),
                phone="911",
            ),
            WarningSigns(
                urgency="same_day", signs=("Fever, or the skin gets red and hot",), phone="+1 555 010 0142"
            ),
        ),
        normal=("The muscle can be sore, like after hard exercise.", "A small bruise can show."),
        advice=("Keep moving gently.", "Use warmth if it feels good."),
        exercises=(
            Step(
                name="Turn your head",
                how=("Sit tall. Turn your head slowly to the left.", "Stop where it pulls, and turn back."),
                dose="10 times, 3 times a day",
            ),
            Step(name="Shoulder rolls", how=("Roll both shoulders back.",), figure=SORENESS),
        ),
        soreness_course=SORENESS,
        check_in_url="https://harbourlane.example/c/7Kq2mZ",
        next_visit="29 November 2026, 10:00",
    )
    return msgspec.structs.replace(content, **changes)


def referral_letter_content(**changes: object) -> ReferralLetterContent:
    content = ReferralLetterContent(
        language="en",
        paper="us-letter",
        letterhead=LETTERHEAD,
        person=PERSON,
        stamp=msgspec.structs.replace(STAMP, reference="R-2026-0007"),
        is_demo=True,
        recipient=("Dr Ines Falkenrath", "Family Medicine", "4 Mill Road, Exampleton, VA 22000"),
        written_on=datetime.date(2026, 11, 22),
        salutation="Dear Dr Falkenrath,",
        urgent=True,
        why=("We treat Ms Quintanilla for neck and shoulder pain of seven weeks. She takes warfarin.",),
        findings=(
            Facts(facts=(Fact(label="Medicine", value="warfarin 5 mg daily"), Fact(label="Last INR"))),
            Bullets(items=("Active trigger point in the left upper trapezius.", "No nerve signs.")),
        ),
        planned=("Shallow needling of the upper trapezius, at most three needles at a visit.",),
        question="May we needle the upper trapezius while she takes warfarin, and under which INR?",
        signature=ProfessionalSignature(
            name="Robin Achterberg",
            profession="Physical therapist",
            licence="VA 2305-000000",
            signed_at=SIGNED_AT,
        ),
        meanwhile="We treat without needles.",
        agreed_to_share="by word, 22 November 2026",
    )
    return msgspec.structs.replace(content, **changes)
