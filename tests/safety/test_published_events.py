"""46 published harms, coded as what a clinic could have known before: what the review would have said.

The page ``docs/reference/published-harms.md`` is made by this test; to write it anew:
``DRYPOINT_WRITE_MANUAL=1 .venv/bin/python -m pytest tests/safety/test_published_events.py``.
"""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drypoint.safety import Review, ReviewRequest, review

EVENTS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("published_events.json").read_text(encoding="utf-8")
)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "published-harms.md"
WITH_SITE = [one for one in EVENTS if one["structures"]]
WITH_FINDING = [one for one in EVENTS if one["findings"]]


def reviewed(event: dict[str, Any]) -> Review:
    request = {"person": event["person"], "plan": {"insertions": event["insertions"]}}
    return review(msgspec.convert(request, ReviewRequest))


def structures(result: Review) -> set[str]:
    return {code for one in result.under for code in one.structures}


def test_every_published_event_is_coded_once() -> None:
    assert len({one["id"] for one in EVENTS}) == len(EVENTS) == 46
    assert all(one["citation"] for one in EVENTS)


@pytest.mark.parametrize("event", WITH_SITE, ids=[one["id"] for one in WITH_SITE])
def test_structure_that_was_hurt_lies_under_the_needle(event: dict[str, Any]) -> None:
    result = reviewed(event)
    assert structures(result) & set(event["structures"]), event["citation"]
    assert all(one.reviewed for one in result.under)


@pytest.mark.parametrize("event", WITH_FINDING, ids=[one["id"] for one in WITH_FINDING])
def test_risk_that_was_known_before_is_a_finding(event: dict[str, Any]) -> None:
    found = {one.id for one in reviewed(event).findings}
    assert set(event["findings"]) <= found, event["citation"]


def test_page_of_published_harms_is_in_step() -> None:
    made = page()
    if "DRYPOINT_WRITE_MANUAL" in os.environ:
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "write it anew as the test's first lines say"


def page() -> str:
    """The table, from what the review says now."""
    rows = [_row(event) for event in EVENTS]
    hit = sum(bool(structures(reviewed(one)) & set(one["structures"])) for one in WITH_SITE)
    asked = [(one, finding) for one in WITH_FINDING for finding in one["findings"]]
    found = sum(finding in {one.id for one in reviewed(event).findings} for event, finding in asked)
    head = HEAD.format(
        under=f"{hit} of {len(WITH_SITE)}",
        findings=f"{found} of {len(asked)}",
        events=len(WITH_FINDING),
        rest=len(EVENTS) - len(WITH_SITE),
    )
    reports = [f"- `{one['id']}`: {one['citation']}" for one in EVENTS]
    return "\n".join([head, *rows, "", "## Reports", *reports, ""])


HEAD = """# Published harms

Made by `tests/safety/test_published_events.py`; not edited by hand. Each harm is coded as what could
have been known before the needle: the site and the person as the report states them. "Under" asks whether
the structure that was hurt stands under a planned insertion; "findings" asks whether each stated risk, and
each part of the plan that a rule is about, is a finding. These are the cases that the rules were made with:
a good score shows that the mapping is whole, not that it works on others.

- Recall of **under**: {under} events with a stated site whose harm lay under the needle.
- Recall of **findings**: {findings} stated risks and plan faults, in {events} events.
- {rest} events state no site, or hurt something that did not lie under the needle (fainting, spread through
  the blood).

| event | harm, site as reported | under | findings | foreseeable |
| --- | --- | --- | --- | --- |"""


def _row(event: dict[str, Any]) -> str:
    result = reviewed(event)
    hurt = sorted(structures(result) & set(event["structures"]))
    findings = {one.id for one in result.findings}
    met = [f"`{one}`" for one in event["findings"] if one in findings]
    under = ", ".join(f"`{one}`" for one in hurt) if event["structures"] else "–"
    where = f"{event['event']}; {event['site'] or 'site not reported'}"
    return f"| `{event['id']}` | {where} | {under} | {', '.join(met) or '–'} | {_verdict(event, hurt, met)} |"


def _verdict(event: dict[str, Any], hurt: list[str], met: list[str]) -> str:
    if hurt and met:
        said = "yes: from the site and from the person or plan"
    elif hurt:
        said = "yes: from the site; nothing known of the person asked for an action"
    elif met:
        said = "yes: from the person or plan"
    elif not event["insertions"]:
        said = "no: the report states no site and no risk"
    else:
        said = "no"
    return f"{said}. {event['note']}" if event["note"] else said
