"""The one table of engines: everybody decodes, runs and encodes the same way."""

import json
import runpy
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import drypoint
from drypoint.engines import ENGINES, current_versions, decode, encode, engine_named, run, schemas
from drypoint.engines.examples import EXAMPLES
from drypoint.engines.schemas import components, files, main
from drypoint.painmap import RankRequest, ZoneCover
from drypoint.terms import InvalidInput, Side, ZoneCode

DOCUMENTED = Path(__file__).parents[2] / "docs/reference/interfaces"


def refused(name, raw):
    with pytest.raises(InvalidInput) as caught:
        decode(name, raw)
    return caught.value


def test_table_holds_the_engines_of_the_interfaces():
    assert set(ENGINES) == {
        "cover",
        "rank",
        "screen",
        "review",
        "session",
        "triage",
        "code",
        "score",
        "change",
        "single_case",
        "forecast",
        "decide",
    }
    assert all(engine.name == name and engine.summary.es for name, engine in ENGINES.items())


@pytest.mark.parametrize("name", list(ENGINES))
def test_example_runs_the_same_from_bytes_mapping_and_python(name):
    request = EXAMPLES[name]
    from_bytes = run(name, decode(name, json.dumps(request).encode()))
    assert from_bytes == run(name, decode(name, request)) == getattr(drypoint, name)(request)
    assert from_bytes == getattr(drypoint, name)(**request) == getattr(drypoint, name)(decode(name, request))
    assert isinstance(from_bytes, ENGINES[name].result)
    assert encode(from_bytes) == encode(run(name, decode(name, request)))


@pytest.mark.parametrize("name", list(ENGINES))
def test_result_carries_versions(name):
    result = json.loads(encode(run(name, decode(name, EXAMPLES[name]))))
    assert result["versions"] == msgspec.to_builtins(current_versions())
    assert result["versions"]["engine"] == drypoint.__version__


@pytest.mark.parametrize("name", list(ENGINES))
def test_result_reads_back_as_its_type(name):
    result = run(name, decode(name, EXAMPLES[name]))
    assert msgspec.json.decode(encode(result), type=ENGINES[name].result) == result


@pytest.mark.parametrize("name", list(ENGINES))
def test_unknown_field_is_refused_by_name(name):
    fault = refused(name, {**EXAMPLES[name], "surprise": 1})
    assert fault.where == "surprise" and fault.message.startswith("There is no such field. Use ")


@pytest.mark.parametrize(
    ("name", "raw", "where", "message"),
    [
        (
            "rank",
            b'{"zones":[{"code":"x","side":"lft"}]}',
            "zones[0].side",
            "Use one of left, right, midline.",
        ),
        ("rank", b'{"zones":[{"side":"left"}]}', "zones[0].code", "This field is required."),
        (
            "rank",
            b'{"zones":[{"cod":"x"}]}',
            "zones[0].cod",
            "There is no such field. Use code, cover, side.",
        ),
        (
            "rank",
            b'{"zones":[{"code":"x","side":"left","cover":2}]}',
            "zones[0].cover",
            "Give a number <= 1.0.",
        ),
        ("rank", b'{"zones":3}', "zones", "Give a list or null, not a whole number."),
        ("rank", b'{"language":"fr"}', "language", "Use one of en, es."),
        (
            "rank",
            b'{"drawing":{"chart":"1","marks":[{"view":"a","points":[[1,2,3]],"width":1}]}}',
            "drawing.marks[0].points[0]",
            "Give a list of length 2.",
        ),
        ("rank", b"[]", "", "Give an object, not a list."),
        ("session", b'{"events":[{"id":"a"}]}', "events[0].id", "Invalid UUID."),
        ("screen", b'{"answers":{"a":true,"b":"x"}}', "answers.b", "Use one of true, false, unknown."),
        (
            "screen",
            b'{"answers":{"z":true,"a":{"valu":1}}}',
            "answers.a.valu",
            "There is no such field. Use degree, places, since, value.",
        ),
        ("change", b"{", "", "This is not JSON (Input data was truncated). Send one JSON object."),
        ("change", b"\xff", "", "This is not JSON (JSON is malformed"),
        ("change", b'{"before":NaN}', "", "This is not JSON"),
        ("change", {"before": float("nan")}, "", "This cannot be written as JSON"),
        ("change", {"before": object()}, "", "This cannot be written as JSON"),
    ],
)
def test_fault_is_one_sentence_with_a_path(name, raw, where, message):
    fault = refused(name, raw)
    assert fault.where == where
    assert fault.message.startswith(message)


def test_unnamed_fault_keeps_the_words_of_the_decoder():
    fault = refused("session", b'{"events":[{"id":"00000000-0000-0000-0000-000000000001","at":"x"}]}')
    assert (fault.where, fault.message) == ("events[0].at", "Invalid RFC3339 encoded datetime.")


def test_path_into_a_fixed_point_names_no_fields():
    raw = b'{"drawing":{"chart":"1","marks":[{"view":"a","points":[["x",2]],"width":1}]}}'
    assert refused("rank", raw).message == "Give a number, not text."


def test_unknown_engine_is_refused():
    with pytest.raises(InvalidInput, match=r"There is no engine 'guess'\. Use one of cover, rank, screen"):
        engine_named("guess")


def test_endless_mapping_is_refused():
    endless = {}
    endless["zones"] = endless
    assert refused("rank", endless).message.startswith("This cannot be written as JSON")


def test_schemas_run_as_a_program(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["schemas", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(schemas.__file__, run_name="__main__")
    assert ended.value.code == 0
    assert (tmp_path / "rank.schema.json").exists()


def test_python_call_takes_a_request_or_fields_but_not_both():
    with pytest.raises(InvalidInput, match="either one request or keyword fields"):
        drypoint.change(EXAMPLES["change"], before=3)


def test_python_call_checks_a_typed_request_too():
    with pytest.raises(InvalidInput, match=r"zones\[0\].cover: Give a number <= 1.0"):
        drypoint.rank(RankRequest(zones=(ZoneCover(code=ZoneCode("head.temple"), side=Side.LEFT, cover=7),)))


def test_package_lists_its_engines_and_nothing_else_is_there():
    assert set(ENGINES) <= set(dir(drypoint))
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = drypoint.guess


def said(content):
    """A file without the versions, which change with every word of the knowledge."""
    read = json.loads(content)
    read.get("result", {}).pop("versions", None)
    return read


def test_documented_schemas_and_examples_are_in_step():
    """``python -m drypoint.engines.schemas docs/reference/interfaces`` writes them anew."""
    made = files()
    assert {path.name for path in DOCUMENTED.glob("*.json")} == set(made)
    stale = [
        name for name, content in made.items() if said((DOCUMENTED / name).read_bytes()) != said(content)
    ]
    assert stale == []


def test_schemas_can_be_written_anywhere(tmp_path, capsys):
    assert main([str(tmp_path / "new")]) == 0
    assert len(list((tmp_path / "new").iterdir())) == 2 * len(ENGINES)
    assert main([]) == 2
    assert "Name the folder" in capsys.readouterr().err


def test_components_share_definitions_under_any_prefix():
    by_name, definitions = components("#/components/schemas/{name}")
    assert by_name["rank"]["request"] == {"$ref": "#/components/schemas/RankRequest"}
    assert "RankRequest" in definitions and "Ranking" in definitions


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(sorted(ENGINES)),
    st.binary(max_size=30) | json_values.map(lambda v: json.dumps(v).encode()),
)
@settings(max_examples=200, deadline=None)
def test_decode_of_anything_is_a_request_or_invalid_input(name, raw):
    try:
        assert isinstance(decode(name, raw), ENGINES[name].request)
    except InvalidInput as fault:
        assert fault.message.endswith((".", ")"))


@given(st.sampled_from(sorted(ENGINES)), st.data())
@settings(max_examples=200, deadline=None)
def test_run_of_a_disturbed_example_is_a_result_or_invalid_input(name, data):
    request = dict(EXAMPLES[name])
    field = data.draw(st.sampled_from(sorted(request)))
    request[field] = data.draw(json_values)
    try:
        assert isinstance(run(name, decode(name, request)), ENGINES[name].result)
    except InvalidInput as fault:
        assert str(fault)
