"""The room's data files: each row sourced, nothing invented where nothing was published."""

import msgspec
import pytest

from drypoint.outcomes import load_instruments, load_review_figures, load_rom, load_soreness
from drypoint.outcomes.rows import decode
from drypoint.outcomes.soreness import SorenessFile
from drypoint.terms import KnowledgeError, Verification


def instrument(name):
    return next(one for one in load_instruments().instruments if one.id == name)


def test_instruments_have_distinct_ids_and_names_in_both_languages():
    found = load_instruments().instruments
    assert len({one.id for one in found}) == len(found)
    assert all(one.name.es and one.unit.es for one in found)


def test_instruments_name_only_declared_populations():
    file = load_instruments()
    declared = {population.id for population in file.populations}
    used = {row.population for one in file.instruments for row in (*one.mdc, *one.mic)}
    assert used - {None} == declared


def test_instruments_invent_no_threshold_where_none_was_read():
    assert instrument("ppt").mdc == () and instrument("ppt").mic == ()
    assert instrument("groc").mic == ()
    assert instrument("ndi").loinc is None


def test_instruments_give_magnitudes_without_sign():
    rows = [row for one in load_instruments().instruments for row in (*one.mdc, *one.mic)]
    assert all(row.magnitude > 0 for row in rows)
    assert all(row.magnitude_high is None or row.magnitude_high > row.magnitude for row in rows)


def test_thresholds_from_memory_are_marked_unverified():
    rows = [row for one in load_instruments().instruments for row in (*one.mdc, *one.mic)]
    assert all(row.verification is Verification.UNVERIFIED for row in rows if "memory" in row.sources)


def test_soreness_falls_with_time_in_every_arm():
    points = load_soreness().course
    for arm in {point.arm for point in points}:
        values = [point.value for point in sorted(points, key=lambda one: one.hours) if point.arm == arm]
        assert values == sorted(values, reverse=True) and len(values) >= 2


def test_half_lives_agree_with_the_points_they_were_computed_from():
    points = {(point.arm, point.hours): point.value for point in load_soreness().course}
    for row in load_soreness().half_lives:
        if row.arm.startswith("martin"):
            remaining = points[row.arm, 48] / points[row.arm, 0]
            assert remaining == pytest.approx(0.5 ** (48 / row.half_life_hours), rel=0.03)
        assert row.verification is Verification.UNVERIFIED


def test_review_figures_lie_inside_their_printed_interval():
    figures = load_review_figures().figures
    whole = [row for row in figures if None not in (row.value, row.ci_low, row.ci_high)]
    assert len(whole) >= 38
    assert all(row.ci_low <= row.value <= row.ci_high for row in whole)


def test_review_figures_keep_what_was_not_printed_empty():
    headache = next(row for row in load_review_figures().figures if row.region == "headache")
    assert headache.ci_high is None and "cut off" in headache.note


def test_rom_gives_reference_values_by_joint_and_motion():
    rom = load_rom()
    assert ("shoulder", "flexion") in rom.motions() and ("ankle", "dorsiflexion") in rom.motions()
    degrees = {row.sources[0]: row.degrees for row in rom.norms_of("shoulder", "external_rotation")}
    assert degrees == {"aaos_table": 90, "boone_azen_table": 104}
    assert rom.norms_of("jaw", "opening") == ()


def test_rom_error_rows_are_ordered_ranges():
    assert all(row.low is None or row.low <= row.high for row in load_rom().measurement_error)


def test_data_file_with_an_undeclared_source_is_refused():
    raw = b"""{"schema":1,"sources":{},"course":[],"half_lives":[],"facts":[
        {"id":"x","says":{"en":"x"},"sources":["nobody"],"verification":"verified"}]}"""
    with pytest.raises(
        KnowledgeError, match=r"soreness.json.facts\[0\]: the source 'nobody' is not declared"
    ):
        decode("soreness.json", raw, SorenessFile)


def test_data_file_of_the_wrong_shape_is_refused():
    with pytest.raises(KnowledgeError, match=r"soreness.json: Object missing required field"):
        decode("soreness.json", msgspec.json.encode({"schema": 1}), SorenessFile)
