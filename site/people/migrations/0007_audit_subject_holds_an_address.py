from django.db import migrations, models


class Migration(migrations.Migration):
    """As long as an e-mail address may be."""

    dependencies = [("people", "0006_audit_request_id")]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="subject",
            field=models.CharField(max_length=254, verbose_name="gällde"),
        ),
    ]
