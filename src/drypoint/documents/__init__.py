"""Typeset documents: typed content in, PDF bytes out (PDF/UA-1 and PDF/A-2a). No Django, no clock."""

from drypoint.documents.after_care_sheet import (
    AfterCareContent,
    WarningSigns,
    after_care_sheet,
    layout_of_after_care_sheet,
)
from drypoint.documents.blocks import (
    AnswerForm,
    AnswerLine,
    Block,
    Bullets,
    Callout,
    Column,
    Drawing,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Section,
    SignatureBlock,
    Step,
    Steps,
    Table,
    WebLink,
)
from drypoint.documents.consent_copy import (
    ConsentCopyContent,
    ConsentRisk,
    Needler,
    QuestionAsked,
    Withdrawal,
    consent_copy,
    layout_of_consent_copy,
)
from drypoint.documents.contents import (
    DocumentContent,
    Letterhead,
    Paper,
    PersonSignature,
    PersonStrip,
    ProfessionalSignature,
    Stamp,
)
from drypoint.documents.dates import written_date, written_time
from drypoint.documents.downtime_pack import (
    DowntimePackContent,
    downtime_pack,
    layout_of_downtime_pack,
)
from drypoint.documents.errors import TypesettingFailed
from drypoint.documents.labels import Language
from drypoint.documents.layout import Layout
from drypoint.documents.referral_letter import (
    ReferralLetterContent,
    layout_of_referral_letter,
    referral_letter,
)
from drypoint.documents.session_note import RequiredItem, Topic, session_note_rules
from drypoint.documents.text import as_text, text_of
from drypoint.documents.visit_note import (
    Addendum,
    NoteSection,
    VisitNoteContent,
    layout_of_visit_note,
    missing_items,
    visit_note,
)

__all__ = [
    "Addendum",
    "AfterCareContent",
    "AnswerForm",
    "AnswerLine",
    "Block",
    "Bullets",
    "Callout",
    "Column",
    "ConsentCopyContent",
    "ConsentRisk",
    "DocumentContent",
    "DowntimePackContent",
    "Drawing",
    "Fact",
    "Facts",
    "Figure",
    "Language",
    "Layout",
    "Letterhead",
    "Needler",
    "NoteSection",
    "Paper",
    "Paragraph",
    "PersonSignature",
    "PersonStrip",
    "ProfessionalSignature",
    "QuestionAsked",
    "ReferralLetterContent",
    "RequiredItem",
    "Section",
    "SignatureBlock",
    "Stamp",
    "Step",
    "Steps",
    "Table",
    "Topic",
    "TypesettingFailed",
    "VisitNoteContent",
    "WarningSigns",
    "WebLink",
    "Withdrawal",
    "after_care_sheet",
    "as_text",
    "consent_copy",
    "downtime_pack",
    "layout_of_after_care_sheet",
    "layout_of_consent_copy",
    "layout_of_downtime_pack",
    "layout_of_referral_letter",
    "layout_of_visit_note",
    "missing_items",
    "referral_letter",
    "session_note_rules",
    "text_of",
    "visit_note",
    "written_date",
    "written_time",
]
