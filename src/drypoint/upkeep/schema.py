"""Where a database stands: which migrations it holds, and its models as of then."""

from django.apps.registry import Apps
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Node = tuple[str, str]
"""A migration: app label and name."""

NOT_KEPT = frozenset({"sessions.session"})
"""Tables that no backup holds: after a restore people sign in again."""


def applied(using: str = "default") -> list[Node]:
    """The migrations that the database has taken up, sorted."""
    return sorted(MigrationExecutor(connections[using]).loader.applied_migrations)


def pending(using: str = "default") -> list[Node]:
    """The migrations of this version that the database lacks, in the order in which they would run."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def unknown(nodes: list[Node]) -> list[Node]:
    """Those of ``nodes`` that this version does not have: they come from a newer Drypoint."""
    known = MigrationLoader(None).disk_migrations
    return [node for node in nodes if node not in known]


def newer_version_needed(what: str, newer: list[Node]) -> str:
    """The refusal of something that holds the migrations ``newer``, which this version does not know."""
    return f"{what} was made by a newer Drypoint (it holds {newer[0][0]}.{newer[0][1]}). Use that version."


def migrate_to(nodes: list[Node], using: str) -> None:
    """Bring an empty database exactly to the state in which ``nodes`` are applied."""
    executor = MigrationExecutor(connections[using])
    graph, wanted = executor.loader.graph, set(nodes)
    # Only the last of each app: naming an earlier one would ask Django to undo what follows it.
    last = [
        node
        for node in nodes
        if not any(child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    executor.migrate(last)


def kept_models(nodes: list[Node], using: str) -> list[type[models.Model]]:
    """Every table of the database in the state of ``nodes``, as models, sorted by label."""
    apps: Apps = MigrationExecutor(connections[using]).loader.project_state(nodes).apps
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in NOT_KEPT
    ]
    return sorted(kept, key=lambda model: model._meta.label_lower)
