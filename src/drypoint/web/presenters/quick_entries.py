"""From the rows of the quick entry to insertions, one needle each."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.needling import InsertionId, NeedleId, QuickInsertion, Sensation


def insertions(
    rows: Iterable[tuple[PlannedInsertion, dict[str, Any]]], *, seed: UUID, ended_at: datetime
) -> Iterator[QuickInsertion]:
    """One insertion for each needle of each row; all of them came out at ``ended_at``.

    Twitches and sensations were counted for the row, so they stand at its first needle: the sum of a
    muscle is right, and which of its needles gave them is not known.
    """
    for number, (planned, said) in enumerate(rows):
        if planned.muscle is None:
            continue
        inserted_at = ended_at - timedelta(minutes=said["minutes"] or 0)
        for needle in range(said["needles"] or 0):
            is_first = needle == 0
            yield QuickInsertion(
                insertion=InsertionId(f"i-{seed}-{number}-{needle}"),
                needle=NeedleId(f"n-{seed}-{number}-{needle}"),
                muscle=planned.muscle,
                side=planned.side,
                site=str(planned.site or 1),
                inserted_at=inserted_at,
                removed_at=ended_at,
                twitches=(said["twitches"] or 0) if is_first else 0,
                sensations=tuple(Sensation(one) for one in said["sensations"]) if is_first else (),
            )
