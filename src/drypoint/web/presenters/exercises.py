"""Exercises in words: the library, the suggestions, a programme, and how it went at home."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from drypoint import atlas, figures
from drypoint.clinic.followup.queries.programme_words import SaidExercise, said_exercise
from drypoint.clinic.home_care.models import ExerciseDay
from drypoint.clinic.home_care.queries import Programme, keys
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.documents import Language
from drypoint.exercises import Equipment, Exercise, Joint, Kind, Position, Suggestion, load_library
from drypoint.figures import Figure
from drypoint.web.exercise_pictures import pictures
from drypoint.web.presenters.parts import Fact
from drypoint.web.templatetags.drypoint import localised

KINDS: dict[Kind, str | Promise] = {
    Kind.STRETCH: gettext_lazy("Stretch"),
    Kind.MOBILITY: gettext_lazy("Mobility"),
    Kind.STRENGTH: gettext_lazy("Strength"),
    Kind.CONTROL: gettext_lazy("Control"),
}
JOINTS: dict[Joint, str | Promise] = {
    Joint.NECK: gettext_lazy("Neck"),
    Joint.JAW: gettext_lazy("Jaw"),
    Joint.SHOULDER: gettext_lazy("Shoulder"),
    Joint.ELBOW: gettext_lazy("Elbow"),
    Joint.WRIST: gettext_lazy("Wrist"),
    Joint.HAND: gettext_lazy("Hand"),
    Joint.THORACIC_SPINE: gettext_lazy("Upper back"),
    Joint.LUMBAR_SPINE: gettext_lazy("Low back"),
    Joint.HIP: gettext_lazy("Hip"),
    Joint.KNEE: gettext_lazy("Knee"),
    Joint.ANKLE: gettext_lazy("Ankle"),
    Joint.FOOT: gettext_lazy("Foot"),
}
POSITIONS: dict[Position, str | Promise] = {
    Position.STANDING: gettext_lazy("standing"),
    Position.SITTING: gettext_lazy("sitting"),
    Position.SUPINE: gettext_lazy("on the back"),
    Position.PRONE: gettext_lazy("face down"),
    Position.SIDE_LYING: gettext_lazy("on the side"),
    Position.HANDS_AND_KNEES: gettext_lazy("on hands and knees"),
    Position.KNEELING: gettext_lazy("kneeling"),
}
EQUIPMENT: dict[Equipment, str | Promise] = {
    Equipment.CHAIR: gettext_lazy("chair"),
    Equipment.WALL: gettext_lazy("wall"),
    Equipment.DOORWAY: gettext_lazy("doorway"),
    Equipment.TABLE: gettext_lazy("table"),
    Equipment.STEP: gettext_lazy("step"),
    Equipment.BAND: gettext_lazy("exercise band"),
    Equipment.WEIGHTS: gettext_lazy("weights"),
    Equipment.STICK: gettext_lazy("stick"),
    Equipment.TOWEL: gettext_lazy("towel"),
    Equipment.PILLOW: gettext_lazy("pillow"),
    Equipment.BALL: gettext_lazy("ball"),
    Equipment.RUBBER_BAND: gettext_lazy("rubber band"),
    Equipment.HAMMER: gettext_lazy("hammer"),
}
HARD_PAIN = 7
"""From this pain the page asks to stop and call; ours, unverified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One exercise of the library on a page."""

    id: str
    name: str
    kind: str
    note: str
    """Position and what is needed."""
    muscles: str
    steps: Sequence[str]
    dose: str
    progression: str
    cautions: Sequence[str]
    pictures: SafeString
    unverified: bool
    because: str = ""
    """What speaks for it here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One exercise of a programme for the person."""

    key: str
    said: SaidExercise
    pictures: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """How a programme went."""

    facts: Sequence[Fact]
    figure: Figure
    words: Sequence[tuple[str, str]]
    """What the person wrote, with its day, newest first."""
    hurts: str
    """Set when the newest days tell of pain that wants a look."""


def day(on: datetime.date) -> str:
    """A calendar day in the page's language."""
    return date_format(on, "j M Y")


def language() -> Language:
    """The page's language as knowledge is written in it."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def card(exercise: Exercise, *, because: str = "") -> Card:
    """An exercise of the library."""
    library = load_library()
    placed = [str(POSITIONS[one]) for one in exercise.positions]
    needed = [str(EQUIPMENT[one]) for one in exercise.equipment]
    known = atlas.load()
    name = localised(exercise.name)
    return Card(
        id=exercise.id,
        name=name,
        kind=str(KINDS[exercise.kind]),
        note=" · ".join(part for part in (_(" or ").join(placed), ", ".join(needed)) if part),
        muscles=", ".join(localised(known.muscle(one).name) for one in exercise.muscles),
        steps=[localised(step) for step in exercise.steps],
        dose=dose_range(exercise),
        progression=localised(exercise.progression),
        cautions=[localised(one.text) for one in library.cautions_of(exercise)],
        pictures=pictures(exercise.pictures, name),
        unverified=exercise.verification.is_unverified,
        because=because,
    )


def suggested(found: Iterable[Suggestion]) -> list[Card]:
    """Suggestions with what speaks for each."""
    known = atlas.load()
    cards = []
    for one in found:
        muscles = [localised(known.muscle(muscle).name) for muscle in one.muscles]
        joints = [str(JOINTS[joint]) for joint in one.joints]
        cards.append(card(one.exercise, because=", ".join(muscles or joints)))
    return cards


def by_joint() -> list[tuple[str, str, list[Exercise]]]:
    """The library by the joint that leads each row: code, word, exercises."""
    exercises = load_library().exercises
    return [
        (joint.value, str(word), [one for one in exercises if one.joints[0] is joint])
        for joint, word in JOINTS.items()
    ]


def dose_range(exercise: Exercise) -> str:
    """The usual dose as ranges."""
    dose = exercise.dose
    once = (1, 1)
    words = (
        (dose.sets, _("%(n)s sets")),
        (dose.repetitions, _("%(n)s repetitions")),
        (dose.hold_seconds, _("hold %(n)s s")),
        (dose.times_per_day, _("once a day") if dose.times_per_day == once else _("%(n)s times a day")),
        (dose.days_per_week, _("%(n)s days a week")),
    )
    return ", ".join(text % {"n": _range(found)} for found, text in words if found is not None)


def _range(found: tuple[int, int]) -> str:
    return str(found[0]) if found[0] == found[1] else f"{found[0]}–{found[1]}"


def row_of_library(exercise_id: str, spoken: Language) -> dict[str, Any]:
    """A row of the programme with the least of the usual dose, in the person's language."""
    exercise = load_library().exercise(exercise_id)
    return {
        "exercise": exercise.id,
        "name": exercise.name.in_language(spoken),
        **exercise.dose.begins_with(),
    }


def to_do(programme: Programme, spoken: Language) -> list[ToDo]:
    """The exercises as the person ticks them."""
    said = [said_exercise(one, spoken) for one in programme.prescription.exercises]
    return [
        ToDo(key=key, said=one, pictures=pictures(one.pictures, one.name))
        for key, one in zip(programme.keys, said, strict=True)
    ]


def tick_choices(exercises: tuple[PrescribedExercise, ...], spoken: Language) -> list[tuple[str, str]]:
    """What can be ticked."""
    return [
        (key, said_exercise(one, spoken).name) for key, one in zip(keys(exercises), exercises, strict=True)
    ]


def at_home(programme: Programme) -> AtHome:
    """How it went, for the therapist."""
    found = programme.adherence
    count = len(programme.keys)
    facts = [
        Fact(_("Since"), day(found.begins)),
        Fact(
            _("Days told"),
            _("%(n)s of %(days)s") % {"n": found.answered, "days": found.days},
        ),
    ]
    if found.share_of_answered is not None:
        facts += [
            Fact(_("Done on the days told"), f"{found.share_of_answered:.0%}"),
            Fact(
                _("Done of all that was asked"),
                _("at least %(share)s") % {"share": f"{found.share_of_all:.0%}"},
            ),
        ]
    if found.mean_effort is not None:
        facts.append(Fact(_("Effort, mean"), f"{found.mean_effort:.1f} / 10"))
    if found.worst_pain is not None:
        facts.append(Fact(_("Worst pain"), f"{found.worst_pain} / 10"))
    if found.sore_days:
        words = ngettext("%(n)d day", "%(n)d days", found.sore_days) % {"n": found.sore_days}
        facts.append(Fact(_("Pain clearly above their least"), words))
    return AtHome(
        facts=facts,
        figure=figures.exercise_days(
            figures.ExerciseDays(
                name=f"exercise-days-{programme.prescription.pk}",
                title=_("Exercises at home"),
                begins=found.begins,
                ends=found.ends,
                days=tuple(
                    figures.ShownDay(
                        on=one.on,
                        done=len(set(one.done) & set(programme.keys)) / count,
                        effort=one.effort,
                        pain=one.pain,
                    )
                    for one in programme.days
                    if one.on >= found.begins
                ),
            ),
            language=language(),
        ),
        words=[(day(one.on), one.words) for one in reversed(programme.days) if one.words],
        hurts=_hurts(programme.days),
    )


def _hurts(days: Sequence[ExerciseDay]) -> str:
    hard = [one for one in days if one.pain is not None and one.pain >= HARD_PAIN]
    if not hard:
        return ""
    return _("Pain %(pain)s of 10 while exercising, %(day)s") % {
        "pain": hard[-1].pain,
        "day": day(hard[-1].on),
    }


def said_day(one: ExerciseDay) -> list[tuple[str, str]]:
    """What stands for a day, for who saved second."""
    return [
        (_("Done"), str(len(one.done))),
        (_("Effort"), "–" if one.effort is None else str(one.effort)),
        (_("Pain"), "–" if one.pain is None else str(one.pain)),
    ]
