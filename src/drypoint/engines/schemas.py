"""Schemas and examples of the engines, from the types themselves.

``python -m drypoint.engines.schemas docs/reference/interfaces`` writes them anew.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from drypoint.engines.decoding import decode
from drypoint.engines.examples import EXAMPLES
from drypoint.engines.table import ENGINES, Engine, encode, run

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def components(ref_template: str = "#/$defs/{name}") -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Schemas of all engines at once: references by engine, and the shared definitions."""
    types = [kind for engine in ENGINES.values() for kind in (engine.request, engine.result)]
    references, definitions = msgspec.json.schema_components(types, ref_template=ref_template)
    pairs = zip(references[::2], references[1::2], strict=True)
    by_name = {
        name: {"request": request, "result": result}
        for name, (request, result) in zip(ENGINES, pairs, strict=True)
    }
    return by_name, definitions


def schema(engine: Engine) -> dict[str, Any]:
    """JSON Schema of one engine: ``properties.request`` and ``properties.result``."""
    (request, result), definitions = msgspec.json.schema_components(
        [engine.request, engine.result], ref_template="#/$defs/{name}"
    )
    return {
        "$schema": DIALECT,
        "title": engine.name,
        "description": engine.summary.en,
        "type": "object",
        "properties": {"request": request, "result": result},
        "required": ["request", "result"],
        "$defs": definitions,
    }


def example(engine: Engine) -> dict[str, Any]:
    """A request and what the engine really answers."""
    request = EXAMPLES[engine.name]
    result = run(engine.name, decode(engine.name, request))
    return {"request": request, "result": msgspec.json.decode(encode(result))}


def files() -> Mapping[str, bytes]:
    """Contents of every schema and example file, by name."""
    made: dict[str, bytes] = {}
    for name, engine in ENGINES.items():
        for kind, content in (("schema", schema(engine)), ("example", example(engine))):
            text = msgspec.json.format(msgspec.json.encode(content), indent=2)
            made[f"{name}.{kind}.json"] = text + b"\n"
    return made


def main(arguments: list[str]) -> int:
    """Write the files into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("Name the folder to write into, such as docs/reference/interfaces.\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
