"""A ranking in words: bars, what speaks for and against each muscle, what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import PalpationSign
from drypoint.clinic.visits.models import EngineResult, Visit
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.figures import Figure
from drypoint.painmap import assumptions
from drypoint.painmap.ranking import RedFlagId
from drypoint.terms import Side
from drypoint.web.presenters.body_pictures import referral_figure
from drypoint.web.presenters.muscles import muscle_side, muscle_url
from drypoint.web.presenters.parts import Cell, Table
from drypoint.web.presenters.zones import zone_name

LEAST_SHOWN, SUGGESTED = 3, 3
PICTURED = 3
"""How many candidates have their referral drawn: more would fill a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One muscle on one side."""

    referral: Figure | None
    """Where it refers pain, over the person's own."""
    name: str
    percent: str
    bar: float
    """Length of the bar, 0 to 100."""
    speaks_for: str
    speaks_against: str
    palpation: str
    unverified: bool
    palpate_url: str
    muscle_url: str
    """Where it lies on the body and what lies under."""
    referral_url: str
    """Its referral over the person's own pain, for candidates whose picture is not on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRow:
    """A muscle whose palpation should sharpen the ranking."""

    name: str
    route: str
    words: str
    palpate_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPage:
    """Red flags stand before everything else."""

    red_flags: list[str]
    is_widespread: bool
    """Whether pain is marked over most of the body, so that no single muscle is looked for."""
    candidates: list[CandidateRow]
    """The main ones; ``small`` are the rest, each below one percent."""
    small: list[CandidateRow]
    next_palpation: list[NextRow]
    none_percent: str
    notes: list[str]
    assumptions: list[str]
    sources: tuple[str, ...]
    table: Table


def present(result: EngineResult, visit: Visit, drawn: Sequence[DrawnZone] = ()) -> RankingPage:
    """The stored ranking of ``visit``; the first few with their referral over what was ``drawn``."""
    said: dict[str, Any] = result.result
    candidates = [
        _candidate(one, visit, drawn if number < PICTURED else ())
        for number, one in enumerate(said["candidates"])
    ]
    shown = max(LEAST_SHOWN, sum(one["probability"] >= 0.01 for one in said["candidates"]))
    return RankingPage(
        red_flags=[flag["say"] for flag in said["red_flags"]],
        is_widespread=any(flag["id"] == RedFlagId.WHOLE_BODY for flag in said["red_flags"]),
        candidates=candidates[:shown],
        small=candidates[shown:],
        next_palpation=[_next(one, visit) for one in said["next_palpation"][:SUGGESTED]],
        none_percent=percent(said["probability_none"]),
        notes=list(said["notes"]),
        assumptions=_assumptions(),
        sources=_sources(),
        table=Table(
            caption=_("The ranking as a table"),
            head=[_("Muscle"), _("Probability"), _("Speaks for it"), _("Speaks against it")],
            rows=[
                [
                    Cell(one.name),
                    Cell(one.percent, number=True),
                    Cell(one.speaks_for),
                    Cell(one.speaks_against),
                ]
                for one in candidates
            ],
        ),
    )


def percent(probability: float) -> str:
    """In whole percent; a small one is not called zero."""
    if 0 < probability < 0.01:
        return _("below 1 %")
    return f"{probability * 100:.0f} %"


def palpate_url(visit: Visit, muscle: str, side: str) -> str:
    """The palpation page with this muscle's card at hand."""
    asked = urlencode({"muscle": muscle, "side": side})
    return f"{reverse('palpation', args=[visit.id])}?{asked}#card-{muscle}-{side}-1"


def _candidate(one: dict[str, Any], visit: Visit, drawn: Sequence[DrawnZone]) -> CandidateRow:
    name = muscle_side(one["muscle"], one["side"])
    referral = None
    if drawn:
        title = _("Referral of %(muscle)s over the marked pain") % {"muscle": name}
        referral = referral_figure(one["muscle"], Side(one["side"]), drawn, title=title)
    verdicts = {"for": _("Palpation speaks for it."), "against": _("Palpation speaks against it.")}
    return CandidateRow(
        name=name,
        referral=referral,
        percent=percent(one["probability"]),
        bar=round(one["probability"] * 100, 1),
        speaks_for=_said(_("Marked, and it refers there: %(zones)s."), one["because"]["for"]),
        speaks_against=" ".join(_against(one["because"]["against"])) or "–",
        palpation=verdicts.get(one["palpation"], ""),
        unverified=one["unverified"],
        palpate_url=palpate_url(visit, one["muscle"], one["side"]),
        muscle_url=muscle_url(one["muscle"]),
        referral_url=reverse("referral", args=[visit.id, one["muscle"], one["side"]]),
    )


def _next(one: dict[str, Any], visit: Visit) -> NextRow:
    routes = {"mouth": _("through the mouth"), "pelvic": _("internal: needs its own training and consent")}
    words = _("expected to tell %(bits)s bits (%(low)s to %(high)s, by how well examiners agree)") % {
        "bits": f"{one['expected_bits']:.2g}",
        "low": f"{one['expected_bits_low']:.2g}",
        "high": f"{one['expected_bits_high']:.2g}",
    }
    return NextRow(
        name=muscle_side(one["muscle"], one["side"]),
        route=routes.get(one["route"], ""),
        words=words,
        palpate_url=palpate_url(visit, one["muscle"], one["side"]),
    )


def _against(zones: Sequence[dict[str, Any]]) -> list[str]:
    unmarked = [zone for zone in zones if not zone["cover"]]
    unexplained = [zone for zone in zones if zone["cover"]]
    return [
        _said(words, found)
        for words, found in (
            (_("It mainly refers there, but it is not marked: %(zones)s."), unmarked),
            (_("Marked, but it is not reported to refer there: %(zones)s."), unexplained),
        )
        if found
    ]


def _said(words: str, zones: Sequence[dict[str, Any]]) -> str:
    language = get_language() or "en"
    names = "; ".join(zone_name(zone["code"], zone["side"], language) for zone in zones)
    return words % {"zones": names} if names else "–"


def _assumptions() -> list[str]:
    return [
        _("It compares hypotheses of one active muscle at a time, and that there is none."),
        _("Zones count as independent of each other. Real pain drawings are not like that."),
        _(
            "A main referral zone is taken to be marked in %(essential)s of people with that point, a "
            "spillover zone in %(spillover)s, any other zone in %(elsewhere)s. Nobody has measured these."
        )
        % {
            "essential": f"{assumptions.ESSENTIAL:.0%}",
            "spillover": f"{assumptions.SPILLOVER:.0%}",
            "elsewhere": f"{assumptions.ELSEWHERE:.0%}",
        },
        _("Before anything is marked, “no active point” has a probability of %(none)s.")
        % {"none": f"{assumptions.PRIOR_NONE:.0%}"},
        _(
            "How often palpation is right is guessed from how well two examiners agree. Agreement is not "
            "accuracy: this is an upper guess."
        ),
        _("Published prevalence shifts two muscles at most %(ratio)s to 1.")
        % {"ratio": f"{assumptions.PRIOR_RANGE:g}"},
    ]


def _sources() -> tuple[str, ...]:
    body = atlas.load()
    wanted = {PalpationSign.ANY_TRIGGER_POINT, PalpationSign.PAIN_RECOGNITION}
    keys = dict.fromkeys(key for row in body.palpation.agreement if row.sign in wanted for key in row.sources)
    return body.cited(keys)
