"""Open, change and close an episode."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drypoint import atlas
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.episodes.models import ClosingReason, Episode
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.fields import DayField
from drypoint.web.templatetags.drypoint import localised


class TherapistField(forms.ModelChoiceField):
    """One of the clinic's therapists, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        return obj.signature


class ComplaintSearchForm(ClinicForm):
    """Find a complaint by everyday words."""

    marks_required = True

    q = forms.CharField(label=_("What is it about? Such as “heel” or “headache”."), required=False)


class EpisodeDetails(forms.Form):
    """What an episode is called, what it is about, who is responsible."""

    complaint = forms.ChoiceField(label=_("Complaint"))
    title = forms.CharField(
        label=_("Title"), help_text=_("As you would say it, such as “Right heel pain”."), max_length=200
    )
    therapist = TherapistField(queryset=None, label=_("Responsible therapist"), empty_label=None)

    def offer(self, therapists: QuerySet[Membership]) -> None:
        """Fill the choices of this clinic."""
        self.fields["therapist"].queryset = therapists  # type: ignore[attr-defined]
        self.fields["complaint"].choices = [  # type: ignore[attr-defined]
            (one.id, localised(one.label)) for one in atlas.load().complaints
        ]


class OpenForm(EpisodeDetails, ClinicForm):
    """A new episode."""

    opened_on = DayField(label=_("Begins on"))
    field_order = ("complaint", "title", "therapist", "opened_on")

    def __init__(self, *args: Any, therapists: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(therapists)


class ReviseForm(EpisodeDetails, RevisedForm):
    """Changed details of a known episode."""

    def __init__(self, *args: Any, therapists: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(therapists)

    @classmethod
    def of(cls, episode: Episode, **options: Any) -> "ReviseForm":
        """The form with what stands now."""
        known = ("complaint", "title", "therapist", "revision")
        return cls(initial={name: getattr(episode, name) for name in known}, **options)


class CloseForm(RevisedForm):
    """The end of an episode, with its reason."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"), choices=ClosingReason.choices, widget=forms.RadioSelect
    )
    closed_on = DayField(label=_("Ended on"))
    words = forms.CharField(
        label=_("In words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(RevisedForm):
    """Take a closing back."""
