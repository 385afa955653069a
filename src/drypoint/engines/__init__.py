"""The one table of engines. Command line, HTTP API, pages and stored results all go through it."""

from drypoint.engines.decoding import decode
from drypoint.engines.table import ENGINES, Engine, current_versions, encode, engine_named, run

__all__ = ["ENGINES", "Engine", "current_versions", "decode", "encode", "engine_named", "run"]
