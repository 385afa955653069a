"""Exercises on published cases in words: the picker, palpation on paper, the answer, one's own results."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.training.models import TrainingAnswer, TrainingGuess
from drypoint.clinic.training.queries import MOST, Score, place, score
from drypoint.figures import Figure
from drypoint.outcomes import exact_rate
from drypoint.painmap import RankRequest, rank
from drypoint.painmap.ranking import Ranking
from drypoint.painmap.request import PalpationFinding, ZoneCover
from drypoint.terms import MuscleId, Side
from drypoint.web.guided_cases import GuidedCase, guided_cases
from drypoint.web.presenters import examples
from drypoint.web.presenters.body_pictures import referral_figure
from drypoint.web.presenters.muscles import REGIONS, found_by, muscle_name, muscle_side, region_name
from drypoint.web.presenters.parts import Cell, Table
from drypoint.web.presenters.rankings import percent
from drypoint.web.presenters.second_looks import SIGNS

LOOKED_AT = 20
"""How far down the ranking a reported muscle is looked for."""
SHOWN = 5
ON_PAPER = ("taut_band", "spot_tenderness", "recognised_pain", "referred_pain")
"""The signs that palpation on paper answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in the list."""

    title: str
    words: str
    url: str
    state: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """One muscle to choose; ``add_url`` is empty when it is chosen or the hand is full."""

    id: str
    name: str
    latin: str
    add_url: str
    is_chosen: bool
    is_palpated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One muscle that is chosen."""

    id: str
    name: str
    remove_url: str
    first_url: str
    """Makes it the first; empty for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """What is chosen so far, and what can be."""

    picks: list[Pick]
    free: range
    """Places that are still empty."""
    found: list[Choosable]
    regions: list[tuple[str, list[Choosable]]]
    asked: str
    url: str


def case_rows(begun: Sequence[str], done: dict[str, TrainingAnswer]) -> list[CaseRow]:
    """Every case, with what one has done of it."""
    rows = []
    for case in guided_cases().values():
        shown = examples.present(case)
        answered = done.get(case.id)
        state = ""
        if answered:
            state = verdict(place(answered.muscles, answered.reported))
        elif case.id in begun:
            state = _("Begun, not answered yet")
        rows.append(
            CaseRow(
                title=shown.title,
                words=shown.words,
                url=reverse("training_case", args=[case.id]),
                state=state,
                is_done=answered is not None,
            )
        )
    return rows


def picker(chosen: Sequence[str], asked: str, url: str, *, palpated: Sequence[str] = ()) -> Picker:
    """The muscles that ``chosen`` names, in that order, and links that change them."""

    def link(muscles: Sequence[str]) -> str:
        return f"{url}?{urlencode([('g', one) for one in muscles] + [('q', asked)] * bool(asked))}#chosen"

    def row(muscle: str, latin: str) -> Choosable:
        is_open = muscle not in chosen and len(chosen) < MOST
        return Choosable(
            id=muscle,
            name=muscle_name(muscle),
            latin=latin,
            add_url=link([*chosen, muscle]) if is_open else "",
            is_chosen=muscle in chosen,
            is_palpated=muscle in palpated,
        )

    regions: dict[str, list[Choosable]] = {}
    for muscle in atlas.load().muscles:
        regions.setdefault(muscle.region, []).append(row(muscle.id, muscle.latin))
    return Picker(
        picks=[
            Pick(
                id=one,
                name=muscle_name(one),
                remove_url=link([other for other in chosen if other != one]),
                first_url=link([one, *(other for other in chosen if other != one)]) if number else "",
            )
            for number, one in enumerate(chosen)
        ],
        free=range(MOST - len(chosen)),
        found=[row(muscle.id, muscle.latin) for muscle in found_by(asked)],
        regions=[
            (region_name(region), sorted(regions[region], key=lambda one: one.name))
            for region in sorted(regions, key=lambda one: list(REGIONS).index(one))
        ],
        asked=asked,
        url=url,
    )


def side_of(case: GuidedCase, muscle: str) -> Side:
    """The side on which a muscle of the case is meant: the drawn one, where the muscle has sides."""
    known = atlas.load().muscle(muscle)
    return case.drawn_side if case.drawn_side in known.sides else known.sides[0]


def paper_findings(case: GuidedCase, palpated: Sequence[str]) -> list[PalpationFinding]:
    """What each shows on paper: the typical cluster where the report found it, else nothing. Assumed."""
    return [
        PalpationFinding(
            muscle=MuscleId(muscle),
            side=side_of(case, muscle),
            **dict.fromkeys(ON_PAPER, muscle in case.muscles),
        )
        for muscle in palpated
    ]


def findings_table(case: GuidedCase, palpated: Sequence[str]) -> Table:
    """What palpation on paper showed, in the order in which it was asked."""
    return Table(
        caption=_("Findings on paper. A local twitch is not tested."),
        head=[_("Muscle"), _("Present"), _("Absent")],
        rows=[
            [
                Cell(muscle_side(one.muscle, one.side)),
                *(
                    Cell(
                        ", ".join(str(SIGNS[sign]) for sign in ON_PAPER if getattr(one, sign) is said) or "–"
                    )
                    for said in (True, False)
                ),
            ]
            for one in paper_findings(case, palpated)
        ],
    )


def ranked(case: GuidedCase, palpated: Sequence[str] = ()) -> Ranking:
    """What the system says of the case's drawing, after what was palpated on paper."""
    return rank(
        RankRequest(
            zones=tuple(ZoneCover(code=one.code, side=one.side, cover=one.cover) for one in case.drawing()),
            complaint=case.complaint,
            findings=tuple(paper_findings(case, palpated)),
            top=LOOKED_AT,
        ),
        atlas=atlas.load(),
    )


def system_place(case: GuidedCase, found: Ranking) -> int | None:
    """Where the first of the case's muscles stands in a ranking, on the side of the pain."""
    sides = {(muscle, side_of(case, muscle)) for muscle in case.muscles}
    return next(
        (number for number, one in enumerate(found.candidates, start=1) if (one.muscle, one.side) in sides),
        None,
    )


def ranking_table(case: GuidedCase, found: Ranking, caption: str) -> Table:
    """The first of a ranking; what the report found is named."""
    return Table(
        caption=caption,
        head=[_("Muscle"), _("Probability"), _("The report")],
        rows=[
            [
                Cell(muscle_side(one.muscle, one.side)),
                Cell(percent(one.probability), number=True),
                Cell(_("found it") if one.muscle in case.muscles else "–"),
            ]
            for one in found.candidates[:SHOWN]
        ],
    )


def pattern(case: GuidedCase, muscle: str) -> Figure:
    """Where a muscle refers, over the case's pain."""
    side = side_of(case, muscle)
    title = _("Referral of %(muscle)s over the marked pain") % {"muscle": muscle_side(muscle, side)}
    return referral_figure(MuscleId(muscle), side, case.drawing(), title=title)


def verdict(found: int | None) -> str:
    """Where a reported muscle stood among those that were named."""
    if found is None:
        return _("Not among your muscles")
    return _("Your first muscle") if found == 1 else _("Your muscle number %(place)s") % {"place": found}


def results_table(answers: Sequence[TrainingAnswer]) -> Table:
    """One's exercises, newest first."""
    return Table(
        caption=_("Your exercises"),
        head=[
            _("Case"),
            _("Day"),
            _("First guess"),
            _("After palpation on paper"),
            _("The system, from the drawing"),
        ],
        rows=[
            [
                Cell(_case_title(one.guess), url=reverse("training_exercise", args=[one.guess_id])),
                Cell(date_format(localtime(one.recorded_at), "j M Y")),
                Cell(verdict(place(one.guess.muscles, one.reported))),
                Cell(verdict(place(one.muscles, one.reported))),
                Cell(
                    _("place %(place)s") % {"place": one.system_place}
                    if one.system_place
                    else _("not among its first %(top)s") % {"top": LOOKED_AT}
                ),
            ]
            for one in answers
        ],
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """One score in words."""

    name: str
    first: str
    among: str
    bounds: str


def scores(answers: Sequence[TrainingAnswer]) -> list[Scored]:
    """First guess, answer, and the system, over the first try at each case."""
    rows = (
        (_("First guess"), score([place(one.guess.muscles, one.reported) for one in answers])),
        (_("After palpation on paper"), score([place(one.muscles, one.reported) for one in answers])),
        (_("The system, from the drawing alone"), score([one.system_place for one in answers])),
    )
    return [_scored(name, found) for name, found in rows if found.of]


def _scored(name: str, found: Score) -> Scored:
    among = exact_rate(found.among, found.of)
    return Scored(
        name,
        _("%(n)s of %(of)s") % {"n": found.first, "of": found.of},
        _("%(n)s of %(of)s") % {"n": found.among, "of": found.of},
        _("%(low)s to %(high)s") % {"low": percent(among.low), "high": percent(among.high)},
    )


def _case_title(guess: TrainingGuess) -> str:
    case = guided_cases().get(guess.case)
    return examples.title(case) if case else guess.case
