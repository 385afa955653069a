"""The clinic's text gateway."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.messages.actions.gateways import SETTINGS
from drypoint.clinic.messages.models import BodyKind, Method, TextGateway
from drypoint.web.forms.base import ClinicForm, RevisedForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


def _line(label: Any, length: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        required=required,
        widget=forms.TextInput(attrs=_PLAIN),
    )


class GatewayForm(RevisedForm):
    """Everything that one HTTP gateway asks for. The secret is written and never shown."""

    marks_required = True

    name = _line(_("Name"), 60, _("As you call it."), required=True)
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    url = _line(_("Address"), 500, _("Begins with https://. {user} stands for the account."), required=True)
    user = _line(_("Account"), 200, _("Such as an account number or a key that is no secret."))
    secret = forms.CharField(
        label=_("Secret"),
        max_length=500,
        required=False,
        help_text=_("Sealed on this server and never shown again. Left empty, the one that stands is kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    headers = forms.CharField(
        label=_("Headers"),
        max_length=2000,
        required=False,
        help_text=_(
            "One “Name: value” a line. {secret}, {user}, and {basic} for both as basic authentication."
        ),
        widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}),
    )
    body_kind = forms.ChoiceField(label=_("Kind of body"), choices=BodyKind.choices)
    body = forms.CharField(
        label=_("Body"),
        max_length=4000,
        help_text=_(
            "{to} is the number with +, {digits} without; {text} the words, {id} our name of the message, "
            "{report} the address for its delivery report."
        ),
        widget=forms.Textarea(attrs={"rows": 5, **_PLAIN}),
    )
    success_field = _line(
        _("Field that says yes"), 100, _("Such as messages.0.status. Empty: any answer 2xx.")
    )
    success_values = _line(_("What it then says"), 200)
    later_values = _line(_("What means: try later"), 200)
    id_field = _line(_("Field with its own id of the message"), 100)
    report_id_field = _line(_("Report: field with that id"), 100)
    report_status_field = _line(_("Report: field with the status"), 100)
    delivered_values = _line(_("Report: what means delivered"), 200, _("Words, with spaces between."))
    failed_values = _line(_("Report: what means not delivered"), 200)
    reply_from_field = _line(_("Reply: field with the number"), 100)
    reply_text_field = _line(_("Reply: field with the words"), 100)
    is_on = forms.BooleanField(
        label=_("Text messages go out"),
        required=False,
        help_text=_("To people who agreed to them, and to who is on call with a number."),
    )

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under headings."""
        return [
            (title, [self[name] for name in names.split()])
            for title, names in (
                (_("The gateway"), "name url user secret"),
                (_("What it is asked"), "method headers body_kind body"),
                (_("What it answers"), "success_field success_values later_values id_field"),
                (
                    _("What it tells later"),
                    "report_id_field report_status_field delivered_values failed_values"
                    " reply_from_field reply_text_field",
                ),
                (_("On or off"), "is_on"),
            )
        ]

    @classmethod
    def of(cls, gateway: TextGateway | None, preset: dict[str, str]) -> "GatewayForm":
        """The form with what stands now, else with what a known gateway wants."""
        if gateway is None or preset:
            revision = gateway.revision if gateway else 0
            return cls(initial={"revision": revision, "is_on": False, **preset})
        return cls(initial={name: getattr(gateway, name) for name in (*SETTINGS, "revision")})


class TrialForm(ClinicForm):
    """To whom a trial message goes."""

    number = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
