"""``drypoint agreement FILE``: how well two examiners agree, from a table of what each said."""

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from drypoint.outcomes.agreement import FEWEST, Agreement, Unsaid, agreement
from drypoint.terms import InvalidInput

COLUMNS = ("item", "rater_a", "rater_b")
_UNSAID = {
    Unsaid.NOTHING: "There is no pair: nothing to say.",
    Unsaid.NO_VARIATION: "Both gave one and the same answer throughout: kappa is not defined.",
    Unsaid.NO_WIDTH: "Kappa has no interval: full agreement, or one of the two gave one answer throughout.",
}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "agreement",
        help="how well two examiners agree: Cohen's kappa with its interval",
        description="Reads a CSV file with the columns item, rater_a and rater_b, one row for each thing "
        "that both judged; answers may be any words. A row with an empty answer is counted and left out. "
        "Gives the share of agreement, Cohen's kappa with its large-sample 95 % interval, PABAK and, for two "
        "answers, the "
        f"prevalence and bias indices. Below {FEWEST} pairs it says that they are too few.",
    )
    parser.add_argument("file", metavar="FILE", help="a CSV file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="JSON even on a terminal")
    parser.set_defaults(run=run)


class Answer(Agreement, frozen=True):
    """As the command gives it."""

    left_out: int
    """Rows in which one of the two did not answer."""


def run(arguments: argparse.Namespace) -> int:
    """Print the agreement of the file's two raters."""
    pairs, left_out = read(_lines(arguments.file))
    found = agreement(pairs)
    said = Answer(**{name: getattr(found, name) for name in found.__struct_fields__}, left_out=left_out)
    if arguments.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(said).decode() + "\n")
    else:
        print(readable(said))
    return 0


def read(lines: Iterable[str]) -> tuple[list[tuple[str, str]], int]:
    """The pairs of answers, and how many rows lack one; ``InvalidInput`` for another kind of table."""
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or not set(COLUMNS) <= {name.strip() for name in reader.fieldnames}:
        raise InvalidInput(f"Name the columns {', '.join(COLUMNS)} in the first line.")
    pairs: list[tuple[str, str]] = []
    seen: set[str] = set()
    left_out = 0
    for row in reader:
        item, first, second = (
            next(((value or "").strip() for key, value in row.items() if key and key.strip() == name), "")
            for name in COLUMNS
        )
        if not item or item in seen:
            raise InvalidInput(f"Line {reader.line_num}: give each item once, and a name.", where="item")
        seen.add(item)
        if first and second:
            pairs.append((first, second))
        else:
            left_out += 1
    return pairs, left_out


def readable(said: Answer) -> str:
    """Lines for a terminal."""
    lines = [f"{'pairs':<22} {said.n}", f"{'left out':<22} {said.left_out}"]
    if said.observed is not None:
        lines.append(f"{'agreed':<22} {said.agreed} ({said.observed:.1%})")
    if said.too_few and said.n:
        lines.append(f"Too few to say more: below {FEWEST} pairs kappa's interval cannot be trusted.")
    else:
        figures = (
            ("kappa", said.kappa),
            ("95 % from", said.low),
            ("95 % to", said.high),
            ("PABAK", said.pabak),
            ("prevalence index", said.prevalence_index),
            ("bias index", said.bias_index),
        )
        lines += [f"{name:<22} {value:.3f}" for name, value in figures if value is not None]
    if said.unsaid is not None:
        lines.append(_UNSAID[said.unsaid])
    return "\n".join([*lines, "Agreement is not accuracy: two can agree and both be wrong."])


def _lines(file: str) -> list[str]:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig").splitlines()
    except OSError as fault:
        raise InvalidInput(f"{file} cannot be read: {fault.strerror or fault}. Name a CSV file.") from fault
    except UnicodeDecodeError as fault:
        raise InvalidInput(f"{file} is not text in UTF-8. Save it as CSV in UTF-8.") from fault
