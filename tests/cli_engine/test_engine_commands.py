"""The engine commands as a user types them."""

import io
import json
import re
import subprocess
import sys

import pytest

from drypoint.cli import main as cli
from drypoint.cli.engine import page
from drypoint.engines import ENGINES, decode, run
from drypoint.engines.examples import EXAMPLES
from drypoint.terms import KnowledgeError


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "request.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


@pytest.fixture(autouse=True)
def own_excepthook(monkeypatch):
    """The command takes it for its whole process: give it back to the tests."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def standard_input(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


@pytest.mark.parametrize("name", list(ENGINES))
def test_engine_command_answers_its_example_as_json(name, file, capsys):
    assert cli.main([name, file(EXAMPLES[name])]) == 0
    said = capsys.readouterr()
    assert set(json.loads(said.out)) >= {"versions"} and said.err == ""


def test_engine_command_reads_standard_input(monkeypatch, capsys):
    standard_input(monkeypatch, json.dumps(EXAMPLES["change"]))
    assert cli.main(["change", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["change"] == -2.5


def test_engine_command_shows_a_page_on_a_terminal_and_json_when_asked(monkeypatch, file):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    assert cli.main(["code", file(EXAMPLES["code"])]) == 0
    shown = terminal.getvalue()
    assert shown.startswith("CODE\ncode: 20560\n")
    assert "billing muscles:\n  - trapezius\n" in shown and "confirm: yes" in shown
    terminal.truncate(0)
    cli.main(["code", "--json", file(EXAMPLES["code"])])
    assert '"code":"20560"' in terminal.getvalue()


def test_page_names_what_is_not_known_and_leaves_out_what_is_empty():
    shown = page("change", run("change", decode("change", EXAMPLES["change"])))
    assert "magnitude high: not known" in shown
    assert "beyond: no" in shown and "change: -2.5" in shown
    assert "red flags" not in page("rank", run("rank", decode("rank", EXAMPLES["rank"])))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"instrument":"nprs","before":1}', "after: This field is required.\n"),
        ('{"instrument":"nprs","before":1,"after":12}', "after: Numeric Pain Rating Scale ends at 10.\n"),
        ('{"instrument":"nprs","befor":1}', "befor: There is no such field."),
        ("", "This is not JSON"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(content, sentence, file, capsys):
    assert cli.main(["change", file(content)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(sentence) and said.err.count("\n") == 1


def test_missing_file_is_bad_input(tmp_path, capsys):
    assert cli.main(["rank", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.endswith("cannot be read: No such file or directory. Name a JSON file.\n")


def test_wrong_use_is_bad_input(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["rank"])
    assert ended.value.code == 2
    assert "FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        (KnowledgeError("muscles.json is missing."), 2, "muscles.json is missing.\n"),
        (KeyboardInterrupt(), 1, "Stopped.\n"),
        (
            ModuleNotFoundError("no", name="django.db"),
            2,
            "This command needs django.db, which is not installed",
        ),
    ],
)
def test_fault_is_one_sentence_without_its_details(fault, status, sentence, file, capsys, monkeypatch):
    def fails(_name, _request):
        raise fault

    monkeypatch.setattr("drypoint.cli.engine.run", fails)
    assert cli.main(["code", file(EXAMPLES["code"])]) == status
    said = capsys.readouterr().err
    assert said.startswith(sentence) and "Traceback" not in said


@pytest.mark.parametrize(
    "fault", [RuntimeError("soleus of Ann"), ModuleNotFoundError("of Ann", name="drypoint.lost")]
)
def test_fault_of_ours_is_one_sentence_without_its_details(fault, file, capsys, monkeypatch):
    def fails(_name, _request):
        raise fault

    monkeypatch.setattr("drypoint.cli.engine.run", fails)
    with pytest.raises(type(fault)):
        cli.main(["code", file(EXAMPLES["code"])])
    sys.excepthook(type(fault), fault, None)
    said = capsys.readouterr().err
    assert said.startswith(f"Something went wrong inside Drypoint ({type(fault).__name__}).")
    assert "Ann" not in said and said.count("\n") == 1


def test_fault_of_ours_ends_the_process_with_status_1():
    done = on_a_bare_install("rank", "-", before="import drypoint.cli.engine as e; e.run = None")
    assert done.returncode == 1
    assert done.stderr.startswith("Something went wrong inside Drypoint (TypeError).")


def test_debug_shows_where_a_fault_happened(file, capsys):
    assert cli.main(["--debug", "change", file("{")]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_closed_pipe_ends_quietly():
    command = f"{sys.executable} -m drypoint.cli.main rank - | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        input=json.dumps(EXAMPLES["rank"] | {"top": 400}).encode(),
        capture_output=True,
        check=False,
    )
    assert done.stdout == b'{"candidat'
    assert done.stderr == b""


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    # A long name has its words on the next line.
    assert all(re.search(rf"^    {name}(?: |$)", shown, re.MULTILINE) for name in cli.COMMANDS)


BARE = """
import sys
from importlib.abc import MetaPathFinder

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "allauth", "gunicorn", "psycopg", "typst"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
BEFORE
from drypoint.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def on_a_bare_install(*arguments, before=""):
    return subprocess.run(
        [sys.executable, "-c", BARE.replace("BEFORE", before), *arguments],
        input=json.dumps(EXAMPLES["rank"]),
        capture_output=True,
        text=True,
        check=False,
    )


def test_engine_command_needs_no_django():
    done = on_a_bare_install("rank", "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["candidates"]


def test_help_works_without_django():
    done = on_a_bare_install("--help")
    assert done.returncode == 0 and "serve" in done.stdout


def test_clinic_command_without_django_says_what_to_install():
    done = on_a_bare_install("doctor")
    assert done.returncode == 2
    assert done.stderr.endswith("which is not installed: pip install drypoint[clinic]\n")
    assert done.stderr.count("\n") == 1
