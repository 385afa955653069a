"""Settings are read once, typed, and refuse what they do not know."""

from pathlib import Path

import pytest

from drypoint.config import databases, environment, mail
from drypoint.terms.errors import InvalidInput


def test_environment_of_nothing_is_the_default() -> None:
    assert environment.read({}) == environment.Environment()


def test_environment_reads_typed_values() -> None:
    read = environment.read({"DRYPOINT_WORKERS": "3", "DRYPOINT_HTTPS": "true", "PATH": "ignored"})
    assert (read.workers, read.https) == (3, True)


def test_environment_refuses_an_unknown_setting_by_name() -> None:
    with pytest.raises(InvalidInput, match="DRYPOINT_WORKRES"):
        environment.read({"DRYPOINT_WORKRES": "3"})


@pytest.mark.parametrize("workers", ["0", "65", "many"])
def test_environment_refuses_a_wrong_value(workers: str) -> None:
    with pytest.raises(InvalidInput, match="DRYPOINT_WORKERS"):
        environment.read({"DRYPOINT_WORKERS": workers})


def test_signing_key_is_made_once_and_private(tmp_path: Path) -> None:
    mine = environment.Environment(data_dir=str(tmp_path / "new"))
    key = environment.secret_key(mine)
    assert len(key) >= 50
    assert environment.secret_key(mine) == key
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_signing_key_of_the_environment_wins(tmp_path: Path) -> None:
    mine = environment.Environment(data_dir=str(tmp_path), secret_key="given")
    assert environment.secret_key(mine) == "given"
    assert not list(tmp_path.iterdir())


def test_seal_keys_are_made_once_and_private(tmp_path: Path) -> None:
    mine = environment.Environment(data_dir=str(tmp_path / "new"))
    (key,) = environment.seal_keys(mine)
    assert len(key) >= 50
    assert environment.seal_keys(mine) == (key,)
    assert environment.secret_key(mine) != key
    assert (tmp_path / "new" / "seal-keys").stat().st_mode & 0o077 == 0


def test_seal_keys_come_from_the_setting_the_shared_signing_key_and_the_file(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert environment.seal_keys(environment.Environment(data_dir=folder, seal_keys="new, old")) == (
        "new",
        "old",
    )
    shared = environment.Environment(data_dir=folder, secret_key="given")
    assert environment.seal_keys(shared) == ("given",)
    assert not list(tmp_path.iterdir())
    (tmp_path / "seal-keys").write_text("newer\nolder\n")
    assert environment.seal_keys(shared) == ("given", "newer", "older")
    (tmp_path / "seal-keys").write_text("")
    with pytest.raises(InvalidInput, match="seal-keys"):
        environment.seal_keys(environment.Environment(data_dir=folder))


def test_sqlite_is_the_default_and_durable(tmp_path: Path) -> None:
    settings = databases.from_environment(environment.Environment(data_dir=str(tmp_path)))
    assert settings["NAME"] == str(tmp_path / "drypoint.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]


def test_postgresql_by_address() -> None:
    settings = databases.postgresql("postgresql://us%40er:p%2Fw@db.example:5433/clinic")
    assert (settings["USER"], settings["PASSWORD"]) == ("us@er", "p/w")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "5433", "clinic")


def test_postgresql_by_socket() -> None:
    assert databases.postgresql("postgresql://postgres@/clinic?host=/run/db")["HOST"] == "/run/db"


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql://host"])
def test_database_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="DATABASE_URL"):
        databases.postgresql(url)


def test_mail_goes_to_files_without_a_server() -> None:
    assert mail.from_environment(environment.Environment())[0].endswith("filebased.EmailBackend")


def test_mail_server_by_address() -> None:
    asked = environment.Environment(mail_url="smtp+starttls://me:p%40ss@mail.example")
    _backend, server = mail.from_environment(asked)
    assert server == mail.MailServer("mail.example", 587, "me", "p@ss", starttls=True)


def test_mail_server_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInput, match="DRYPOINT_MAIL_URL"):
        mail.from_environment(environment.Environment(mail_url="imap://mail.example"))
