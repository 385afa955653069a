"""Times the note of a visit with everything recorded: its draft and PDF, and the PDF of a superbill.

Writes ``docs/reference/document-times.md``. A clinic in memory; bounded, no network.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "document-times.md"
ROUNDS = 60
GOALS_MS = {"draft of the note": 150, "PDF of the note": 400, "PDF of the superbill": 400}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Record a visit, time, write the table."""
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    before = os.getloadavg()[0]
    times = {name: _timed(work) for name, work in _works().items()}
    _write(times, before)


def _works() -> dict[str, Callable[[], Any]]:
    from tests.clinic import factories
    from tests.clinic.followup.whole_visit import full_visit
    from tests.clinic.visits.care import BEGUN, Care

    from drypoint.billing import Service
    from drypoint.clinic.charges.actions import fees, superbills
    from drypoint.clinic.charges.queries import superbill_content
    from drypoint.clinic.followup.actions import notes
    from drypoint.clinic.followup.models import ProcedureCode
    from drypoint.clinic.followup.queries.note_draft import draft_note, signed_note
    from drypoint.documents import superbill, visit_note

    care = Care()
    owner = factories.acting(care.clinic, "owner")
    fees.set_fee(by=owner, clinic=care.clinic, code="97110", cents=3_800, timed=True)
    full_visit(care)
    note = notes.sign(
        by=care.therapist,
        visit=care.visit,
        revision=care.visit.revision,
        procedure_code=ProcedureCode.FEW,
        signed_at=BEGUN + timedelta(hours=1),
    )
    services = [Service(code="97110", minutes=15)]
    bill = superbills.issue(by=care.therapist, visit=care.visit, services=services, diagnoses=["M79.18"])
    content = superbill_content([bill], person=care.person, language="en")
    return {
        "draft of the note": lambda: draft_note(care.visit, at=BEGUN),
        # Another name each time: the typesetter remembers what it has set.
        "PDF of the note": lambda: visit_note(_renamed(signed_note(note))),
        "PDF of the superbill": lambda: superbill(_renamed(content)),
    }


def _renamed(content: Any) -> Any:
    """The same document about somebody of another name and number."""
    from msgspec.structs import replace

    number = time.perf_counter_ns()
    person = replace(content.person, name=f"Ana Ruiz {number}", clinic_number=str(number))
    return replace(content, person=person)


def _timed(work: Callable[[], Any]) -> list[float]:
    """Milliseconds of each round after the first three, which load knowledge and fonts."""
    taken = []
    for _round in range(ROUNDS + 3):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return taken[3:]


def _write(times: dict[str, list[float]], before: float) -> None:
    rows = []
    for name, taken in times.items():
        cuts = quantiles(taken, n=20)
        rows.append(f"| {name} | {cuts[9]:.0f} | {cuts[18]:.0f} | {GOALS_MS[name]} |")
    table = "\n".join(rows)
    PAGE.write_text(
        f"""# Times of documents

Written by `python bench/documents.py`; not edited by hand. {platform.machine()},
Python {platform.python_version()}, SQLite in memory, {ROUNDS} rounds each after three to warm up, of a visit
in which everything was recorded. Load of the machine beside it: {before:.1f} before,
{os.getloadavg()[0]:.1f} after, on {os.cpu_count()} cores.

| what | p50 ms | p95 ms | goal p95 |
|---|---|---|---|
{table}
""",
        encoding="utf-8",
    )
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
