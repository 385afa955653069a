"""The OpenAPI description, made from the types of the engines."""

from functools import cache
from typing import Any

from drypoint import __version__
from drypoint.engines import ENGINES
from drypoint.engines.examples import EXAMPLES
from drypoint.engines.schemas import components

REFUSALS = {
    "400": "The request cannot be understood; `where` names the field.",
    "401": "Nobody is signed in.",
    "403": "Who is signed in may not ask this.",
    "413": "The request is larger than 1 MB.",
    "415": "The request is not JSON.",
}

ERROR: dict[str, Any] = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": "One sentence that says what to do."},
        "where": {"type": "string", "description": "The field as a path, or empty."},
    },
    "required": ["error", "where"],
}


@cache
def describe() -> dict[str, Any]:
    """OpenAPI 3.1 of every engine."""
    by_name, definitions = components("#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Drypoint engines",
            "version": __version__,
            "description": "Supports a licensed professional, who decides; does not diagnose. Safety rules "
            "are those that ship with Drypoint. Nothing that is sent is stored.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"session": []}],
        "paths": {
            f"/{name}": {"post": _operation(name, by_name[name]["request"], by_name[name]["result"])}
            for name in ENGINES
        },
        "components": {
            "schemas": {**definitions, "Error": ERROR},
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The sign-in of a member of staff.",
                }
            },
        },
    }


def _operation(name: str, request: Any, result: Any) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "operationId": name,
        "summary": ENGINES[name].summary.en,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": request, "example": EXAMPLES[name]}},
        },
        "responses": {
            "200": {"description": "The result.", "content": {"application/json": {"schema": result}}},
            **{status: {"description": why, "content": error} for status, why in REFUSALS.items()},
        },
    }
