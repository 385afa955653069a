"""One request for each engine, as in the interfaces' description. The results are made, never written."""

from collections.abc import Mapping
from typing import Any

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "cover": {
        "drawing": {
            "chart": "1",
            "figure": "female",
            "marks": [
                {
                    "view": "back",
                    "points": [[355, 255], [375, 262], [395, 250]],
                    "width": 24,
                    "intensity": 6,
                    "quality": "ache",
                },
                {"zone": "head.temple", "side": "right", "intensity": 4},
            ],
        },
        "before": {
            "chart": "1",
            "figure": "female",
            "marks": [{"zone": "neck.angle", "side": "left", "intensity": 7, "quality": "ache"}],
        },
        "height_cm": 168,
        "weight_kg": 66,
    },
    "rank": {
        "zones": [
            {"code": "head.temple", "side": "left", "cover": 0.8},
            {"code": "neck.side", "side": "left"},
        ],
        "qualities": ["ache"],
        "complaint": "tension_type_headache",
        "findings": [
            {
                "muscle": "trapezius_upper",
                "side": "left",
                "taut_band": True,
                "spot_tenderness": True,
                "recognised_pain": None,
                "local_twitch_response": None,
                "referred_pain": False,
            }
        ],
        "top": 5,
    },
    "screen": {
        "answers": {
            "anticoagulant": True,
            "lymphoedema_limb": {
                "value": True,
                "places": [{"region": "upper_limb", "side": "left"}],
                "since": "2019-05",
                "degree": "severe",
            },
        },
        "medicines": ["warfarin 5 mg daily"],
        "age": 44,
        "sex": "female",
        "height_cm": 170,
        "weight_kg": 60,
        "bmi": 20.8,
        "pregnancy_weeks": None,
        "visit": "first",
    },
    "review": {
        "person": {"age": 44, "sex": "female", "height_cm": 170, "weight_kg": 60, "visit": "later"},
        "plan": {
            "insertions": [
                {
                    "muscle": "rhomboid_major",
                    "side": "left",
                    "length_mm": 40,
                    "diameter_mm": 0.30,
                    "technique": "deep",
                    "position": "prone",
                    "planned_depth_mm": 20,
                    "electrical_stimulation": False,
                }
            ]
        },
    },
    "session": {
        "events": [
            {
                "id": "019aab5e-0000-7000-8000-000000000001",
                "at": "2026-11-22T10:00:00Z",
                "device": "tablet-1",
                "type": "opened",
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000002",
                "at": "2026-11-22T10:01:00Z",
                "device": "tablet-1",
                "type": "needle_opened",
                "needle": "n1",
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000003",
                "at": "2026-11-22T10:01:10Z",
                "device": "tablet-1",
                "type": "inserted",
                "needle": "n1",
                "insertion": "i1",
                "muscle": "trapezius_upper",
                "side": "left",
                "site": "1",
                "data": {},
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000004",
                "at": "2026-11-22T10:01:40Z",
                "device": "tablet-1",
                "type": "twitched",
                "insertion": "i1",
                "data": {"twitches": 2},
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000005",
                "at": "2026-11-22T10:03:10Z",
                "device": "tablet-1",
                "type": "removed",
                "insertion": "i1",
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000006",
                "at": "2026-11-22T10:04:00Z",
                "device": "tablet-1",
                "type": "count_checked",
                "data": {"sharps": 1},
            },
            {
                "id": "019aab5e-0000-7000-8000-000000000007",
                "at": "2026-11-22T10:04:10Z",
                "device": "tablet-1",
                "type": "closed",
            },
        ]
    },
    "triage": {
        "person": {},
        "under": ["pleura"],
        "hours_since": 20,
        "answers": {
            "breathless": False,
            "chest_pain": False,
            "collapse": False,
            "thunderclap_headache": False,
            "new_weakness_or_numbness": False,
            "bladder_or_bowel_change": False,
            "fever": False,
            "spreading_redness": False,
            "bleeding": False,
            "pain_nprs": 3,
            "soreness_nprs": 4,
            "bruise": True,
        },
    },
    "code": {"muscles": [{"muscle": "trapezius_upper", "side": "left"}], "sides_count_twice": False},
    "score": {"instrument": "ndi", "answers": [2, 1, 3, 0, 2, 1, None, 2, 1, 2]},
    "change": {"instrument": "nprs", "before": 6.5, "after": 4.0, "population": "neck_pain"},
    "single_case": {
        "before": [20, 20, 26, 25, 22, 23],
        "after": [28, 25, 24, 27, 30, 30, 29],
        "better": "higher",
    },
    "forecast": {
        "instrument": "nprs",
        "goal": 2,
        "observations": [
            {"day": 0, "value": 6.5, "kind": "before"},
            {"day": 1, "value": 6.0, "kind": "check_in"},
            {"day": 7, "value": 5.0, "kind": "before"},
        ],
        "sessions": [{"day": 0}],
        "planned": [{"day": 7}],
        "exercise": [{"day": 1, "done": 0.8}],
        "horizon_days": 14,
    },
    "decide": {
        "instrument": "nprs",
        "goal": 2,
        "observations": [
            {"day": 0, "value": 6.5, "kind": "before"},
            {"day": 0, "value": 4.0, "kind": "after"},
            {"day": 1, "value": 5.0, "kind": "check_in"},
            {"day": 7, "value": 5.0, "kind": "before"},
            {"day": 14, "value": 4.0, "kind": "before"},
            {"day": 21, "value": 3.0, "kind": "before"},
        ],
        "sessions": [{"day": 0}, {"day": 7}, {"day": 14}],
        "safety_level": "expected",
    },
}
