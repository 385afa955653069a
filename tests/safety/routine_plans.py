"""Routine plans in ordinary adults, generated: on them a finding is a false alarm, or nearly one.

Nobody of them is ill in a way that a source names, but they take what adults take. Every share below is ours:
an order of magnitude for adults in physical therapy, no published figure. Needles are of lengths in common
use at the place (``places.json``), over the chest wall the short ones. ``make alarms`` writes the table of
``docs/reference/false-alarms.md``.
"""

import sys
from collections import Counter
from random import Random
from statistics import mean, median
from typing import Any

import msgspec

from drypoint.safety import Outcome, ReviewRequest, load_rules, review

TAKES = {
    "ibuprofen 400 mg when needed": 0.25,
    "paracetamol": 0.20,
    "sertraline 50 mg": 0.12,
    "atorvastatin 20 mg": 0.12,
    "lisinopril 10 mg": 0.15,
    "omeprazole 20 mg": 0.10,
    "levothyroxine 75 mcg": 0.05,
    "aspirin 75 mg": 0.05,
    "fish oil": 0.05,
}
"""Share of people who take it."""
SAYS_YES = {
    "needle_phobia_mild": 0.15,
    "thoracic_surgery_lung_disease_smoker": 0.15,
    "faint_history": 0.03,
    "flight_or_altitude": 0.02,
    "no_capacity_interpreter": 0.03,
}
"""Share of people who answer yes; every other question is answered no."""
NEEDLES_MM = (13, 15, 20, 25, 30, 40, 50, 60, 75)
ROUTINE: tuple[tuple[float, float, dict[str, tuple[int, int]]], ...] = (
    (
        0.35,
        0.20,
        {
            "trapezius_upper": (25, 30),
            "levator_scapulae": (25, 30),
            "splenius_capitis": (25, 30),
            "suboccipitals": (13, 25),
            "infraspinatus": (25, 30),
            "semispinalis_capitis": (25, 30),
            "masseter_superficial": (13, 25),
            "temporalis": (13, 15),
            "rhomboid_major": (13, 20),
        },
    ),
    (
        0.25,
        0.30,
        {
            "gluteus_medius": (50, 60),
            "gluteus_maximus": (50, 75),
            "piriformis": (60, 75),
            "multifidus_lumbar": (40, 40),
            "iliocostalis_lumborum": (30, 40),
            "tensor_fasciae_latae": (40, 50),
        },
    ),
    (
        0.20,
        0.05,
        {
            "infraspinatus": (25, 30),
            "teres_minor": (25, 40),
            "deltoid_middle": (30, 40),
            "deltoid_posterior": (30, 40),
            "biceps_brachii": (30, 40),
            "extensor_carpi_radialis_brevis": (25, 30),
            "extensor_digitorum": (25, 30),
            "supinator": (25, 30),
        },
    ),
    (
        0.20,
        0.10,
        {
            "gastrocnemius_medial": (30, 40),
            "soleus": (40, 50),
            "vastus_lateralis": (40, 60),
            "vastus_medialis": (40, 50),
            "rectus_femoris": (40, 60),
            "biceps_femoris": (50, 60),
            "tibialis_anterior": (30, 40),
            "fibularis_longus": (25, 40),
            "quadratus_plantae": (25, 30),
        },
    ),
)
"""Share of plans, share of them on both sides, muscles with the shortest and longest needle (mm)."""


def plans(count: int, rng: Random) -> list[dict[str, Any]]:
    """So many requests for ``review``."""
    return [_request(rng) for _ in range(count)]


def _request(rng: Random) -> dict[str, Any]:
    shares = [share for share, _both, _muscles in ROUTINE]
    _share, both, muscles = rng.choices(ROUTINE, shares)[0]
    chosen = rng.sample(sorted(muscles), k=rng.randint(1, 4))
    side = rng.choice(["left", "right"])
    sides = ["left", "right"] if rng.random() < both else [side]
    return {
        "person": _person(rng),
        "plan": {
            "insertions": [
                {
                    "muscle": muscle,
                    "side": one,
                    "length_mm": _needle(rng, *muscles[muscle]),
                    "technique": "deep",
                    "position": rng.choice(["prone", "side_lying", "supine"]),
                }
                for muscle in chosen
                for one in sides
            ]
        },
    }


def _needle(rng: Random, shortest: int, longest: int) -> int:
    return rng.choice([length for length in NEEDLES_MM if shortest <= length <= longest])


def _person(rng: Random) -> dict[str, Any]:
    sex = rng.choice(["female", "male"])
    height = rng.gauss(164, 6) if sex == "female" else rng.gauss(177, 7)
    bmi = min(40.0, max(19.0, rng.gauss(26, 4)))
    age = rng.randint(18, 79)
    answers: dict[str, Any] = {
        one.id: False for one in load_rules().questions if one.id not in {"pregnancy_t1", "pregnancy_t2_t3"}
    }
    answers |= {asked: True for asked, share in SAYS_YES.items() if rng.random() < share}
    medicines = [name for name, share in TAKES.items() if rng.random() < share]
    if "ibuprofen 400 mg when needed" in medicines or "sertraline 50 mg" in medicines:
        answers["other_bleed_drugs"] = True
    answers["bp_drugs"] = "lisinopril 10 mg" in medicines
    answers["antiplatelet"] = "aspirin 75 mg" in medicines
    return {
        "answers": answers,
        "medicines": medicines,
        "age": age,
        "sex": sex,
        "height_cm": round(height),
        "weight_kg": round(bmi * (height / 100) ** 2, 1),
        "visit": rng.choice(["first", "later", "later"]),
    }


class Alarms(msgspec.Struct):
    """What the review said of routine plans."""

    plans: int
    median: float
    mean: float
    stops: float
    """Share of plans that a stop keeps from being signed."""
    by_rule: Counter[str]
    """Findings by rule; the same rule on several insertions of one plan is one finding to read."""


def alarms(count: int, rng: Random) -> Alarms:
    """Findings that a therapist would have to read, each rule once a plan."""
    counts, stopped, by_rule = [], 0, Counter[str]()
    for request in plans(count, rng):
        found = review(msgspec.convert(request, ReviewRequest)).findings
        rules = {one.id for one in found}
        counts.append(len(rules))
        by_rule.update(rules)
        stopped += any(one.outcome in (Outcome.STOP, Outcome.EMERGENCY) for one in found)
    return Alarms(count, median(counts), mean(counts), stopped / count, by_rule)


def table(found: Alarms) -> str:
    """As Markdown."""
    rows = [
        f"| `{rule}` | {number} | {number / found.plans:.1%} |"
        for rule, number in found.by_rule.most_common()
    ]
    return HEAD.format(
        plans=found.plans,
        median=f"{found.median:g}",
        mean=f"{found.mean:.2f}",
        stops=f"{found.stops:.2%}",
        rows="\n".join(rows),
    )


HEAD = """# False alarms

Made by `make alarms`; not edited by hand. {plans} routine plans in ordinary adults, generated with a fixed
seed as `tests/safety/routine_plans.py` says: their medicines (pain killers, antidepressants, statins, blood
pressure tablets, aspirin), habits and needles are usual ones, the shares ours. First visits are among them.

- Findings a plan: median {median}, mean {mean}.
- Plans that a stop keeps from being signed: {stops}.

| rule | plans | share |
| --- | --- | --- |
{rows}
"""


if __name__ == "__main__":
    sys.stdout.write(table(alarms(int(sys.argv[1]), Random(20261126))))
