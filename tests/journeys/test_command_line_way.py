"""The same published case through the command line: what one command answers, the next one asks with."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from drypoint.web.guided_cases import guided_cases

DRYPOINT = Path(sys.executable).with_name("drypoint")
CASE = guided_cases()["case-015"]
MUSCLE = {"muscle": "supraspinatus", "side": "right"}
HARMLESS = (
    "breathless chest_pain collapse thunderclap_headache new_weakness_or_numbness bladder_or_bowel_change"
    " growing_swelling cough postural_headache fever spreading_redness bleeding"
).split()
MINUTE = "2026-11-22T10:{:02}:00Z"


def drypoint(command: str, request: dict[str, Any]) -> dict[str, Any]:
    """What ``drypoint COMMAND -`` answers to ``request``."""
    done = subprocess.run(
        [DRYPOINT, command, "-"], input=json.dumps(request), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    assert set(answer["versions"]) == {"engine", "atlas", "rules"}
    return answer


def when_the_case_is_ranked(findings: list[dict[str, Any]]) -> tuple[int, float]:
    """The place and the probability of the muscle that the report found responsible."""
    answer = drypoint(
        "rank",
        {
            "zones": [{"code": zone.code, "side": zone.side} for zone in CASE.drawing()],
            "complaint": CASE.complaint,
            "findings": findings,
            "top": 20,
        },
    )
    candidates = answer["candidates"]
    # Several may be active at once: each chance lies between 0 and 1, their sum may not.
    assert all(0 <= one["probability"] <= 1 for one in candidates)
    return next(
        (place, one["probability"])
        for place, one in enumerate(candidates, start=1)
        if {"muscle": one["muscle"], "side": one["side"]} == MUSCLE
    )


def when_the_person_is_screened() -> dict[str, Any]:
    """First with nothing known, then with a no to each question that is open, and consent."""
    person: dict[str, Any] = {"age": 32, "sex": "male", "medicines": ["ibuprofen 400 mg"], "visit": "first"}
    blank = drypoint("screen", person)
    assert blank["outcome"] == "incomplete"
    person["answers"] = dict.fromkeys(blank["unanswered"], False)
    answer = drypoint("screen", person)
    assert (answer["outcome"], answer["unanswered"]) == ("clear", [])
    return person


def when_the_plan_is_reviewed(person: dict[str, Any]) -> list[str]:
    """Codes of what lies under the insertion."""
    insertion = {
        **MUSCLE,
        "length_mm": 40,
        "diameter_mm": 0.3,
        "technique": "tangential",
        "position": "prone",
    }
    answer = drypoint("review", {"person": person, "plan": {"insertions": [insertion]}})
    assert answer["outcome"] not in {"emergency", "stop", "refer", "incomplete"}
    (under,) = answer["under"]
    assert (under["insertion"], under["worst_event"]) == (0, "pneumothorax")
    structures: list[str] = under["structures"]
    assert "pleura" in structures
    return structures


def when_it_is_needled() -> list[dict[str, Any]]:
    """One needle in, a twitch, out, counted, closed; an early closing is refused in words."""
    done: list[dict[str, Any]] = [
        {"type": "opened"},
        {"type": "needle_opened", "needle": "n1"},
        {"type": "inserted", "needle": "n1", "insertion": "i1", **MUSCLE, "site": "1"},
        {"type": "twitched", "insertion": "i1"},
        {"type": "removed", "insertion": "i1"},
        {"type": "count_checked", "data": {"sharps": 1}},
        {"type": "closed"},
    ]
    events = [
        {
            "id": f"019aab5e-0000-7000-8000-{number:012}",
            "at": MINUTE.format(number),
            "device": "tablet",
            **one,
        }
        for number, one in enumerate(done)
    ]
    early = drypoint("session", {"events": events[:4]})
    assert (early["needles_in"], early["may_close"]) == (1, False)
    assert early["blocked_by"]
    late = drypoint("session", {"events": [*reversed(events), events[2]]})  # any order, repeats allowed
    assert (late["state"], late["needles_in"], late["sharps"], late["unaccounted"]) == ("closed", 0, 1, 0)
    insertions: list[dict[str, Any]] = late["insertions"]
    assert [(one["dwell_seconds"], one["twitches"]) for one in insertions] == [(120, 1)]
    return insertions


def test_a_published_case_goes_through_the_command_line() -> None:
    place, before = when_the_case_is_ranked([])
    found = {**MUSCLE, "taut_band": True, "spot_tenderness": True, "recognised_pain": True}
    now, after = when_the_case_is_ranked([found])
    assert now <= place
    assert after > before

    person = when_the_person_is_screened()
    under = when_the_plan_is_reviewed(person)
    insertions = when_it_is_needled()

    coded = drypoint(
        "code", {"muscles": [{"muscle": one["muscle"], "side": one["side"]} for one in insertions]}
    )
    assert (coded["code"], coded["confirm"]) == ("20560", True)

    asked = {"person": person, "under": under, "hours_since": 20}
    answers = {**dict.fromkeys(HARMLESS, False), "pain_nprs": 3, "soreness_nprs": 4, "bruise": True}
    expected = drypoint("triage", {**asked, "answers": answers})
    assert expected["level"] == "expected"
    breathless = drypoint("triage", {**asked, "answers": {**answers, "breathless": True}})
    assert breathless["level"] == "emergency"
    assert all("call the emergency services" in said["say"] for said in (expected, breathless))

    changed = drypoint(
        "change", {"instrument": "nprs", "before": 8, "after": 3, "population": "shoulder_pain"}
    )
    assert changed["change"] == -5
    assert all(row["source"] for row in changed["mdc"] + changed["mic"])
