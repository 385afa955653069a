"""Where a clinic departs from a rule, in one sentence that stands wherever it acts."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.rules import queries
from drypoint.clinic.rules.models import Direction, RuleSetting


def departures(clinic: Clinic, *, at: datetime) -> dict[str, str]:
    """By rule: that the clinic handled it stricter or laxer at that time, why, and who signed that."""
    return {rule: _sentence(setting) for rule, setting in queries.settings_at(clinic, at=at).items()}


def _sentence(setting: RuleSetting) -> str:
    said = (
        _("Our clinic handles this rule more strictly than it ships.")
        if setting.direction == Direction.STRICTER
        else _("Our clinic handles this rule less strictly than it ships.")
    )
    name = setting.recorded_by.user.name if setting.recorded_by is not None else ""
    signed = _("Why: %(reason)s Signed by %(name)s, %(day)s.") % {
        "reason": setting.reason if setting.reason.endswith((".", "!", "?")) else f"{setting.reason}.",
        "name": name,
        "day": date_format(timezone.localtime(setting.recorded_at), "j M Y"),
    }
    return f"{said} {signed}"
