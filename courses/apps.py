from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Utbildning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import addresses, publication

        addresses.connect()
        publication.connect()
