"""Reads the packaged knowledge into typed values and refuses it when it is broken.

Every function below ``packaged`` takes the bytes of the files, so that anyone can check an edited copy.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, TypeVar, cast

import msgspec

from drypoint.atlas.atlas import Atlas, Knowledge
from drypoint.atlas.complaints import ComplaintsFile, PrevalenceFile
from drypoint.atlas.hazards import HazardsFile
from drypoint.atlas.muscles import MusclesFile
from drypoint.atlas.palpation import PalpationFile
from drypoint.atlas.references import faults
from drypoint.atlas.zones import ZonesFile
from drypoint.terms import KnowledgeError

STATED_VERSION = "1.0"
"""Version of the atlas data as people speak of it; the content's hash is added on load."""

SCHEMA = 1
"""The layout of the files that this code reads."""

FILE_NAMES = (
    "zones.json",
    "muscles.json",
    "hazards.json",
    "complaints.json",
    "prevalence.json",
    "palpation.json",
)

_FileType = TypeVar("_FileType")


@lru_cache(maxsize=1)
def load() -> Atlas:
    """The packaged atlas, read once per process.

    Raises KnowledgeError if a file is broken or a reference leads nowhere.
    """
    return build(packaged())


def packaged() -> dict[str, bytes]:
    """The knowledge files as they ship with Drypoint, by name."""
    folder = resources.files("drypoint.atlas") / "data"
    return {name: (folder / name).read_bytes() for name in FILE_NAMES}


def build(files: Mapping[str, bytes]) -> Atlas:
    """An atlas from the bytes of its files, with every reference checked.

    Raises KnowledgeError that names the file and the row.
    """
    atlas = assemble(files)
    found = faults(atlas.knowledge)
    if found:
        first, *others = found
        more = f" (and {len(others)} more)" if others else ""
        raise KnowledgeError(f"{first}{more}. Run `drypoint atlas check` to list all.")
    return atlas


def assemble(files: Mapping[str, bytes]) -> Atlas:
    """An atlas whose rows are well formed, but whose references have not been checked."""
    return Atlas(
        Knowledge(
            zones=_decode(files, "zones.json", ZonesFile),
            muscles=_decode(files, "muscles.json", MusclesFile),
            hazards=_decode(files, "hazards.json", HazardsFile),
            complaints=_decode(files, "complaints.json", ComplaintsFile),
            prevalence=_decode(files, "prevalence.json", PrevalenceFile),
            palpation=_decode(files, "palpation.json", PalpationFile),
        ),
        version=f"{STATED_VERSION}+{_content_hash(files)}",
    )


def _content_hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in FILE_NAMES:
        digest.update(files[name])
    return digest.hexdigest()[:8]


def _decode(files: Mapping[str, bytes], name: str, kind: type[_FileType]) -> _FileType:
    if name not in files:
        raise KnowledgeError(f"{name} is missing.")
    try:
        content: Any = json.loads(files[name], object_pairs_hook=_unique_keys)
    except ValueError as fault:
        raise KnowledgeError(f"{name} is not readable JSON: {fault}.") from fault
    try:
        decoded = msgspec.convert(content, kind)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"{name}{_row_named_in(str(fault), content)}: {fault}.") from fault
    if content["schema"] != SCHEMA:
        raise KnowledgeError(f"{name} has schema {content['schema']}; this code reads schema {SCHEMA}.")
    return decoded


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keyed = dict(pairs)
    if len(keyed) < len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        near = keyed.get("id", pairs[0][1])
        raise ValueError(f"the key {doubled!r} stands twice in one object, near {near!r}")
    return keyed


def _row_named_in(fault: str, content: Any) -> str:
    """Which row a decoding fault speaks of, as ``: <id>``: msgspec only counts rows."""
    path = re.search(r"\$\.(\w+)\[(\d+)\]", fault)
    if path is None:
        return ""
    row = cast("dict[str, Any]", content[path[1]][int(path[2])])
    return f": {row.get('id') or row.get('code') or path[2]}"
