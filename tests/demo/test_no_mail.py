"""The demo's people are invented: nothing is ever mailed to them."""

import os
from pathlib import Path
from typing import Any

import pytest

from drypoint.cli.main import main
from drypoint.demo import opening, sign_ins
from drypoint.upkeep import server


def test_demo_forgets_the_mail_server_of_the_shell_it_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = {"DRYPOINT_MAIL_URL": "smtp://mail.example", "DRYPOINT_ADDRESS": "https://clinic.example"}
    outside["DRYPOINT_CERTIFICATE"] = "/somewhere/server.pem"
    for name, value in (outside | {"DATABASE_URL": "", "DRYPOINT_DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    served: list[Any] = []
    monkeypatch.setattr(opening, "open_demo", lambda *_asked, **_named: [])
    monkeypatch.setattr(sign_ins, "listing", lambda _sign_ins: "")
    monkeypatch.setattr(server, "serve_app", lambda _port, environment, ready: served.append(environment))
    assert main(["demo", "--data", str(tmp_path)]) == 0
    assert (served[0].mail_url, served[0].address) == ("", "")
    assert not set(outside) & set(os.environ), "the scheduler beside the server inherits what is left"
