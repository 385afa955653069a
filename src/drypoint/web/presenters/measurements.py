"""What was measured, in words: names, units, and what a change may mean by published figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from drypoint.clinic.visits import measure_words as words
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.change_words import ENGINE_ONLY, engine_change, verdicts
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, Visit
from drypoint.clinic.visits.queries.measurements import Key
from drypoint.decision.rules import ThresholdId, load_rules
from drypoint.outcomes import (
    MDCVerdict,
    MicScale,
    MICVerdict,
    RomError,
    load_instruments,
    load_rom,
    load_scoring,
)
from drypoint.terms import Source
from drypoint.web.presenters.muscles import Choices
from drypoint.web.templatetags.drypoint import localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One published figure beside the change."""

    kind: str
    size: str
    population: str
    reached: str
    source: str
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """One thing at two moments."""

    name: str
    span: str
    """From which moment to which."""
    before: str
    after: str
    difference: str
    verdicts: tuple[str, ...]
    thresholds: tuple[Threshold, ...]


def measure_names() -> dict[str, str]:
    """Every measure by id, pain and physical ones first, in everyday words."""
    pain = {"nprs": _("Pain")}
    return {**pain, **_without(words.measure_names(), pain)}


def names_with_unit() -> dict[str, str]:
    """Measures to choose from; those of the record stand for the instruments of the same name."""
    offered = _without(measure_names(), ENGINE_ONLY)
    return {
        name: f"{said} ({words.unit_name(measures.measure(name).unit)})" for name, said in offered.items()
    }


def questionnaires(visit: Visit) -> list[tuple[str, str]]:
    """Name and address of each questionnaire that is scored from its items."""
    return [
        (words.measure_name(rule.instrument), reverse("questionnaire", args=[visit.pk, rule.instrument]))
        for rule in load_scoring().rules
    ]


def motion_choices() -> list[tuple[str, Choices]]:
    """Every motion with a reference value, by joint."""
    joints: dict[str, Choices] = {}
    for joint, motion in load_rom().motions():
        place = f"{joint}.{motion}"
        joints.setdefault(str(words.JOINTS.get(joint, joint)), []).append((place, words.place_name(place)))
    return list(joints.items())


def devices() -> list[str]:
    """Devices to pick from; any other may be typed."""
    return [
        _("Goniometer"),
        _("Digital inclinometer"),
        _("Inclinometer"),
        _("Telephone's inclinometer"),
        _("Tape measure"),
        _("Hand-held dynamometer"),
        _("Grip dynamometer"),
        _("Algometer"),
    ]


def key_name(key: Key) -> str:
    """What was measured where."""
    return _("Pain") if key.instrument == "nprs" else words.measured_name(*key)


def with_unit(value: float, unit: str) -> str:
    """A number as it is read."""
    said = words.unit_name(unit)
    return f"{value:g}{'' if said == '°' else ' '}{said}"


def why_not_judged() -> tuple[str, Source]:
    """Why a change within a visit counts for almost nothing, with the study."""
    rules = load_rules()
    words = _(
        "Scores taken straight after needling, or within %(hours)d hours of it, are kept but not judged: "
        "soreness hides the effect, and they hardly tell what lasts."
    ) % {"hours": rules.threshold(ThresholdId.SORENESS_WINDOW_HOURS)}
    return words, rules.sources["tuttle_2005"]


def within_visit(standing: Mapping[tuple[Key, str], Measurement], visit: Visit) -> list[ChangeShown]:
    """Before and after of this visit."""
    keys = dict.fromkeys(key for key, _when in standing)
    pairs = ((standing.get((key, "before")), standing.get((key, "after")), key) for key in keys)
    return [
        _change(key, before, after, visit, _("Within this visit"))
        for before, after, key in pairs
        if before and after
    ]


def since_first(
    standing: Mapping[tuple[Key, str], Measurement], first: Mapping[Key, Measurement], visit: Visit
) -> list[ChangeShown]:
    """Before treatment now, against before treatment the first time."""
    found = (
        (key, first[key], now)
        for (key, when), now in standing.items()
        if when == MeasuredWhen.BEFORE and key in first
    )
    return [_change(key, before, now, visit, _("Since it was first measured")) for key, before, now in found]


def _change(key: Key, before: Measurement, after: Measurement, visit: Visit, span: str) -> ChangeShown:
    difference = round((after.value or 0) - (before.value or 0), 9)
    verdicts, thresholds = _judged(key, before, after, visit)
    return ChangeShown(
        name=key_name(key),
        span=span,
        before=with_unit(before.value or 0, before.unit),
        after=with_unit(after.value or 0, after.unit),
        difference=f"{difference:+g}{words.unit_name(after.unit)}"
        if after.unit == "deg"
        else f"{difference:+g}",
        verdicts=verdicts,
        thresholds=thresholds,
    )


def _judged(
    key: Key, before: Measurement, after: Measurement, visit: Visit
) -> tuple[tuple[str, ...], tuple[Threshold, ...]]:
    if key.instrument == "rom_deg":
        return _motion(key, before, after)
    said = engine_change(
        key.instrument, before.value or 0, after.value or 0, complaint=visit.episode.complaint
    )
    if said is None:
        return verdicts(said), ()
    return (
        verdicts(said),
        (
            *(_threshold(_("Measurement error"), row, "") for row in said.mdc),
            *(_threshold(_("Important change"), row, row.scale) for row in said.mic),
        ),
    )


def _threshold(kind: str, row: MDCVerdict | MICVerdict, scale: str) -> Threshold:
    size = f"{row.magnitude:g}" if row.magnitude_high is None else f"{row.magnitude:g}–{row.magnitude_high:g}"
    labels = {one.id: localised(one.label) for one in load_instruments().populations}
    people = labels.get(row.population or "", "") or row.population_detail or _("not named")
    return Threshold(
        kind=kind,
        size=f"{size} %" if scale == MicScale.PERCENT_OF_BASELINE else size,
        population=people if row.applies else _("%(people)s (other people)") % {"people": people},
        reached=_yes_no(row.beyond),
        source=row.source,
        unverified=row.unverified,
    )


def _motion(
    key: Key, before: Measurement, after: Measurement
) -> tuple[tuple[str, ...], tuple[Threshold, ...]]:
    joint, _dot, motion = key.place.partition(".")
    rows = [
        row
        for row in load_rom().measurement_error
        if row.joint == joint and row.motion in (None, motion) and row.kind == "mdc"
    ]
    difference = abs((after.value or 0) - (before.value or 0))
    start = abs(before.value or 0)
    said = [_compare_rule()]
    if (before.device, before.rater) != (after.device, after.rater):
        said.insert(0, _("Measured by another person or with another device: do not compare."))
    if not rows:
        said.append(_("No published figure for measurement error was found for this motion."))
    return tuple(said), tuple(_rom_threshold(row, difference, start) for row in rows)


def _rom_threshold(row: RomError, difference: float, start: float) -> Threshold:
    limit = row.high if row.unit == "degrees" else row.high * start / 100
    raters = {
        "same": _("same rater"),
        "different": _("different raters"),
        "not_stated": _("rater not stated"),
    }
    parts = (raters[row.rater], (row.device or "").replace("_", " "), row.population_detail or "")
    return Threshold(
        kind=_("Measurement error"),
        size=f"{row.high:g}°" if row.unit == "degrees" else f"{row.high:g} %",
        population=", ".join(part for part in parts if part),
        reached=_yes_no(difference > limit),
        source="; ".join(load_rom().sources[source].citation for source in row.sources),
        unverified=row.verification.is_unverified,
    )


def _compare_rule() -> str:
    return localised(next(one.says for one in load_rom().facts if one.id == "same_rater_same_device"))


def _yes_no(beyond: bool | None) -> str:
    return _("cannot be said") if beyond is None else _("yes") if beyond else _("no")


def _without(names: Mapping[str, str], left_out: Iterable[str]) -> dict[str, str]:
    out = set(left_out)
    return {name: said for name, said in names.items() if name not in out}
