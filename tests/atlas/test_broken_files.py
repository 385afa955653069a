"""Broken copies of the knowledge are refused with file and row."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from drypoint.atlas import assemble, build, check, packaged
from drypoint.terms import KnowledgeError

Edit = Callable[[dict[str, Any]], None]


def edited(name: str, edit: Edit) -> dict[str, bytes]:
    files = packaged()
    content = json.loads(files[name])
    edit(content)
    files[name] = json.dumps(content).encode()
    return files


def row(content: dict[str, Any], table: str, wanted: str) -> dict[str, Any]:
    return next(each for each in content[table] if wanted in (each.get("id"), each.get("code")))


def setting(table: str, wanted: str, field: str, value: Any) -> Edit:
    def edit(content: dict[str, Any]) -> None:
        row(content, table, wanted)[field] = value

    return edit


def doubling(table: str) -> Edit:
    return lambda content: content[table].append(content[table][0])


def in_hazard(field: str, value: Any) -> Edit:
    return setting("hazards", "rhomboids", field, value)


def in_pattern(field: str, value: Any) -> Edit:
    return lambda content: row(content, "muscles", "temporalis")["patterns"][0].update({field: value})


FAULTS: list[tuple[str, Edit, str]] = [
    ("zones.json", doubling("zones"), "zones.json: head.vertex: the zone stands 2 times"),
    (
        "zones.json",
        setting("zones", "head.eye", "choir", {"left": "f99", "right": "f03"}),
        "zones.json: head.eye: unknown CHOIR area 'f99'",
    ),
    (
        "zones.json",
        setting("zones", "head.eye", "choir", {"left": "f03", "right": "f04"}),
        "zones.json: head.eye: CHOIR area 'f03' is not on the left",
    ),
    ("zones.json", setting("zones", "head.eye", "views", []), "zones.json: head.eye: seen in no view"),
    ("zones.json", lambda c: c.update(choir_source="nobody"), "choir_source: unknown source 'nobody'"),
    ("zones.json", setting("zones", "head.eye", "sources", []), "zones.json: head.eye: no source"),
    (
        "zones.json",
        lambda c: c["sources"].update(extra={"citation": "unread"}),
        "zones.json: extra: no row uses this source",
    ),
    (
        "zones.json",
        lambda c: c["sources"]["drypoint"].update(citation="someone else"),
        "drypoint: another file declares this source differently",
    ),
    ("muscles.json", doubling("muscles"), "muscles.json: trapezius_upper: the muscle stands 2 times"),
    (
        "muscles.json",
        lambda c: row(c, "muscles", "soleus")["identifiers"].update(fma="FMA:49006"),
        "FMA:49006: the exact identifier stands 2 times",
    ),
    (
        "muscles.json",
        lambda c: row(c, "muscles", "soleus")["identifiers"].update(fma=None),
        "muscles.json: soleus: identifier and its scope contradict each other",
    ),
    (
        "muscles.json",
        setting("muscles", "temporalis", "patterns", []),
        "muscles.json: temporalis: no trigger point",
    ),
    ("muscles.json", in_pattern("trp", 2), "muscles.json: temporalis: 2: the trigger point stands 2 times"),
    (
        "muscles.json",
        in_pattern("spillover", ["head.tempel"]),
        "muscles.json: temporalis: trigger point 1: unknown zone 'head.tempel'",
    ),
    (
        "muscles.json",
        in_pattern("spillover", ["head.eyebrow"]),
        "muscles.json: temporalis: trigger point 1: head.eyebrow: the zone stands 2 times",
    ),
    (
        "muscles.json",
        in_pattern("crosses", ["head.chin"]),
        "temporalis: trigger point 1: unknown zone of its own in crosses 'head.chin'",
    ),
    ("muscles.json", in_pattern("essential", []), "temporalis: trigger point 1: no essential zone"),
    ("muscles.json", in_pattern("sources", ["nobody"]), "trigger point 1: unknown source 'nobody'"),
    (
        "muscles.json",
        in_pattern("sources", ["expert_knowledge", "expert_knowledge"]),
        "expert_knowledge: the source stands 2 times",
    ),
    (
        "muscles.json",
        setting("muscles", "temporalis", "hazards", []),
        "muscles.json: temporalis: unmapped; name its hazard rows or say not_reviewed",
    ),
    (
        "muscles.json",
        setting("muscles", "temporalis", "hazards", [{"hazard": "moon", "basis": "named"}]),
        "muscles.json: temporalis: unknown hazard 'moon'",
    ),
    (
        "muscles.json",
        setting("muscles", "temporalis", "hazards", [{"hazard": "biceps", "basis": "named"}] * 2),
        "muscles.json: temporalis: biceps: the hazard stands 2 times",
    ),
    (
        "muscles.json",
        lambda c: row(c, "muscles", "temporalis")["billing"].update(muscle="masseter"),
        "muscles.json: temporalis: a named muscle is counted as itself, not as 'masseter'",
    ),
    ("hazards.json", doubling("hazards"), "hazards.json: upper_trapezius: the hazard stands 2 times"),
    ("hazards.json", doubling("structures"), "hazards.json: pleura: the structure stands 2 times"),
    ("hazards.json", doubling("worst_events"), "pneumothorax: the worst event stands 2 times"),
    ("hazards.json", doubling("general_facts"), "lung_surface: the general fact stands 2 times"),
    (
        "hazards.json",
        in_hazard("structures", [{"structure": "plura"}]),
        "hazards.json: rhomboids: unknown structure 'plura'",
    ),
    (
        "hazards.json",
        in_hazard("structures", [{"structure": "pleura"}] * 2),
        "hazards.json: rhomboids: pleura: the structure stands 2 times",
    ),
    ("hazards.json", in_hazard("worst_events", ["doom"]), "rhomboids: unknown worst event 'doom'"),
    ("hazards.json", in_hazard("zones", ["bk.nowhere"]), "rhomboids: unknown zone 'bk.nowhere'"),
    ("hazards.json", in_hazard("zones", ["bk.lumbar"] * 2), "rhomboids: bk.lumbar: the zone stands 2 times"),
    ("hazards.json", in_hazard("worst_events", []), "rhomboids: needs a structure, a worst event and a zone"),
    (
        "hazards.json",
        lambda c: row(c, "hazards", "rhomboids")["reported_depths"][0].update(reached=3),
        "hazards.json: rhomboids: statement 1: 'reached' needs a needle length and a larger n",
    ),
    (
        "hazards.json",
        lambda c: row(c, "hazards", "popliteus_popliteal_fossa")["reported_depths"][0].update(reached=12),
        "popliteus_popliteal_fossa: statement 1: 'reached' needs a needle length and a larger n",
    ),
    ("complaints.json", doubling("complaints"), "tension_type_headache: the complaint stands 2 times"),
    (
        "complaints.json",
        setting("complaints", "groin_pain", "prevalence", []),
        "complaints.json: groin_pain: unmapped; name its prevalence rows or say nothing_found",
    ),
    (
        "complaints.json",
        setting("complaints", "groin_pain", "prevalence", ["grieve_2013_trapezius_upper"]),
        "groin_pain: unknown prevalence row of patients 'grieve_2013_trapezius_upper'",
    ),
    (
        "complaints.json",
        setting("complaints", "whiplash", "prevalence", "nothing_found"),
        "prevalence.json: ettlin_2008_semispinalis_capitis: unmapped; no complaint names it",
    ),
    (
        "complaints.json",
        setting("complaints", "fibromyalgia", "prevalence", ["alonso_blanco_2011_15_muscles"] * 2),
        "alonso_blanco_2011_15_muscles: the prevalence row stands 2 times",
    ),
    ("prevalence.json", doubling("rows"), "cerezo_tellez_2016_trapezius_upper: the row stands 2 times"),
    ("prevalence.json", doubling("groups"), "upper_trapezius_scm_temporalis: the group stands 2 times"),
    (
        "prevalence.json",
        setting("groups", "neck_head", "muscles", ["trapezius"]),
        "prevalence.json: neck_head: unknown muscle 'trapezius'",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "muscles", ["teres"]),
        "prevalence.json: bron_2011_teres_major: unknown muscle 'teres'",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "muscles", ["teres_major"] * 2),
        "bron_2011_teres_major: teres_major: the muscle stands 2 times",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "group", "neck_head"),
        "bron_2011_teres_major: needs either muscles or a group",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "group", "nobody"),
        "bron_2011_teres_major: unknown group 'nobody'",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "latent_percent", {"low": 50, "high": 40}),
        "bron_2011_teres_major: a range runs from 50.0 down to 40.0",
    ),
    ("palpation.json", doubling("agreement"), "rathbone_any_trigger_point: the row stands 2 times"),
    (
        "palpation.json",
        setting("agreement", "lucas_taut_band", "kappa", 0.5),
        "palpation.json: lucas_taut_band: needs either a pooled kappa or a range",
    ),
]


@pytest.mark.parametrize(("name", "edit", "fault"), FAULTS, ids=[fault for _, _, fault in FAULTS])
def test_broken_reference_is_refused_and_listed(name: str, edit: Edit, fault: str) -> None:
    files = edited(name, edit)
    listed = check(assemble(files)).unmapped
    assert any(fault in each for each in listed), listed
    with pytest.raises(KnowledgeError, match=r"drypoint atlas check"):
        build(files)


def test_one_fault_is_named_alone_and_more_are_counted() -> None:
    files = edited("zones.json", setting("zones", "head.eye", "views", []))
    with pytest.raises(KnowledgeError) as refused:
        build(files)
    assert str(refused.value).startswith("zones.json: head.eye: seen in no view. Run")
    with pytest.raises(KnowledgeError, match=r"\(and \d+ more\)"):
        build(
            edited("muscles.json", setting("muscles", "temporalis", "patterns", []))
            | {"zones.json": files["zones.json"]}
        )


MALFORMED: list[tuple[str, Edit, str]] = [
    ("muscles.json", setting("muscles", "soleus", "paired", "yes"), "muscles.json: soleus: Expected `bool`"),
    (
        "muscles.json",
        setting("muscles", "soleus", "colour", "red"),
        "muscles.json: soleus: Object contains unknown",
    ),
    (
        "muscles.json",
        setting("muscles", "soleus", "hazards", "unknown"),
        "muscles.json: soleus: Invalid enum value",
    ),
    (
        "zones.json",
        setting("zones", "head.eye", "views", ["above"]),
        "zones.json: head.eye: Invalid enum value",
    ),
    (
        "zones.json",
        lambda c: c["zones"][3].pop("code"),
        "zones.json: 3: Object missing required field `code`",
    ),
    ("zones.json", lambda c: c.pop("zones"), "zones.json: Object missing required field `zones`"),
    ("zones.json", lambda c: c.update(schema=2), "zones.json has schema 2; this code reads schema 1."),
    (
        "hazards.json",
        lambda c: row(c, "hazards", "rhomboids")["reported_depths"][0].update(mean_mm=-3),
        "hazards.json: rhomboids: Expected `float` >= 0.0",
    ),
    (
        "prevalence.json",
        setting("rows", "bron_2011_teres_major", "latent_percent", {"low": 50, "high": 140}),
        "prevalence.json: bron_2011_teres_major: Expected `float` <= 100.0",
    ),
]


@pytest.mark.parametrize(("name", "edit", "message"), MALFORMED, ids=[message for _, _, message in MALFORMED])
def test_malformed_row_is_refused_with_file_and_row(name: str, edit: Edit, message: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        assemble(edited(name, edit))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "zones.json is not readable JSON"),
        (b"\xff\xfe\xff", "zones.json is not readable JSON"),
        (b"[]", "zones.json: Expected `object`, got `array`"),
        (b'{"zones": [{"id": "a", "id": "b"}]}', "the key 'id' stands twice in one object, near 'b'"),
        (b'{"x": {"code": "a", "code": "b"}}', "the key 'code' stands twice in one object, near 'a'"),
    ],
)
def test_unreadable_file_is_refused_by_name(content: bytes, message: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        assemble(packaged() | {"zones.json": content})
    assert message in str(refused.value)


def test_missing_file_is_named() -> None:
    files = packaged()
    del files["palpation.json"]
    with pytest.raises(KnowledgeError, match=r"palpation.json is missing."):
        assemble(files)
