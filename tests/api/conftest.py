"""People who ask the engines over HTTP."""

import os

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
django.setup()

from tests.clinic import factories  # noqa: E402

from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402


@pytest.fixture
def demo_clinic(db):
    return factories.make_clinic(ClinicKind.DEMO, "Demo")


@pytest.fixture
def real_clinic(db):
    return factories.make_clinic()


@pytest.fixture
def demo_user(demo_clinic):
    return factories.make_member(demo_clinic).user


@pytest.fixture(autouse=True)
def static_folder(settings):
    """Whitenoise warns about a folder that is not there; the API serves no files."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "whitenoise" not in each]
