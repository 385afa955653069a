"""Numbers of the demo: how pain, movement and soreness go, from published figures where there are any.

A simulation of nobody. What is ours and not published is a named constant with the word so in its docstring.
"""

from dataclasses import dataclass
from random import Random

from drypoint.demo.cast import Presentation, Response, figure_of
from drypoint.outcomes import load_review_figures, load_soreness
from drypoint.safety.consent import load_consent

START_MEAN, START_SPREAD = 6.2, 1.2
"""Pain before the first visit, 0-10. Ours, not published."""
NATURAL_PER_WEEK = -0.12
"""What time alone does, points a week. Ours, not published."""
SHARE_LEFT = 0.55
"""Share of the effect that is still to come after each session. Ours, not published."""
PERSONAL_SPREAD = 0.3
"""How much people differ in what needling does, as a share of the printed effect. Ours, not published."""
INSTRUMENT_SPREAD = 0.4
"""Of one answer on the 0-10 scale around what the person feels. Ours, not published."""
RESPONSE = {Response.RESPONDER: 1.3, Response.PARTIAL: 0.8, Response.NONE: 0.0, Response.WORSE: -0.6}
"""Times the printed effect. Ours: chosen so that each course can be seen."""
SORENESS_ARM = "martin_pintado_2014_needling_only"
"""The arm of the soreness study whose course is followed."""


@dataclass(frozen=True, slots=True)
class Course:
    """What one fictional person would answer over time."""

    start: float
    effect: float
    """Points that needling changes in the end; negative is less pain."""
    response: Response

    def pain(self, *, days: float, sessions: int, rng: Random) -> float:
        """Pain 0-10 as answered, half points, so many days and sessions after the beginning."""
        moved = self.effect * (1 - SHARE_LEFT**sessions)
        drift = 0.0 if self.response in {Response.NONE, Response.WORSE} else NATURAL_PER_WEEK * days / 7
        return half_points(self.start + moved + drift + rng.gauss(0, INSTRUMENT_SPREAD))

    def regained(self, sessions: int) -> float:
        """Share of the lost movement or strength that is back, 0 to 1."""
        share = RESPONSE[self.response] / RESPONSE[Response.RESPONDER]
        return max(0.0, min(1.0, share * (1 - SHARE_LEFT**sessions)))


def course_of(presentation: Presentation, response: Response, rng: Random) -> Course:
    """A course around the effect that a review printed for the region."""
    factor = RESPONSE[response] * max(0.2, rng.gauss(1, PERSONAL_SPREAD))
    return Course(
        start=min(9.0, max(5.0, rng.gauss(START_MEAN, START_SPREAD))),
        effect=printed_effect(presentation) * factor,
        response=response,
    )


def printed_effect(presentation: Presentation) -> float:
    """Points on 0-10 that needling changes pain by, as the named review printed it.

    A standardised difference is turned into points with the spread of pain among our people. Where no
    review printed an effect for the region, the smallest printed mean difference in points is taken.
    """
    figure = figure_of(presentation)
    if figure is None or figure.value is None:
        return _smallest_mean_difference()
    return figure.value if figure.measure == "md" else figure.value * START_SPREAD


def soreness(hours: float, rng: Random) -> float:
    """Soreness 0-10 so many hours after needling: the arm's mean at 0 h, halved every half-life."""
    known = load_soreness()
    at_once = next(one for one in known.course if one.arm == SORENESS_ARM and one.hours == 0)
    half_life = next(one.half_life_hours for one in known.half_lives if one.arm == SORENESS_ARM)
    first = max(0.0, rng.gauss(at_once.value, at_once.spread or 0.0)) / 10  # millimetres of 100 to points
    return half_points(first * 2 ** (-hours / half_life))


def happens(effect: str, rng: Random) -> bool:
    """Whether a common effect such as ``bruise`` follows a treatment, at the rate of Brady 2014."""
    rates = next(one.rates for one in load_consent().common_effects if one.id == effect)
    percent = next(
        rate.percent for rate in rates if "brady_2014" in rate.sources and rate.percent is not None
    )
    return rng.random() * 100 < percent


def half_points(value: float) -> float:
    """``value`` on the 0-10 scale, to the nearest half."""
    return min(10.0, max(0.0, round(value * 2) / 2))


def _smallest_mean_difference() -> float:
    printed = (
        figure.value
        for figure in load_review_figures().figures
        if figure.outcome == "pain"
        and figure.measure == "md"
        and figure.value is not None
        and figure.value < 0
    )
    return max(printed)
