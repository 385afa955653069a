"""``drypoint rank FILE`` and the other engines: JSON in, JSON or a readable page out."""

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from drypoint.engines import ENGINES, decode, encode, run
from drypoint.terms import InvalidInput, Value


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add one command for each engine."""
    for engine in ENGINES.values():
        parser = subparsers.add_parser(
            engine.name,
            help=engine.summary.en,
            description=f"Answers {engine.summary.en}. Reads one JSON object.",
        )
        parser.add_argument("file", metavar="FILE", help="a JSON file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="JSON even on a terminal")
        parser.set_defaults(run=answer, engine=engine.name)


def answer(arguments: argparse.Namespace) -> int:
    """Run the engine on the file and print what it says."""
    result = run(arguments.engine, decode(arguments.engine, _read(arguments.file)))
    if arguments.json or not sys.stdout.isatty():
        sys.stdout.write(encode(result).decode() + "\n")
    else:
        sys.stdout.write(page(arguments.engine, result))
    return 0


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        raise InvalidInput(f"{file} cannot be read: {fault.strerror or fault}. Name a JSON file.") from fault


def page(name: str, result: Value) -> str:
    """A result as an indented page: every field by its name, empty ones left out."""
    lines = [name.upper(), *_lines(msgspec.json.decode(encode(result)), 0)]
    return "\n".join(lines) + "\n"


def _lines(value: Any, depth: int) -> list[str]:
    indent = "  " * depth
    lines: list[str] = []
    if isinstance(value, dict):
        for key, held in value.items():
            label = str(key).replace("_", " ")
            if _is_plain(held):
                lines.append(f"{indent}{label}: {_plain(held)}")
            elif held:
                lines += [f"{indent}{label}:", *_lines(held, depth + 1)]
        return lines
    for held in value:
        if _is_plain(held):
            lines.append(f"{indent}- {_plain(held)}")
        else:
            first, *rest = _lines(held, depth + 1)
            lines += [f"{indent}- {first.strip()}", *rest]
    return lines


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _plain(value: Any) -> str:
    match value:
        case None:
            return "not known"
        case True:
            return "yes"
        case False:
            return "no"
        case float():
            return f"{value:.4g}"
        case _:
            return str(value)
