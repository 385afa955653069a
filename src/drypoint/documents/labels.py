"""The documents' own headings and fixed sentences, in English and Spanish."""

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from drypoint.terms import Text, Value

Language = Literal["en", "es"]


class SharedLabels(Value, frozen=True):
    """Words that every document uses."""

    not_recorded: Text
    none_named: Text
    name: Text
    born: Text
    clinic_number: Text
    page: Text
    stamp: Text
    demo: Text
    profession: Text
    licence: Text
    training: Text
    signed_at: Text
    signed_by: Text
    content_hash: Text
    drawn_signature: Text


class VisitNoteLabels(Value, frozen=True):
    """Words of the visit note."""

    title: Text
    draft: Text
    draft_meaning: Text
    signature: Text
    electronic: Text
    addenda: Text
    addendum: Text


class SuperbillLabels(Value, frozen=True):
    """Words of the superbill."""

    title: Text
    period: Text
    bill: Text
    seen_by: Text
    clinic_billing_number: Text
    confirmed_by: Text
    diagnoses: Text
    muscles: Text
    units_by: Text
    cms: Text
    ama: Text
    code: Text
    modifiers: Text
    units: Text
    minutes: Text
    words: Text
    fee: Text
    no_fee: Text
    nothing: Text
    unbilled: Text
    total: Text
    total_of_period: Text
    replaces: Text
    voided: Text
    what_it_is: Text
    payer_decides: Text
    needle_time: Text


class ConsentCopyLabels(Value, frozen=True):
    """Words of the consent copy."""

    title: Text
    title_declined: Text
    copy: Text
    about: Text
    version: Text
    regions: Text
    given: Text
    declined: Text
    covers: Text
    needler: Text
    explained: Text
    risks: Text
    risk: Text
    how_often: Text
    source: Text
    counted_in: Text
    range: Text
    no_rate: Text
    unchecked: Text
    sources: Text
    own_risks: Text
    alternatives: Text
    right_to_stop: Text
    safety_net: Text
    call: Text
    questions: Text
    signature: Text
    signs_as: Text
    typed: Text
    withdrawal: Text
    not_withdrawn: Text
    withdrawn: Text
    withdrawn_to: Text
    withdrawn_meaning: Text


class AfterCareSheetLabels(Value, frozen=True):
    """Words of the after-care sheet."""

    title: Text
    visit_on: Text
    seen_by: Text
    done: Text
    not_normal: Text
    emergency: Text
    same_day: Text
    call_clinic: Text
    tell_them: Text
    normal: Text
    advice: Text
    exercises: Text
    no_exercises: Text
    check_in: Text
    scan: Text
    code_alt: Text
    not_watched: Text
    next_visit: Text


class ExerciseProgrammeLabels(Value, frozen=True):
    """Words of the exercise programme."""

    title: Text
    visit_on: Text
    seen_by: Text
    next_visit: Text
    stop: Text
    exercises: Text
    tick: Text
    picture: Text


class ReferralLetterLabels(Value, frozen=True):
    """Words of the referral letter."""

    title: Text
    urgent: Text
    about: Text
    why: Text
    findings: Text
    planned: Text
    question: Text
    consent_to_share: Text
    meanwhile: Text
    answer: Text
    answer_instruction: Text
    asked: Text
    may: Text
    may_if: Text
    may_not: Text
    see_first: Text
    conditions: Text
    valid_until: Text
    doctor_name: Text
    doctor_signature: Text


class DowntimePackLabels(Value, frozen=True):
    """Words of the downtime pack."""

    title: Text
    day_time_therapist: Text
    emergency: Text
    emergency_lines: Text
    how_to: tuple[Text, ...]
    screening: Text
    screening_lines: tuple[Text, ...]
    question: Text
    yes: Text
    no: Text
    not_sure: Text
    where_since: Text
    you_judge: Text
    medicines: Text
    medicines_lines: Text
    count: Text
    count_lines: tuple[Text, ...]
    place: Text
    side: Text
    needle: Text
    time_in: Text
    time_out: Text
    response: Text
    account: Text
    account_choices: tuple[Text, ...]
    opened: Text
    sharps: Text
    dropped: Text
    broken: Text
    counted_by: Text
    under: Text
    under_lines: tuple[Text, ...]
    muscle: Text
    structures: Text
    worst: Text
    not_reviewed: Text


class Labels(Value, frozen=True):
    """``labels.json``: a label that is missing or not declared here is refused when the file is read."""

    shared: SharedLabels
    visit_note: VisitNoteLabels
    superbill: SuperbillLabels
    consent_copy: ConsentCopyLabels
    after_care_sheet: AfterCareSheetLabels
    exercise_programme: ExerciseProgrammeLabels
    referral_letter: ReferralLetterLabels
    downtime_pack: DowntimePackLabels


@cache
def labels() -> Labels:
    """The packaged labels, read once."""
    raw = resources.files("drypoint.documents").joinpath("labels.json").read_bytes()
    return msgspec.json.decode(raw, type=Labels)
