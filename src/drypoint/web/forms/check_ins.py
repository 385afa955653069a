"""Check-ins: the date of birth at the link, the questions, the acknowledgement of staff."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.followup.models import CallResult, Channel, CheckInInvitation, Movement
from drypoint.safety import load_triage
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import DayField, MomentField, Rating, YesNoUnknown

PROOF_HOLDS_SECONDS = 2 * 3600
"""How long the date of birth, once given, need not be given again."""
_SALT = "drypoint.check_in.birth_date"


class BirthDateForm(ClinicForm):
    """The first question of a link: only the person should answer for them."""

    birth_date = DayField(label=_("Your date of birth"))


class AnswersForm(ClinicForm):
    """How it is after a visit. No question must be answered: a half answer is better than none."""

    marks_required = True

    def __init__(self, *args: Any, with_exercises: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "en"
        for sign in load_triage().signs:
            self.fields[sign.id] = YesNoUnknown(label=sign.question.in_language(language), required=False)
        if not with_exercises:
            del self.fields["exercises_done"]
        self.order_fields([sign.id for sign in load_triage().signs])

    pain_nprs = Rating(label=_("How much pain do you have now?"), required=False)
    soreness_nprs = Rating(
        label=_("How sore is the place where the needles were?"),
        lowest=_("0: not sore"),
        highest=_("10: as sore as can be"),
        required=False,
    )
    tightness_nrs = Rating(
        label=_("How tight does it feel?"),
        lowest=_("0: not tight"),
        highest=_("10: as tight as can be"),
        required=False,
    )
    movement = forms.ChoiceField(
        label=_("How do you move?"), choices=Movement.choices, widget=forms.RadioSelect, required=False
    )
    exercises_done = forms.TypedChoiceField(
        label=_("How much of your exercises did you do?"),
        choices=[
            ("0", _("None")),
            ("0.25", _("A little")),
            ("0.5", _("About half")),
            ("0.75", _("Most")),
            ("1", _("All")),
        ],
        coerce=float,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=_("Anything else?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def signs(self) -> list[forms.BoundField]:
        """The questions about signs of harm, the bruise last."""
        return [self[sign.id] for sign in load_triage().signs]

    @property
    def others(self) -> list[forms.BoundField]:
        """All other questions."""
        signs = {sign.id for sign in load_triage().signs}
        own = {"proof", "birth_date"}
        return [field for field in self if field.name not in signs | own]

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes, without who and when."""
        found = self.cleaned_data
        asked = {*(sign.id for sign in load_triage().signs), "pain_nprs", "soreness_nprs"}
        return {
            "answers": {name: found[name] for name in sorted(asked) if found[name] is not None},
            "exercises_done": found.get("exercises_done"),
            "tightness_nrs": found["tightness_nrs"],
            "movement": found["movement"] or None,
            "words": found["words"].strip(),
        }


class LinkAnswersForm(AnswersForm):
    """The questions behind a link: carries the proof that the date of birth was given."""

    proof = forms.CharField(widget=forms.HiddenInput, required=False)
    birth_date = DayField(
        label=_("Your date of birth, once more"),
        help_text=_("The page was open for long. Your answers are still here."),
        required=False,
    )

    def __init__(self, *args: Any, invitation: CheckInInvitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invitation = invitation
        if self.is_proven or not self.is_bound:
            self.fields["birth_date"].widget = forms.HiddenInput()

    @property
    def is_proven(self) -> bool:
        """Whether the date of birth was given for this very link, not long ago."""
        try:
            signed = signing.TimestampSigner(salt=_SALT).unsign(
                self.data.get("proof", ""), max_age=PROOF_HOLDS_SECONDS
            )
        except signing.BadSignature:
            return False
        return signed == str(self.invitation.pk)


def proof_of(invitation: CheckInInvitation) -> str:
    """What the page carries once the date of birth was right."""
    return signing.TimestampSigner(salt=_SALT).sign(str(invitation.pk))


class AcknowledgeForm(ClinicForm):
    """What staff did about an answer."""

    words = forms.CharField(
        label=_("What did you do?"),
        help_text=_("Such as: called, will rest until Thursday."),
        max_length=500,
        required=False,
    )


class CallForm(ClinicForm):
    """A call that reached nobody."""

    result = forms.ChoiceField(
        label=_("What came of it"), choices=CallResult.choices, widget=forms.RadioSelect
    )
    tried_at = MomentField(label=_("When"))


class InviteForm(ClinicForm):
    """How the links reach the person."""

    channel = forms.ChoiceField(choices=Channel.choices, initial=Channel.QR_CODE, required=False)
