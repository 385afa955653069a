"""``import drypoint`` is quick and needs neither Django nor NumPy."""

import subprocess
import sys

QUICK_SECONDS = 0.15

MEASURE = """
import sys
from importlib.abc import MetaPathFinder

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "numpy", "allauth", "gunicorn", "psycopg", "typst"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Refuse())
from time import perf_counter
begun = perf_counter()
import drypoint
print(perf_counter() - begun)
assert drypoint.__version__
"""


def _import_seconds() -> float:
    done = subprocess.run([sys.executable, "-c", MEASURE], check=True, capture_output=True, text=True)
    return float(done.stdout)


def test_import_is_quick_and_light() -> None:
    assert min(_import_seconds() for _try in range(5)) < QUICK_SECONDS
