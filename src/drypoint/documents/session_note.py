"""What a visit note must say: its topics in order, and the items that boards and payers ask for."""

from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from drypoint.terms import KnowledgeError, Source, Text, Value


class Topic(StrEnum):
    """The parts of a visit note, in the order in which they are printed."""

    PATIENT_AND_VISIT = "patient_and_visit"
    HISTORY_CHANGES = "history_changes"
    SCREENING = "screening"
    EXAMINATION = "examination"
    INDICATION_AND_PLAN = "indication_and_plan"
    CONSENT = "consent"
    PAIN_DRAWING = "pain_drawing"
    PALPATION = "palpation"
    NEEDLING = "needling"
    OTHER_TREATMENTS = "other_treatments"
    EXERCISES = "exercises"
    RESPONSE = "response"
    TOLERANCE = "tolerance"
    AFTER_CARE = "after_care"
    BILLING = "billing"
    DECISION = "decision"


class RequiredItem(StrEnum):
    """What boards and payers ask a note of a needling visit to state."""

    SCREENING_RESULT_AND_DATE = "screening_result_and_date"
    INDICATION = "indication"
    PRIOR_CARE = "prior_care"
    CONSENT_VERSION_AND_DATE = "consent_version_and_date"
    POSITION = "position"
    SKIN_PREPARATION = "skin_preparation"
    MUSCLES_AND_SIDES = "muscles_and_sides"
    NEEDLE_SIZE = "needle_size"
    NEEDLE_COUNT = "needle_count"
    DEPTH_OR_TARGET = "depth_or_target"
    TECHNIQUE = "technique"
    LOCAL_TWITCH_RESPONSES = "local_twitch_responses"
    ELECTRICAL_STIMULATION = "electrical_stimulation"
    DWELL_TIME = "dwell_time"
    WITHOUT_INJECTION = "without_injection"
    RESPONSE = "response"
    TOLERANCE_AND_OUTCOME = "tolerance_and_outcome"
    ADVERSE_EVENTS = "adverse_events"
    ADVICE = "advice"
    MUSCLE_COUNT = "muscle_count"
    SEPARATE_PROCEDURE_NOTE = "separate_procedure_note"
    CONSENT_WHAT_IT_IS = "consent_what_it_is"
    CONSENT_BENEFITS_AND_RISKS = "consent_benefits_and_risks"
    CONSENT_SIGNED_COPY = "consent_signed_copy"
    CONSENT_TRAINING = "consent_training"
    CONSENT_COMMON_EFFECTS = "consent_common_effects"
    CONSENT_SERIOUS_RISKS = "consent_serious_risks"
    CONSENT_OWN_RISKS = "consent_own_risks"
    CONSENT_CHOICES = "consent_choices"
    CONSENT_VISITS_AND_PREGNANCY = "consent_visits_and_pregnancy"
    CONSENT_SAFETY_NET = "consent_safety_net"


class TopicRow(Value, frozen=True):
    """A topic with its heading."""

    topic: Topic
    title: Text


class RequiredRow(Value, frozen=True):
    """A required item: where it belongs, what it is called, and who asks for it."""

    item: RequiredItem
    topic: Topic
    label: Text
    sources: tuple[str, ...]
    since: int = 1
    """The version of drafting that first checked it: notes signed before say nothing of it."""


class SessionNoteRules(Value, frozen=True):
    """``data/session_note.json``."""

    sources: dict[str, Source]
    topics: tuple[TopicRow, ...]
    required: tuple[RequiredRow, ...]

    def checked(self) -> "SessionNoteRules":
        """These rules, or ``KnowledgeError`` when a topic, item or source is missing, doubled or unknown."""
        if [row.topic for row in self.topics] != list(Topic):
            raise KnowledgeError("session_note.json: list each topic once, in the order of Topic.")
        if [row.item for row in self.required] != list(RequiredItem):
            raise KnowledgeError(
                "session_note.json: list each required item once, in the order of RequiredItem."
            )
        for row in self.required:
            if not row.sources or not set(row.sources) <= self.sources.keys():
                raise KnowledgeError(f"session_note.json, {row.item}: name at least one declared source.")
        return self


@cache
def session_note_rules() -> SessionNoteRules:
    """The packaged rules, read once."""
    raw = resources.files("drypoint.documents").joinpath("data/session_note.json").read_bytes()
    return msgspec.json.decode(raw, type=SessionNoteRules).checked()
