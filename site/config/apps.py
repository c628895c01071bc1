from django.apps import AppConfig


class AdminSiteConfig(AppConfig):
    """The outermost app: no models, only the checks and commands that see the whole house."""

    name = "config"
    verbose_name = "Västbus"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them
        from .choosers import name_fields_of_links, start_without_inline_scripts

        start_without_inline_scripts()
        name_fields_of_links()
