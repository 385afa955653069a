"""The procedure code for needling, units of timed codes, and what a visit comes to."""

from drypoint.billing.charges import (
    ChargeLine,
    Charges,
    ChargesRequest,
    Fee,
    Service,
    Unbilled,
    charges,
    check_code,
    check_modifiers,
    never_with_needling,
)
from drypoint.billing.code import CodeRequest, NeedledMuscle, ProcedureCode, code
from drypoint.billing.rules import (
    BillingRules,
    NeverWithNeedling,
    UnitRule,
    UnitRuleRow,
    load_billing_rules,
)
from drypoint.billing.units import TimedMinutes, timed_units

__all__ = [
    "BillingRules",
    "ChargeLine",
    "Charges",
    "ChargesRequest",
    "CodeRequest",
    "Fee",
    "NeedledMuscle",
    "NeverWithNeedling",
    "ProcedureCode",
    "Service",
    "TimedMinutes",
    "Unbilled",
    "UnitRule",
    "UnitRuleRow",
    "charges",
    "check_code",
    "check_modifiers",
    "code",
    "load_billing_rules",
    "never_with_needling",
    "timed_units",
]
