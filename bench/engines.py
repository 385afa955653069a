"""Times engines on one core, in process; writes ``docs/reference/engine-times.md``. Bounded, no network."""

import platform
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import msgspec

import drypoint
from drypoint.engines.examples import EXAMPLES
from drypoint.engines.table import ENGINES, Engine
from drypoint.safety import NeedlingPlan, ReviewRequest, load_rules, review

ROUNDS = 300
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "engine-times.md"
TEN = """
    trapezius_upper levator_scapulae infraspinatus rhomboid_major multifidus_lumbar
    piriformis gluteus_medius soleus vastus_lateralis splenius_capitis
""".split()


def main() -> None:
    """Time the example of each engine, and a review of ten insertions; print and keep the table."""
    rows = [(engine.name, "its example", *timed(_example(engine))) for engine in ENGINES.values()]
    rows.append(("review", "ten insertions, four medicines, all questions answered", *timed(_ten())))
    table = "\n".join(f"| `{name}` | {what} | {p50:.2f} | {p95:.2f} |" for name, what, p50, p95 in rows)
    page = f"""# Engine times

Written by `make bench`; not edited by hand. Python {platform.python_version()}, one core, {ROUNDS} calls
each, in process, milliseconds; decoding the request is not counted.

| engine | asked | p50 | p95 |
|---|---|---|---|
{table}
"""
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    for _ in range(10):
        call()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    parts = quantiles(taken, n=20)
    return parts[9], parts[18]


def _example(engine: Engine) -> Callable[[], Any]:
    request = msgspec.convert(EXAMPLES[engine.name], engine.request)
    return lambda: engine.function(request)


def _ten() -> Callable[[], Any]:
    request = msgspec.convert(EXAMPLES["review"], ReviewRequest)
    insertions = [
        {"muscle": muscle, "side": Random(1).choice(["left", "right"]), "length_mm": 30} for muscle in TEN
    ]
    person = msgspec.structs.replace(
        request.person,
        answers={one.id: False for one in load_rules().questions},
        medicines=("ibuprofen", "sertraline 50 mg", "warfarin 5 mg", "lisinopril"),
    )
    asked = msgspec.structs.replace(
        request, person=person, plan=msgspec.convert({"insertions": insertions}, NeedlingPlan)
    )
    return lambda: review(asked)


if __name__ == "__main__":
    print(f"Drypoint {drypoint.__version__}")
    main()
