"""The rules file is complete and sourced, or it is refused."""

import msgspec
import pytest

from drypoint.decision.rules import RuleId, decode_rules, load_rules
from drypoint.terms import KnowledgeError


def broken(**changes):
    return msgspec.json.encode(msgspec.structs.replace(load_rules(), **changes))


def test_rules_put_safety_first_and_the_catch_all_last():
    order = [rule.id for rule in load_rules().rules]
    assert order[0] is RuleId.SAFETY_FIRST and order[-1] is RuleId.UNCLEAR


def test_rules_file_lacking_a_rule_is_refused():
    with pytest.raises(KnowledgeError, match="each RuleId must stand in the file exactly once"):
        decode_rules(broken(rules=load_rules().rules[1:]))


def test_rules_file_with_an_undeclared_source_is_refused():
    with pytest.raises(KnowledgeError, match="safety_first names a source"):
        decode_rules(broken(sources={}))


def test_rules_file_of_the_wrong_shape_is_refused():
    with pytest.raises(KnowledgeError, match=r"rules.json: Object missing required field"):
        decode_rules(b"{}")
