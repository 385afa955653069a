"""``drypoint agreement`` as a user types it."""

import io
import json
import sys

import pytest

from drypoint.cli import main as cli
from drypoint.cli.agreement import readable
from drypoint.outcomes.agreement import FEWEST


@pytest.fixture(autouse=True)
def own_excepthook(monkeypatch):
    """The command takes it for its whole process: give it back to the tests."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def rows(both, first, second, neither):
    said = [("yes", "yes")] * both + [("yes", "no")] * first + [("no", "yes")] * second
    said += [("no", "no")] * neither
    return "item,rater_a,rater_b\n" + "".join(f"{n},{a},{b}\n" for n, (a, b) in enumerate(said))


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "said.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_agreement_answers_as_json(file, capsys):
    assert cli.main(["agreement", file(rows(20, 5, 10, 15) + "last,yes,\n")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["kappa"] == pytest.approx(0.4) and said["n"] == 50 and said["left_out"] == 1
    assert said["low"] < 0.4 < said["high"] and said["unsaid"] is None


def test_agreement_on_a_terminal_says_it_in_lines(file, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(["agreement", file(b"\xef\xbb\xbf" + rows(20, 5, 10, 15).encode())]) == 0
    assert "kappa                  0.400" in terminal.getvalue()
    assert "not accuracy" in terminal.getvalue()


def test_agreement_says_when_pairs_are_too_few_and_when_there_are_none(file, monkeypatch):
    for content, sentence in ((rows(5, 2, 2, 5), f"below {FEWEST} pairs"), (rows(0, 0, 0, 0), "no pair")):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert cli.main(["agreement", file(content)]) == 0
        assert sentence in terminal.getvalue() and "kappa   " not in terminal.getvalue()


def test_agreement_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows(20, 0, 0, 20).encode())))
    assert cli.main(["agreement", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unsaid"] == "no_width"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n", "Name the columns"),
        ("", "Name the columns"),
        ("item,rater_a,rater_b\n1,yes,no\n1,yes,no\n", "Line 3"),
        ("item,rater_a,rater_b\n,yes,no\n", "Line 2"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_agreement_refuses_another_table(content, sentence, file, capsys):
    assert cli.main(["agreement", file(content)]) == 2
    assert sentence in capsys.readouterr().err


def test_agreement_refuses_a_file_that_is_not_there(tmp_path, capsys):
    assert cli.main(["agreement", str(tmp_path / "none.csv")]) == 2
    assert "Name a CSV file" in capsys.readouterr().err


def test_agreement_is_printed_for_every_reason_that_withholds_it():
    from drypoint.cli.agreement import _UNSAID
    from drypoint.outcomes.agreement import Unsaid

    assert set(_UNSAID) == set(Unsaid) and readable
