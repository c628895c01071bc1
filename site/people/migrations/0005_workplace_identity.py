from django.db import migrations, models
from django.db.models import Q


def keep_the_separator_apart(apps, schema_editor):
    """A | in the name of an organisation or a workplace now stands as a tab in the identity."""
    workplaces = apps.get_model("people", "Workplace").objects.using(schema_editor.connection.alias)
    with_separator = Q(name__contains="|") | Q(organisation__name__contains="|")
    for workplace in workplaces.filter(with_separator).select_related("organisation"):
        named, kind, district = workplace.identity.rsplit("|", 2)
        parts = [_folded(workplace.organisation.name), _folded(workplace.name)]
        if named == "|".join(parts):  # else the names have been changed since
            parts = [part.replace("|", "\t") for part in parts]
            workplace.identity = "|".join([*parts, kind, district])
            workplace.save(update_fields=["identity"])


def _folded(text):
    return " ".join(text.split()).casefold()


class Migration(migrations.Migration):

    dependencies = [("people", "0004_place_phrase")]

    operations = [
        migrations.AlterField(
            model_name="workplace",
            name="identity",
            field=models.CharField(
                editable=False,
                help_text="Organisation, namn, typ och stadsdel i gemener: samma arbetsplats bara en gång.",
                max_length=900,
                unique=True,
            ),
        ),
        migrations.RunPython(keep_the_separator_apart, migrations.RunPython.noop),
    ]
