from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE people_membership ADD CONSTRAINT no_overlapping_primary_memberships
    EXCLUDE USING gist (person_id WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (is_primary);
"""
DROP = "ALTER TABLE people_membership DROP CONSTRAINT no_overlapping_primary_memberships;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    """SQLite has no exclusion constraint; there the partial unique index holds the open ones."""

    dependencies = [("people", "0002_shared_cache")]

    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP))]
