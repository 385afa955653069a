"""Settings of the clinic in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.accounts.actions.thresholds import UNITS
from drypoint.clinic.accounts.features import STATEMENTS, Feature
from drypoint.clinic.accounts.models import Clinic, ClinicThreshold, FeatureAcceptance, Location
from drypoint.clinic.accounts.queries import DECISION
from drypoint.clinic.diary.models import Service
from drypoint.clinic.records import Fact as RecordedFact
from drypoint.clinic.visits.measure_words import measure_name
from drypoint.clinic.visits.models import QuestionnaireText
from drypoint.decision import load_rules
from drypoint.outcomes import load_scoring
from drypoint.web.presenters.parts import Cell, Fact, Table
from drypoint.web.templatetags.drypoint import localised


@dataclass(frozen=True, slots=True)
class ThresholdWords:
    """What a threshold is and what holds while nobody has set it."""

    name: str | Promise
    unset: str | Promise


THRESHOLDS = {
    "guardian_consent_below_years": ThresholdWords(
        gettext_lazy("Age below which a guardian must consent"),
        gettext_lazy(
            "Law differs by place. While nobody has set it, the highest age that a source states holds: 18."
        ),
    ),
    "low_bmi_below": ThresholdWords(
        gettext_lazy("Body mass index below which needling over the lungs becomes a finding"),
        gettext_lazy("While nobody has set it, the usual limit of underweight holds: 18.5."),
    ),
    "severe_pain_nprs": ThresholdWords(
        gettext_lazy("Pain after needling from which the clinic wants a call (0–10)"),
        gettext_lazy("No study gives this number. While nobody has set it, 7 holds."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """One threshold as it stands."""

    key: str
    name: str | Promise
    value: str
    unset: str | Promise
    signed: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRow:
    """One switch of the intended use as it stands."""

    feature: str
    name: str | Promise
    statement: str | Promise
    is_on: bool
    is_decided: bool
    said: str
    url: str


def details(clinic: Clinic) -> list[Fact]:
    """The clinic itself."""
    return [
        Fact(_("Name"), clinic.name),
        Fact(_("Legal name"), clinic.legal_name),
        Fact(_("Phone"), clinic.phone),
        Fact(_("Phone after hours"), clinic.after_hours_phone),
        Fact(_("Who answers after hours"), clinic.on_call_name),
        Fact(_("Emergency number"), clinic.emergency_number),
        Fact(_("Postal address"), clinic.postal_address),
        Fact(_("Time zone"), clinic.timezone),
    ]


def locations(found: Iterable[Location]) -> Table:
    """Places in use."""
    return Table(
        caption=_("Places in use"),
        head=[_("Name"), _("Address"), _("Phone")],
        rows=[
            [
                Cell(one.name, url=reverse("location_revise", args=[one.pk])),
                Cell(one.address or "–"),
                Cell(one.phone or "–"),
            ]
            for one in found
        ],
    )


def services(found: Iterable[Service]) -> Table:
    """What can be booked."""
    return Table(
        caption=_("What can be booked"),
        head=[_("Name"), _("Kind"), _("Minutes")],
        rows=[
            [
                Cell(one.name, url=reverse("service_revise", args=[one.pk])),
                Cell(one.get_kind_display()),
                Cell(str(one.minutes), number=True),
            ]
            for one in found
        ],
    )


def _words(key: str) -> ThresholdWords:
    if key in THRESHOLDS:
        return THRESHOLDS[key]
    (row,) = (one for one in load_rules().thresholds if key == f"{DECISION}{one.id.value}")
    holds = _("Next step. While nobody has set it, %(number)s %(unit)s holds: a decision of this project.")
    number = plain(Decimal(str(row.value)))
    return ThresholdWords(localised(row.says), holds % {"number": number, "unit": row.unit})


def thresholds(signed: Mapping[str, ClinicThreshold]) -> list[ThresholdRow]:
    """Every threshold that the rules ask for, set or not."""
    return [threshold(key, signed.get(key)) for key in UNITS]


def threshold(key: str, signed: ClinicThreshold | None) -> ThresholdRow:
    """One threshold with who signed it and why."""
    value = signed.value if signed else None
    return ThresholdRow(
        key=key,
        name=_words(key).name,
        value=""
        if value is None
        else _("%(number)s %(unit)s") % {"number": plain(value), "unit": UNITS[key]},
        unset=_words(key).unset,
        signed=who_and_when(signed) if signed else "",
        reason=signed.reason if signed else "",
        url=reverse("threshold_sign", args=[key]),
    )


def plain(value: Decimal) -> str:
    """A number without needless zeros."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def switches(said: Mapping[Feature, FeatureAcceptance], on: frozenset[Feature]) -> list[SwitchRow]:
    """Every switch with its statement."""
    return [switch(feature, said.get(feature), is_on=feature in on) for feature in Feature]


def switch(feature: Feature, last: FeatureAcceptance | None, *, is_on: bool) -> SwitchRow:
    """One switch with who decided what."""
    return SwitchRow(
        feature=feature.value,
        name=feature.label,
        statement=STATEMENTS[feature],
        is_on=is_on,
        is_decided=last is not None,
        said=_said(last),
        url=reverse("feature_switch", args=[feature.value]),
    )


def who_and_when(fact: RecordedFact) -> str:
    """The signature under a fact."""
    name = fact.recorded_by.user.name if fact.recorded_by else _("the system")
    day = date_format(timezone.localtime(fact.recorded_at), "j M Y")
    return _("%(name)s, %(day)s") % {"name": name, "day": day}


def _said(last: FeatureAcceptance | None) -> str:
    if last is None:
        return _("Nobody has decided yet.")
    words = _("Accepted by %(who)s") if last.accepted else _("Left off by %(who)s")
    return words % {"who": who_and_when(last)}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireRow:
    """One questionnaire that can be answered by its items."""

    name: str
    languages: Sequence[tuple[str, str, bool]]
    """Name of the language, address to paste the texts, whether there are any."""


def questionnaires(texts: Mapping[tuple[str, str], QuestionnaireText]) -> list[QuestionnaireRow]:
    """Every questionnaire that Drypoint can score, with the languages in which the clinic has its texts."""
    return [
        QuestionnaireRow(
            name=measure_name(rule.instrument),
            languages=[
                (
                    str(name),
                    reverse("questionnaire_texts", args=[rule.instrument, code]),
                    bool((found := texts.get((rule.instrument, code))) and found.items),
                )
                for code, name in settings.LANGUAGES
            ],
        )
        for rule in load_scoring().rules
    ]
