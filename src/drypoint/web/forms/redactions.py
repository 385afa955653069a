"""Why something is redacted, and whether the signed note that quotes it goes with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.base import ClinicForm


class RedactForm(ClinicForm):
    """The reason, and the note."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Stays on record. Do not repeat here what you blank."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    with_note = forms.BooleanField(
        label=_("Blank the signed note of that visit too: it quotes the record"), required=False
    )

    def __init__(self, *args: Any, has_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_note:
            del self.fields["with_note"]
