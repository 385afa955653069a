"""The ``drypoint`` command. Each command has its own module and is loaded only when it is used or listed."""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType

from drypoint import __version__
from drypoint.terms import DrypointError

COMMANDS: dict[str, str] = {
    "cover": "engine",
    "rank": "engine",
    "screen": "engine",
    "review": "engine",
    "session": "engine",
    "triage": "engine",
    "code": "engine",
    "change": "engine",
    "decide": "engine",
    "score": "engine",
    "single_case": "engine",
    "forecast": "engine",
    "atlas": "atlas",
    "exercises": "exercises",
    "agreement": "agreement",
    "demo": "demo",
    "serve": "serve",
    "scheduler": "scheduler",
    "tablet-page": "tablet_page",
    "bounces": "bounces",
    "setup": "setup",
    "backup": "backup",
    "restore": "restore",
    "second-step": "second_step",
    "doctor": "doctor",
    "session-log": "session_log",
    "downtime-pack": "downtime_pack",
}
"""Command -> its module in this folder, in the order of the help."""

DONE, FAULT, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 2 bad input (nothing was written), 1 fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    if not debug:
        # Any other exception ends the process with status 1; its text may hold patient data.
        sys.excepthook = _one_sentence
    try:
        parser = build_parser(only=_command_in(given))
        chosen = parser.parse_args(given)
        run: Callable[[argparse.Namespace], int] = chosen.run
        return run(chosen)
    except DrypointError as fault:
        return _ended(str(fault), BAD_INPUT, debug=debug)
    except BrokenPipeError:
        # The reader closed the pipe, as ``head`` does: nothing more to say, and nowhere to say it.
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        return _ended("Stopped.", FAULT, debug=False)
    except ModuleNotFoundError as fault:
        if (fault.name or "").split(".")[0] == "drypoint":
            raise
        return _ended(
            f"This command needs {fault.name}, which is not installed: pip install drypoint[clinic]",
            BAD_INPUT,
            debug=debug,
        )


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser with every command, or with only one, which spares loading the others."""
    parser = argparse.ArgumentParser(
        prog="drypoint",
        description="The open system for dry needling care. "
        "It supports a licensed professional, who decides; it does not diagnose.",
    )
    parser.add_argument("--version", action="version", version=f"drypoint {__version__}")
    parser.add_argument("--debug", action="store_true", help="show where a fault happened")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")
    wanted = dict.fromkeys(module for name, module in COMMANDS.items() if only in (None, name))
    for module in wanted:
        try:
            command = import_module(f"drypoint.cli.{module}")
        except ModuleNotFoundError:
            if only is not None:
                raise
            _list_without_loading(subparsers, module)
        else:
            command.register(subparsers)
    return parser


def _list_without_loading(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", module: str
) -> None:
    """On a bare install the help still names what ``drypoint[clinic]`` adds."""
    for name, of in COMMANDS.items():
        if of == module:
            subparsers.add_parser(name, help="needs pip install drypoint[clinic]")


def _command_in(given: Sequence[str]) -> str | None:
    """The command, if the first word that is no option is one; else all are loaded, for the help."""
    words = [word for word in given if not word.startswith("-")]
    return words[0] if words and words[0] in COMMANDS else None


def _one_sentence(kind: type[BaseException], _fault: BaseException, _trace: TracebackType | None) -> None:
    print(
        f"Something went wrong inside Drypoint ({kind.__name__}). "
        "Run the command again with --debug and report what it shows, without patient data.",
        file=sys.stderr,
    )


def _ended(sentence: str, status: int, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
