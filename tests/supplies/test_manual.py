"""The page of pack codes says what the rows say."""

import os
from pathlib import Path

from drypoint.supplies import load_gauges, load_pack_codes
from drypoint.supplies.manual import render

MANUAL = Path(__file__).parent.parent.parent / "docs" / "reference" / "pack-codes.md"


def test_manual_is_in_step() -> None:
    rendered = render(load_pack_codes(), load_gauges())
    if "DRYPOINT_WRITE_MANUAL" in os.environ:
        MANUAL.write_text(rendered)
    assert MANUAL.read_text() == rendered, "write it anew as the page's first lines say"
