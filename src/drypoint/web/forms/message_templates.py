"""The clinic's own words of a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.messages.models import Route
from drypoint.clinic.messages.wording import LONGEST_TEXT
from drypoint.web.forms.facts import FactForm


class TemplateForm(FactForm):
    """Subject and body; a text message has no subject."""

    marks_required = True

    subject = forms.CharField(label=_("Subject"), max_length=120)
    body = forms.CharField(
        label=_("Message"), max_length=1500, strip=True, widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, *args: Any, route: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if route == Route.TEXT:
            del self.fields["subject"]
            self.fields["body"].widget.attrs |= {"rows": 4, "maxlength": LONGEST_TEXT}

    @property
    def words(self) -> dict[str, str]:
        """What the action takes."""
        return {"subject": self.cleaned_data.get("subject", ""), "body": self.cleaned_data["body"]}
