from django.apps import AppConfig


class AdminSiteConfig(AppConfig):
    """The outermost app: it holds no models, only the checks that see the whole house."""

    name = "config"
    verbose_name = "Västbus"
