"""One holder of a data folder at a time."""

from pathlib import Path

import pytest

from drypoint.upkeep.locks import InUse, sole_use


def test_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with (
        sole_use(folder, otherwise="held"),
        pytest.raises(InUse, match="held"),
        sole_use(folder, otherwise="held"),
    ):
        pytest.fail("two holders at once")
    with sole_use(folder, otherwise="held"):
        pass


def test_lock_is_let_go_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sole_use(tmp_path, otherwise="held"):
        raise ZeroDivisionError
    with sole_use(tmp_path, otherwise="held"):
        pass
