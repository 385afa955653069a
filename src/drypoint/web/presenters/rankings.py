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
from drypoint.painmap.assumptions import ASSUMED
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
    disputed: bool
    points: str
    """Its trigger points with their probabilities, where there are several."""
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
        speaks_for=" ".join(_for(one["because"]["for"])) or "–",
        points=_points(one.get("points", [])),
        disputed=one.get("disputed", False),
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


def _points(points: Sequence[dict[str, Any]]) -> str:
    """Each trigger point with its probability, where there are several."""
    if len(points) < 2:
        return ""
    each = (
        _("point %(number)s: %(percent)s") % {"number": one["trp"], "percent": percent(one["probability"])}
        for one in points
    )
    return ", ".join(each)


def _for(zones: Sequence[dict[str, Any]]) -> list[str]:
    own = [zone for zone in zones if not zone.get("near")]
    near = [zone for zone in zones if zone.get("near")]
    return [
        _said(words, found)
        for words, found in (
            (_("Marked, and it refers there: %(zones)s."), own),
            (_("Marked beside where it refers: %(zones)s."), near),
        )
        if found
    ]


def _against(zones: Sequence[dict[str, Any]]) -> list[str]:
    unmarked = [zone for zone in zones if not zone["cover"]]
    # A zone that is hardly painted speaks a little against the muscles that would explain it.
    faint = [zone for zone in zones if zone["cover"] and zone.get("bits", 0.0) < 0]
    unexplained = [zone for zone in zones if zone["cover"] and zone not in faint]
    return [
        _said(words, found)
        for words, found in (
            (_("It mainly refers there, but it is not marked: %(zones)s."), unmarked),
            (_("Hardly marked: %(zones)s."), faint),
            (_("Marked, but it is not reported to refer there: %(zones)s."), unexplained),
        )
        if found
    ]


def _said(words: str, zones: Sequence[dict[str, Any]]) -> str:
    language = get_language() or "en"
    names = "; ".join(_zone(zone, language) for zone in zones)
    return words % {"zones": names}


def _zone(zone: dict[str, Any], language: str) -> str:
    name = zone_name(zone["code"], zone["side"], language)
    rather = zone.get("rather")
    if rather is None:
        return name
    muscle = muscle_side(rather["muscle"], rather["side"])
    return _("%(zone)s (rather: %(muscle)s)") % {"zone": name, "muscle": muscle}


def _assumptions() -> list[str]:
    return [
        _("Any set of trigger points may be active. A marked zone needs at least one cause among them."),
        _("Given the active points, zones count as independent of each other. Drawings are not."),
        _(
            "A main referral zone is taken to be marked in %(essential)s of people with that point, a "
            "spillover zone in %(spillover)s, any other zone in %(elsewhere)s. Nobody has measured these."
        )
        % {
            "essential": f"{ASSUMED.essential:.0%}",
            "spillover": f"{ASSUMED.spillover:.0%}",
            "elsewhere": f"{ASSUMED.elsewhere:.1%}",
        },
        _(
            "Marks beside a referral zone count for its muscle with a share of %(spread)s: people draw over "
            "borders. Never across the midline."
        )
        % {"spread": f"{ASSUMED.spread:.0%}"},
        _("A zone counts as wholly marked from %(cover)s of it on.")
        % {"cover": f"{ASSUMED.wholly_marked:.0%}"},
        _("Before anything is marked, each point has odds of 1 to %(odds)s, more or less by prevalence.")
        % {"odds": f"{1 / ASSUMED.odds:.0f}"},
        _(
            "How often palpation is right is guessed from how well two examiners agree. Agreement is not "
            "accuracy: this is an upper guess."
        ),
        _("Published prevalence shifts two muscles at most %(ratio)s to 1.")
        % {"ratio": f"{ASSUMED.prior_range:g}"},
        _("A disputed pattern weighs half; a latent point raises a muscle by a fifth."),
    ]


def _sources() -> tuple[str, ...]:
    body = atlas.load()
    wanted = {PalpationSign.ANY_TRIGGER_POINT, PalpationSign.PAIN_RECOGNITION}
    keys = dict.fromkeys(key for row in body.palpation.agreement if row.sign in wanted for key in row.sources)
    return body.cited(keys)
