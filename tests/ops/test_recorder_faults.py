"""Sessions recorded while everything fails: see ``recorder_faults``; ``make soak`` runs 200 rounds."""

import re
import subprocess
import sys
from pathlib import Path

ROUNDS = 10
SEED = 20_261_127
ROOT = Path(__file__).parents[2]


def test_ten_sessions_under_faults_lose_nothing_and_double_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ops.recorder_faults", str(ROUNDS), str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    sys.stdout.write(done.stdout + done.stderr)
    figures = dict(re.findall(r"^\| \**([^|*]+?)\** \| \**(\d+)\** \|$", done.stdout, re.MULTILINE))
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(figures["rounds (one session each)"]) == ROUNDS
    assert int(figures["acknowledged events lost"]) == int(figures["events stored twice"]) == 0
    assert int(figures["events acknowledged"]) >= ROUNDS * 14
    for fault in ("server killed", "power lost", "tab closed", "network cut", "answer lost", "sent twice"):
        assert int(figures[fault]) > 0, fault
