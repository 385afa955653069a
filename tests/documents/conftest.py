"""The four documents, each as the function that makes it and a fictional content."""

import importlib.util
import sys
from pathlib import Path

import pytest


def _load_samples():
    # The import mode of the tests puts no test folder on the path.
    spec = importlib.util.spec_from_file_location("document_samples", Path(__file__).with_name("samples.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples():
    return _load_samples()
