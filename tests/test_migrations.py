"""The migrations say what the models say, and lead up and down, step by step."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)


def our_migrations() -> list[tuple[str, str]]:
    graph = MigrationExecutor(connection).loader.graph
    leaf = graph.leaf_nodes("ment_xblock")[0]
    return [node for node in graph.forwards_plan(leaf) if node[0] == "ment_xblock"]


def our_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("ment_")}


def migrate_to(name: str) -> None:
    call_command("migrate", "ment_xblock", name, verbosity=0)


def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", "ment_xblock", check=True, dry_run=True)


def test_every_migration_goes_down_and_up_again():
    before = our_tables()
    names = [name for _, name in our_migrations()]
    try:
        for name in [*reversed(names[:-1]), "zero"]:
            migrate_to(name)
        assert our_tables() == set()
        for name in names:
            migrate_to(name)
        assert our_tables() == before
        assert before
    finally:
        call_command("migrate", verbosity=0)
