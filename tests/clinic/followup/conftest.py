"""One person's care."""

import pytest
from tests.clinic.visits.care import Care


@pytest.fixture
def care(db: None) -> Care:
    """Care in a demo clinic: every switch on."""
    return Care()
