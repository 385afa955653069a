"""Palpation cards: one for each muscle side that is worth a finger, with its story so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.forms import BoundField
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import PalpationRoute
from drypoint.clinic.episodes.models import TriggerPoint
from drypoint.clinic.visits.models import EngineResult, PalpationFinding, TriggerPointStatus, Visit
from drypoint.clinic.visits.queries.rankings import SIGNS
from drypoint.terms import InvalidInput
from drypoint.web.forms.palpation import PalpationForm
from drypoint.web.presenters.muscles import found_by, muscle_name, muscle_side, muscle_url
from drypoint.web.presenters.rankings import palpate_url, percent
from drypoint.web.presenters.zones import SIDES

IN_ORDER = ("taut_band", "spot_tenderness", "recognised_pain", "referred_pain", "local_twitch_response")
"""A band is felt first, then pressed, then asked about; a twitch needs a snap."""
LOOKS = {
    "active": "stop",
    "latent": "reasons_needed",
    "resolved": "clear",
    "none": "incomplete",
    "unsaid": "incomplete",
}
"""The colour family of a status; the word always stands with it."""


class Spot(NamedTuple):
    """One trigger point: a card."""

    muscle: str
    side: str
    site: int

    @property
    def key(self) -> str:
        """Names the card in addresses and field names."""
        return f"{self.muscle}-{self.side}-{self.site}"

    @classmethod
    def of(cls, key: str) -> "Spot | None":
        """The spot that ``key`` names, if the atlas has its muscle on that side."""
        muscle, _dash, rest = key.partition("-")
        side, _dash, site = rest.partition("-")
        try:
            known = atlas.load().muscle(muscle)
        except InvalidInput:
            return None
        fits = side in known.sides and site.isdecimal() and 1 <= int(site) <= 99
        return cls(muscle, side, int(site)) if fits else None


@dataclass(frozen=True, slots=True)
class Station:
    """What one visit found at a trigger point."""

    day: str
    status: str
    look: str
    signs: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PalpationCard:
    """One card."""

    key: str
    name: str
    percent: str
    status: str
    look: str
    series: list[Station]
    caution: str
    another_url: str
    muscle_url: str
    """Where it lies on the body and what lies under."""
    is_open: bool
    form: PalpationForm
    hints: list[str]
    """Signs that do not fit together, and a status that is still to be said."""
    referral_url: str
    """Where it refers, over the marked pain; empty while nothing is drawn."""

    @property
    def signs(self) -> list[BoundField]:
        """The fields that one tap saves, in the order in which fingers meet them."""
        return [self.form[name] for name in IN_ORDER]


@dataclass(frozen=True, slots=True)
class FoundMuscle:
    """One result of the search, with a link for each side."""

    name: str
    latin: str
    links: list[tuple[str, str]]


def spots(asked: Spot | None, ranking: EngineResult | None, known: Iterable[TriggerPoint]) -> list[Spot]:
    """Which cards to show: the one asked for, then candidates by rank, then points of the episode."""
    ranked = ranking.result.get("candidates", []) if ranking else []
    found = [asked] if asked else []
    found += [Spot(one["muscle"], one["side"], 1) for one in ranked]
    found += [Spot(point.muscle, point.side, point.site) for point in known]
    return list(dict.fromkeys(found))


def card(
    spot: Spot,
    visit: Visit,
    *,
    point: TriggerPoint | None,
    probabilities: Mapping[tuple[str, str], float],
    form: PalpationForm | None = None,
    is_open: bool = False,
    is_drawn: bool = False,
) -> PalpationCard:
    """One card; ``form`` when it was posted and came back."""
    findings = list(point.palpation_findings.all()) if point else []
    now = next((one for one in findings if one.visit_id == visit.pk), None)
    is_said = now is not None and now.status != TriggerPointStatus.UNSAID
    probability = probabilities.get((spot.muscle, spot.side))
    return PalpationCard(
        key=spot.key,
        name=muscle_side(spot.muscle, spot.side, spot.site),
        percent="" if probability is None else percent(probability),
        status=str(now.get_status_display()) if is_said else "",
        look=LOOKS[now.status] if now else "",
        series=[_station(one, visit) for one in findings],
        caution=_caution(spot.muscle),
        another_url=_another(visit, spot) if now else "",
        muscle_url=muscle_url(spot.muscle),
        is_open=is_open or form is not None,
        form=form or PalpationForm.of(now, prefix=spot.key),
        hints=hints(now) if now else [],
        referral_url=reverse("referral", args=[visit.pk, spot.muscle, spot.side]) if is_drawn else "",
    )


def hints(finding: PalpationFinding) -> list[str]:
    """What does not fit together by what the words mean, and what is still to be said."""
    said = []
    if finding.spot_tenderness is False and (finding.recognised_pain or finding.referred_pain):
        said.append(
            _("Pressing gives pain, yet the spot is said not to be tender: these do not fit. Feel again.")
        )
    if finding.taut_band is False and finding.local_twitch_response:
        said.append(_("A twitch is of a taut band, yet none is felt: these do not fit. Feel again."))
    if finding.status == TriggerPointStatus.NONE and (finding.recognised_pain or finding.referred_pain):
        said.append(_("No point is said to be there, yet pressing gives pain: these do not fit."))
    if finding.status == TriggerPointStatus.UNSAID and finding.recognised_pain:
        said.append(_("It gives the pain that the person knows. If you hold it to be active, say so below."))
    return said


def next_muscle(
    at_hand: Spot | None,
    found: Iterable[Spot],
    points: Mapping[Spot, TriggerPoint],
    visit: Visit,
    ranking: EngineResult | None,
) -> dict[str, str]:
    """Which card comes after ``at_hand``: what sharpens the ranking most, else the next by rank."""
    asked = ranking.result.get("next_palpation", []) if ranking else []
    order = [Spot(one["muscle"], one["side"], 1) for one in asked]
    for one in (*order, *found):
        if one != at_hand and not is_palpated(points.get(one), visit):
            url = f"{reverse('palpation', args=[visit.pk])}?card={one.key}#card-{one.key}"
            return {"next_name": muscle_side(one.muscle, one.side, one.site), "next_url": url}
    return {"next_name": "", "next_url": ""}


def is_palpated(point: TriggerPoint | None, visit: Visit) -> bool:
    """Whether ``visit`` has a finding of the point already."""
    return point is not None and any(one.visit_id == visit.pk for one in point.palpation_findings.all())


def probabilities(ranking: EngineResult | None) -> dict[tuple[str, str], float]:
    """Of the ranked muscle sides."""
    ranked = ranking.result.get("candidates", []) if ranking else []
    return {(one["muscle"], one["side"]): one["probability"] for one in ranked}


def said(finding: PalpationFinding) -> list[tuple[str, str]]:
    """A finding as somebody else saved it, to compare with one's own."""
    return [
        *((str(PalpationForm.base_fields[sign].label), _sign(getattr(finding, sign))) for sign in SIGNS),
        (_("Status"), str(finding.get_status_display())),
        (_("Pressure pain threshold"), "–" if finding.ppt_kpa is None else f"{finding.ppt_kpa:g} kPa"),
    ]


def search(text: str, visit: Visit) -> list[FoundMuscle]:
    """Muscles that ``text`` names, to open a card of."""
    return [
        FoundMuscle(
            name=muscle_name(muscle.id),
            latin=muscle.latin,
            links=[
                (str(SIDES[side]), palpate_url(visit, muscle.id, side)) for side in reversed(muscle.sides)
            ],
        )
        for muscle in found_by(text)
    ]


def _station(finding: PalpationFinding, visit: Visit) -> Station:
    present = [str(PalpationForm.base_fields[sign].label) for sign in SIGNS if getattr(finding, sign) is True]
    if finding.ppt_kpa is not None:
        present.append(f"{finding.ppt_kpa:g} kPa")
    return Station(
        day=date_format(localtime(finding.visit.started_at), "j M"),
        status=str(finding.get_status_display()),
        look=LOOKS[finding.status],
        signs=", ".join(present) or _("no sign present"),
        here=finding.visit_id == visit.pk,
    )


def _caution(muscle: str) -> str:
    known = atlas.load().muscle(muscle)
    if known.palpable is False:
        return _("Its trigger points cannot be palpated: a finding here is about what lies over it.")
    if known.palpability.route is PalpationRoute.PELVIC:
        return _("Internal palpation: needs its own training and consent.")
    if known.palpability.route is PalpationRoute.MOUTH:
        return _("Palpated through the mouth: wear gloves.")
    if known.palpable is None:
        return _("Teaching is divided on whether it can be palpated.")
    return ""


def _another(visit: Visit, spot: Spot) -> str:
    key = Spot(spot.muscle, spot.side, spot.site + 1).key
    return f"{reverse('palpation', args=[visit.pk])}?card={key}#card-{key}"


def _sign(value: bool | None) -> str:
    return {True: _("Present"), False: _("Absent"), None: _("Not tested")}[value]
