"""A kept forecast in words and one picture; and what came true of earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drypoint import figures
from drypoint.clinic.followup.queries.course_figure import course_figure
from drypoint.clinic.visits.measure_words import unit_name
from drypoint.clinic.visits.measures import measure
from drypoint.clinic.visits.models import EngineResult
from drypoint.figures import Figure, IconArray
from drypoint.figures.drawing import Language, number
from drypoint.forecasting import load_priors
from drypoint.terms import Source, Verification
from drypoint.web.presenters.parts import Cell, Table
from drypoint.web.templatetags.drypoint import localised

CHECKED_WITHIN_DAYS = 0.5
"""A score belongs to the forecast of the nearest day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """One assumption."""

    words: str
    number: str
    sources: tuple[Source, ...]
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastShown:
    """Everything that the page tells of a forecast."""

    figure: Figure
    enough: bool
    sentences: tuple[str, ...]
    chance: Figure | None
    """Of an important true change, as people out of a hundred."""
    chances: Table | None
    mostly_assumed: bool
    beliefs: tuple[Believed, ...]


def forecast(kept: EngineResult, *, begins: date) -> ForecastShown | None:
    """A kept forecast; ``None`` where it could say nothing (no score on an open scale)."""
    said, asked = kept.result, kept.request
    if said["now"] is None:
        return None
    unit = unit_name(measure(said["instrument"]).unit)
    return ForecastShown(
        figure=course_figure(asked, said, begins=begins),
        enough=said["enough"],
        sentences=tuple(_sentences(asked, said, begins, unit)),
        chance=_chance(said),
        chances=_chances(said, unit),
        mostly_assumed=said["mostly_assumed"],
        beliefs=(_review_figure(said["prior"]), *_beliefs()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCourse:
    """A patient's own course: the picture, and what to make of it."""

    title: str
    figure: Figure
    sentences: tuple[str, ...]


def own_course(
    episode_title: str, asked: dict[str, Any], kept: EngineResult | None, *, begins: date
) -> OwnCourse:
    """The course for the person; with the last forecast only where it rests on enough of their own scores."""
    said = kept.result if kept is not None and kept.result["enough"] else None
    sentences = [_("Each mark is what you told. The triangles are your needling sessions, done and planned.")]
    if said is not None:
        sentences += [
            _("The fan is where it may go if it goes as for others: 80 of 100 scores in the inner part."),
            _("It is a calculation, not a promise. Talk with your therapist about what it means for you."),
        ]
    return OwnCourse(
        title=episode_title,
        figure=course_figure(asked, said, begins=begins),
        sentences=tuple(sentences),
    )


def came_true(kept: Iterable[EngineResult], *, now: dict[str, Any], begins: date) -> tuple[str, Table] | None:
    """Scores that came after earlier forecasts, beside what those told; ``now`` is the course of today."""
    rows, inside = [], 0
    for one in kept:
        days = one.result["forecast"]
        later = [score for score in now["observations"] if score["kind"] != "after" and days]
        for score in later:
            told = min(days, key=lambda day: abs(day["day"] - score["day"]))
            if abs(told["day"] - score["day"]) > CHECKED_WITHIN_DAYS:
                continue
            is_inside = told["lo80"] <= score["value"] <= told["hi80"]
            inside += is_inside
            rows.append(
                [
                    Cell(_day(begins, one.result["now_day"])),
                    Cell(_day(begins, score["day"])),
                    Cell(
                        _("%(low)s to %(high)s")
                        % {"low": _number(told["lo80"]), "high": _number(told["hi80"])}
                    ),
                    Cell(_number(score["value"]), number=True),
                    Cell(_("inside") if is_inside else _("outside")),
                ]
            )
    if not rows:
        return None
    words = ngettext(
        "%(inside)d of %(n)d score lay where 80 of 100 were expected.",
        "%(inside)d of %(n)d scores lay where 80 of 100 were expected.",
        len(rows),
    ) % {"inside": inside, "n": len(rows)}
    head = [_("Forecast of"), _("Score of"), _("80 of 100 expected"), _("Score"), _("Came true")]
    return words, Table(caption=_("Forecasts and what came"), head=head, rows=rows)


def _sentences(asked: dict[str, Any], said: dict[str, Any], begins: date, unit: str) -> Iterable[str]:
    last = said["forecast"][-1]
    yield _(
        "If it goes on as such courses are thought to go: on %(day)s about %(mean)s %(unit)s; "
        "80 of 100 such scores would lie between %(low)s and %(high)s."
    ) % {
        "day": _day(begins, last["day"]),
        "mean": _number(last["mean"]),
        "low": _number(last["lo80"]),
        "high": _number(last["hi80"]),
        "unit": unit,
    }
    if said["p_goal_by"]:
        yield _("Goal of %(goal)s %(unit)s: reached on %(day)s with a probability of %(p)s %%.") % {
            "goal": _number(asked["goal"]),
            "unit": unit,
            "day": _day(begins, last["day"]),
            "p": _percent(said["p_goal_by"][-1]["p"]),
        }
    adds = said["next_session_adds"]
    yield _(
        "One more session: %(mean)s %(unit)s a week later (80 of 100: %(low)s to %(high)s). "
        "A minus lowers the score."
    ) % {
        "mean": _number(adds["mean"]),
        "unit": unit,
        "low": _number(adds["lo80"]),
        "high": _number(adds["hi80"]),
    }
    if said["p_change_at_least_mic"] is not None:
        yield _("The true change since the first score is important with a probability of %(p)s %%.") % {
            "p": _percent(said["p_change_at_least_mic"])
        }
    else:
        yield _("Nobody has published what counts as an important change of this score for these people.")


def _chance(said: dict[str, Any]) -> Figure | None:
    chance = said["p_change_at_least_mic"]
    if chance is None:
        return None
    return figures.icon_array(
        IconArray(
            name="forecast-chance",
            title=_("Has truly changed by an important amount so far"),
            percent=100 * chance,
            counted=_("such people would have changed by an important amount"),
            others=_("would not"),
        ),
        language=_language(),
    )


def _chances(said: dict[str, Any], unit: str) -> Table | None:
    rows = [
        [
            Cell(_size(one, unit)),
            Cell(f"{_percent(one['p'])} %", number=True),
            Cell(one["source"] + (f" ({_('unverified')})" if one["unverified"] else "")),
        ]
        for one in said["mic"]
        if one["applies"]
    ]
    if not rows:
        return None
    return Table(
        caption=_("By each published figure"),
        head=[_("Important from"), _("Probability"), _("Source")],
        rows=rows,
    )


def _size(one: dict[str, Any], unit: str) -> str:
    size = _number(one["magnitude"])
    if one["magnitude_high"] is not None:
        size = f"{size}-{_number(one['magnitude_high'])}"
    return _("%(n)s %% of the first score") % {"n": size} if one["scale"] != "points" else f"{size} {unit}"


def _review_figure(prior: dict[str, Any]) -> Believed:
    """What needling is believed to bring beforehand."""
    known = load_priors().sources
    return Believed(
        words=_(
            "Difference between two groups of trials (95 %% interval %(low)s to %(high)s), against: "
            "%(against)s. One session is believed to bring a share of it."
        )
        % {
            "low": _number(prior["ci_low"]),
            "high": _number(prior["ci_high"]),
            "against": prior["against"][_language()],
        },
        number=_number(prior["tenths"]),
        # A kept forecast may name a source that the beliefs of today no longer hold.
        sources=tuple(known[key] for key in prior["sources"] if key in known),
        unverified=Verification(prior["verification"]).is_unverified,
    )


def _beliefs() -> tuple[Believed, ...]:
    priors = load_priors()
    return tuple(
        Believed(
            words=localised(one.says),
            number=_number(one.mean) + (f" ± {_number(one.sd)}" if one.sd is not None else ""),
            sources=tuple(priors.sources[key] for key in one.sources),
            unverified=one.verification.is_unverified,
        )
        for one in priors.assumptions
    )


def kept_before(results: Sequence[EngineResult], last: EngineResult | None) -> list[EngineResult]:
    """The last forecast of each visit, without the one that is shown."""
    of_visit = {one.visit_id: one for one in results}
    return [one for one in of_visit.values() if last is None or one.pk != last.pk]


def _day(begins: date, day: float) -> str:
    return date_format(begins + timedelta(days=day), "j M")


def _number(value: float) -> str:
    return number(value, _language()).replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _language() -> Language:
    return "es" if (get_language() or "en").startswith("es") else "en"
