"""``drypoint session-log`` as somebody with access to the server types it."""

import json

import pytest
from tests.clinic.visits.care import Care

from drypoint import engines
from drypoint.cli import main as cli
from drypoint.clinic.visits.queries.sessions import session_state


def test_stored_log_folds_to_where_the_session_stands(care: Care, capsys: pytest.CaptureFixture[str]) -> None:
    care.needle()
    assert cli.main(["session-log", str(care.visit.pk)]) == 0
    asked = json.loads(capsys.readouterr().out)
    folded = engines.run("session", engines.decode("session", asked))
    assert folded.insertions == session_state(care.visit).insertions  # type: ignore[attr-defined]


@pytest.mark.parametrize("visit", ["the one of Tuesday", "018f6b2c-0000-7000-8000-000000000000"])
def test_visit_that_is_not_there_is_told(db: None, capsys: pytest.CaptureFixture[str], visit: str) -> None:
    assert cli.main(["session-log", visit]) == 2
    assert "Copy" in capsys.readouterr().err
