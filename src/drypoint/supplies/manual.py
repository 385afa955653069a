"""Renders the rules of pack codes and the gauges as the page ``docs/reference/pack-codes.md``."""

from collections.abc import Iterable, Sequence

from drypoint.supplies.gauges import Gauges
from drypoint.supplies.rows import Identifier, PackCodes
from drypoint.terms import Source

HEAD = """# Codes on packs

Generated from `src/drypoint/supplies/data/`; a test keeps it in step. To write it anew:
`DRYPOINT_WRITE_MANUAL=1 .venv/bin/python -m pytest tests/supplies/test_manual.py`.

`drypoint.supplies.read(code, on=today)` reads what a scanner sends, what is printed under a code, or a link,
and refuses what is cut off, unknown, contradictory or readable in two ways. The General Specifications could
not be read whole: what rests on extracts or on memory is marked unverified. What somebody scanned is shown
beside the form and confirmed by eye before anything is saved.
"""


def render(codes: PackCodes, gauges: Gauges) -> str:
    """The page as Markdown."""
    rules = _table(
        ("Rule", "Sources", "Checked"),
        [(row.says, _names(row.sources), row.verification.value) for row in codes.rules],
    )
    identifiers = _table(
        ("AI", "Meaning", "Value", "Separator after it", "Taken as", "Sources", "Checked"),
        [_identifier(row) for row in codes.identifiers],
    )
    carriers = _table(
        ("Sent first", "Carrier", "Followed by", "Sources", "Checked"),
        [
            (
                f"`{row.id}`",
                row.carrier,
                row.form.value.replace("_", " "),
                _names(row.sources),
                row.verification.value,
            )
            for row in codes.carriers
        ],
    )
    faults = _table(("Refused", "In words"), [(f"`{row.id.value}`", row.says.en) for row in codes.faults])
    numbers = _table(
        ("Japanese number", "Diameter (mm)", "Sources", "Checked"),
        [
            (row.number, f"{row.diameter_mm}", _names(row.sources), row.verification.value)
            for row in gauges.japanese
        ],
    )
    return "\n".join(
        (
            HEAD,
            f"## Rules\n\n{rules}",
            f"## Identifiers that are known\n\nAny other is refused.\n\n{identifiers}",
            f"## What a reader may send first\n\n{carriers}",
            f"## Why a code is refused\n\n{faults}",
            "## Japanese numbers of diameters\n\nStored are millimetres. A number is shown only where all"
            f" sources read agree; they differ on 0 and 4 to 7.\n\n{numbers}",
            f"## Sources\n\n{_sources({**codes.sources, **gauges.sources})}",
        )
    )


def _identifier(row: Identifier) -> Sequence[str]:
    length = f"{row.longest}" if row.shortest == row.longest else f"{row.shortest} to {row.longest}"
    unit = "digits" if row.content.value == "digits" else "characters"
    held = {"check_digit": ", check digit", "date": ", YYMMDD"}
    return (
        f"`{row.ai}`",
        row.title.en,
        f"{length} {unit}{held[row.holds.value] if row.holds else ''}",
        "no" if row.predefined else "yes",
        row.gives.value if row.gives else "",
        _names(row.sources),
        row.verification.value,
    )


def _sources(sources: dict[str, Source]) -> str:
    return "".join(
        f"- `{name}`: {one.citation}. Read: {one.read or 'unknown'}.\n" for name, one in sources.items()
    )


def _names(sources: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sources)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
