"""``drypoint downtime-pack``: what to print before the screens go dark."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from drypoint.terms import InvalidInput


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "downtime-pack",
        help="paper screening, count sheet, what lies under, action cards",
        description="Writes one PDF to print and keep beside the table for the day when no screen works. "
        "A clinic's own pages make it with the clinic's name and emergency number. Never overwrites.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the PDF to write")
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the pack (en)")
    parser.add_argument("--paper", choices=("a4", "us-letter"), default="a4", help="size (a4)")
    parser.add_argument("--clinic", default="", help="name on each page")
    parser.add_argument("--emergency-number", default="", help="left out: a line to write it on")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the pack; ``InvalidInput`` when the file is there already or its folder is not."""
    from drypoint.documents import DowntimePackContent, Letterhead, Stamp, downtime_pack

    target: Path = arguments.file
    if target.exists():
        raise InvalidInput("There is a file of this name. Choose another.", where=str(target))
    if not target.parent.is_dir():
        raise InvalidInput("There is no such folder.", where=str(target.parent))
    content = DowntimePackContent(
        language=arguments.language,
        paper=arguments.paper,
        letterhead=Letterhead(clinic_name=arguments.clinic or "Drypoint", address_lines=(), phone=""),
        emergency_number=arguments.emergency_number,
        stamp=Stamp(reference="downtime", version="1", at=datetime.now(UTC)),
    )
    target.write_bytes(downtime_pack(content))
    print(f"Written to {target}. Print it and keep it beside the table.")
    return 0
