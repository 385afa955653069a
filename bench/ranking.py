"""Measures the ranking on published cases, textbook patterns and redrawn ones; writes ``ranking-quality.md``.

Beside it in the same run: the naive likelihood and prevalence alone, and the ranking with each part off.
Nothing here is fitted. Bounded, no network, reproducible but for the times.
"""

import platform
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import fmean, quantiles

import numpy as np
from drawings import ATLAS, JACCARD, SEED, Case, level_of, load_cases, redraw
from rankers import METHODS, PARTS, Method, brier, named, position, quick_naive

from drypoint.atlas import MuscleSide
from drypoint.painmap import RankRequest, ZoneCover, rank
from drypoint.painmap.palpation import expected_bits, palpation_accuracy

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "ranking-quality.md"
REDRAWS = 200
RESAMPLES = 2_000
PAIRS = 150


def main() -> None:
    """Measure, print and keep the page."""
    redraws = int(sys.argv[1]) if len(sys.argv) > 1 else REDRAWS
    everything = load_cases()
    published = [case for case in everything if case.published]
    textbook = [case for case in everything if not case.published]
    page = "\n".join(
        [
            "# How well the ranking finds the muscle",
            "",
            f"Written by `make bench`; not edited by hand. Python {platform.python_version()}. "
            f"A hit is any muscle that the source names, on the side of the pain. 95 % intervals: bootstrap "
            f"over cases ({RESAMPLES} resamples). The assumptions stand in `painmap/assumptions.py`.",
            "",
            "**14 cases are few:** every interval is wide, and a difference of one case is 7 points. The "
            "published cases were chosen by their authors, and their zones are our reading of words. The "
            "textbook patterns come from the same school as the atlas: they show consistency, not validity.",
            "",
            "## Against two simpler methods",
            "",
            _quality(published, "14 published reports and series", METHODS),
            _quality(textbook, "57 textbook patterns", METHODS),
            "## Each part off",
            "",
            "A part that earned nothing would be taken out. Redrawn: ten redraws of each textbook pattern; "
            f"two causes: {PAIRS} pairs of textbook patterns of different muscles in one drawing: only there "
            "can explaining away show what it does.",
            "",
            _ablations(published, textbook),
            "## Redrawn",
            "",
            _robustness(published, textbook, redraws),
            "## Calibration",
            "",
            _calibration(published, textbook),
            "## How much the assumed accuracy of palpation matters",
            "",
            _sensitivity(published),
            "## Speed",
            "",
            _speed(everything),
            "",
        ]
    )
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _quality(cases: Sequence[Case], title: str, methods: Mapping[str, Method]) -> str:
    rows = [
        f"{title}:",
        "",
        "| method | top 1 | top 3 | top 5 | mean reciprocal rank | Brier |",
        "|---|---|---|---|---|---|",
    ]
    for name, method in methods.items():
        scores = [method(case.places) for case in cases]
        ranks = [position(one, case) for one, case in zip(scores, cases, strict=True)]
        briers = [brier(one, case) for one, case in zip(scores, cases, strict=True)]
        rows.append(
            f"| {name} | {_share(ranks, 1)} | {_share(ranks, 3)} | {_share(ranks, 5)} "
            f"| {_interval([1 / one for one in ranks])} | {_interval(briers, 3)} |"
        )
    return "\n".join([*rows, ""])


def _share(ranks: Sequence[int], most: int) -> str:
    hits = [100.0 * (one <= most) for one in ranks]
    low, high = _bootstrap(hits)
    return f"{fmean(hits):.0f} % ({low:.0f} to {high:.0f})"


def _interval(numbers: Sequence[float], digits: int = 2) -> str:
    low, high = _bootstrap(numbers)
    return f"{fmean(numbers):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def _bootstrap(numbers: Sequence[float]) -> tuple[float, float]:
    rng = np.random.default_rng(SEED)
    drawn = rng.choice(np.array(numbers), (RESAMPLES, len(numbers))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _ablations(published: Sequence[Case], textbook: Sequence[Case]) -> str:
    rng = np.random.default_rng(SEED)
    redrawn = [
        replace(case, places=redraw(case.places, level_of(case.places), rng))
        for case in textbook
        for _ in range(10)
    ]
    pairs = _pairs(textbook, rng)
    rows = [
        "| | published: top 5 | MRR | redrawn textbook: top 5 | MRR | Brier | two causes: both in top 10 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, method in PARTS.items():
        ranks = [position(method(case.places), case) for case in published]
        scores = [method(case.places) for case in redrawn]
        again = [position(one, case) for one, case in zip(scores, redrawn, strict=True)]
        briers = [brier(one, case) for one, case in zip(scores, redrawn, strict=True)]
        rows.append(
            f"| {name} | {_percent(ranks, 5)} | {fmean(1 / one for one in ranks):.2f} "
            f"| {_percent(again, 5)} | {fmean(1 / one for one in again):.3f} | {fmean(briers):.2f} "
            f"| {_both(pairs, method)} |"
        )
    return "\n".join([*rows, ""])


def _pairs(textbook: Sequence[Case], rng: np.random.Generator) -> list[tuple[Case, Case]]:
    """Two textbook patterns of different muscles in one drawing."""
    found: list[tuple[Case, Case]] = []
    while len(found) < PAIRS:
        one, other = (textbook[number] for number in rng.choice(len(textbook), 2, replace=False).tolist())
        if not set(one.muscles) & set(other.muscles):
            found.append((one, other))
    return found


def _both(pairs: Sequence[tuple[Case, Case]], method: Method) -> str:
    found = []
    for one, other in pairs:
        scores = method(tuple(dict.fromkeys((*one.places, *other.places))))
        found.append(max(position(scores, one), position(scores, other)))
    return _percent(found, 10)


def _percent(ranks: Sequence[int], most: int) -> str:
    return f"{100 * fmean(one <= most for one in ranks):.0f} %"


def _robustness(published: Sequence[Case], textbook: Sequence[Case], redraws: int) -> str:
    rows = [
        f"{redraws} redraws of each case, at a mean Jaccard overlap of {JACCARD} with it (what patients' own "
        "redraws of shoulder pain reach): zones are left out, touching ones come in. Goal: a loss of at most "
        "8 points in top 5. The loss is paired by case.",
        "",
        "| cases | method | top 5 as drawn | top 5 redrawn | loss in points | MRR redrawn |",
        "|---|---|---|---|---|---|",
    ]
    for title, cases in (("published", published), ("textbook", textbook)):
        for name in ("Drypoint", "naive likelihood"):
            method = METHODS[name] if name == "Drypoint" else quick_naive
            losses, before, after, reciprocal = [], [], [], []
            for case in cases:
                rng = np.random.default_rng(SEED)
                level = level_of(case.places)
                first = position(method(case.places), case)
                again = [position(method(redraw(case.places, level, rng)), case) for _ in range(redraws)]
                before.append(100.0 * (first <= 5))
                after.append(100.0 * fmean(one <= 5 for one in again))
                losses.append(before[-1] - after[-1])
                reciprocal.append(fmean(1 / one for one in again))
            rows.append(
                f"| {title} | {name} | {fmean(before):.0f} % | {fmean(after):.0f} % "
                f"| {_interval(losses, 0)} | {fmean(reciprocal):.2f} |"
            )
    return "\n".join([*rows, ""])


def _calibration(published: Sequence[Case], textbook: Sequence[Case]) -> str:
    rng = np.random.default_rng(SEED)
    drawings = [(case, case.places) for case in published]
    drawings += [
        (case, redraw(case.places, level_of(case.places), rng)) for case in textbook for _ in range(20)
    ]
    said: list[tuple[float, float]] = []
    for case, places in drawings:
        scores = METHODS["Drypoint"](places)
        top = sorted(scores, key=lambda place: -scores[place])[:10]
        said += [(scores[place], named(place, case)) for place in top]
    edges = [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.01]
    rows = [
        "Of the ten first muscles of each published case and of 20 redraws of each textbook pattern: how "
        "often the source named them, by the probability that the ranking gave. A source names one cause or "
        "a few; others may have been active unnamed, so that the probabilities may stand above the shares.",
        "",
        "| probability | muscles | mean probability | named by the source |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise(edges):
        inside = [(p, named) for p, named in said if low <= p < high]
        if inside:
            share, error = fmean(n for _p, n in inside), 1.96 * sqrt(0.25 / len(inside))
            rows.append(
                f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {fmean(p for p, _n in inside):.2f} "
                f"| {share:.2f} ± {min(error, 0.5):.2f} |"
            )
    return "\n".join([*rows, ""])


def _sensitivity(published: Sequence[Case]) -> str:
    accuracy = palpation_accuracy(ATLAS)
    rows = [
        "What to palpate next is the palpable muscle with the largest expected information. The accuracy of "
        "one palpation is guessed from examiners' agreement (a = (1 + sqrt(kappa)) / 2), an upper guess. "
        "Over the published cases, with the first suggestion under the pooled kappa held against the others:",
        "",
        "| kappa (Rathbone 2017) | assumed accuracy | mean bits of the first | same first suggestion |",
        "|---|---|---|---|",
    ]
    cases = [(case, METHODS["Drypoint"](case.places)) for case in published]

    def first(scores: Mapping[MuscleSide, float], assumed: float) -> tuple[MuscleSide, float]:
        open_ones = [place for place in scores if ATLAS.muscle(place.muscle).palpable is True]
        best = max(open_ones, key=lambda place: expected_bits(scores[place], assumed))
        return best, expected_bits(scores[best], assumed)

    usual = [first(scores, accuracy.point)[0] for _case, scores in cases]
    for words, assumed in (
        ("0.364 (low end)", accuracy.point_low),
        ("0.452 (pooled)", accuracy.point),
        ("0.540 (high end)", accuracy.point_high),
        ("perfect palpation", 0.999),
    ):
        found = [first(scores, assumed) for _case, scores in cases]
        same = sum(one[0] == other for one, other in zip(found, usual, strict=True))
        rows.append(
            f"| {words} | {assumed:.2f} | {fmean(bits for _, bits in found):.2f} | {same} of {len(cases)} |"
        )
    return "\n".join([*rows, ""])


def _speed(cases: Sequence[Case]) -> str:
    requests = _requests(cases, 1)
    for request in requests:
        rank(request, atlas=ATLAS)
    taken = []
    for request in _requests(cases, 5):
        begun = time.perf_counter()
        rank(request, atlas=ATLAS)
        taken.append((time.perf_counter() - begun) * 1000)
    parts = quantiles(taken, n=20)
    rows = [
        f"One core, ten candidates with their explanation and next palpations, {len(taken)} redrawn cases: "
        f"p50 {parts[9]:.1f} ms, p95 {parts[18]:.1f} ms (goal 15).",
        "",
        "| drawings, two processes | seconds | a second |",
        "|---|---|---|",
    ]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_rank_all, [_requests(cases, 1)] * 2))
        for rounds in (10, 20, 40):
            requests = _requests(cases, rounds)
            parts_of = [requests[start::8] for start in range(8)]
            begun = time.perf_counter()
            done = sum(pool.map(_rank_all, parts_of))
            spent = time.perf_counter() - begun
            rows.append(f"| {done} | {spent:.2f} | {done / spent:.0f} |")
    return "\n".join(rows)


def _requests(cases: Sequence[Case], rounds: int) -> list[RankRequest]:
    rng = np.random.default_rng(SEED)
    drawn = [redraw(case.places, level_of(case.places), rng) for _ in range(rounds) for case in cases]
    return [
        RankRequest(zones=tuple(ZoneCover(code=place.zone, side=place.side) for place in places))
        for places in drawn
    ]


def _rank_all(requests: Sequence[RankRequest]) -> int:
    for request in requests:
        rank(request, atlas=ATLAS)
    return len(requests)


if __name__ == "__main__":
    main()
