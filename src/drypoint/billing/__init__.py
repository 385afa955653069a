"""The procedure code for needle insertion without injection, from the distinct muscles needled."""

from drypoint.billing.code import CodeRequest, NeedledMuscle, ProcedureCode, code

__all__ = ["CodeRequest", "NeedledMuscle", "ProcedureCode", "code"]
