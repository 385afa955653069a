"""Handing over the after-care sheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.widgets import Segmented


class GiveForm(FactForm):
    """To whom, in which language, and whether check-in links go with it."""

    language = forms.ChoiceField(
        label=_("Language of the sheet"), choices=[("en", "English"), ("es", "Español")], widget=Segmented
    )
    given_to = forms.CharField(label=_("Given to"), max_length=200)
    with_check_ins = forms.BooleanField(
        label=_("Make the check-in links and put the first on the sheet"), required=False
    )
