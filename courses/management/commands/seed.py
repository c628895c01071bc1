from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from courses import publication
from courses.actions import publish_module
from courses.models import ModulePage
from courses.seeding.files import StarterError
from courses.seeding.pages import Seeding, seed_course, seed_home, seed_info_pages
from courses.seeding.registers import seed_groups, seed_registers
from courses.seeding.review import seed_review
from people.models import SiteMark


class Command(BaseCommand):
    help = "Fyller webbplatsen med startinnehållet. Skriver aldrig över det en redaktör har ändrat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                rows, seeding = self.seed()
        except StarterError as error:
            raise CommandError(str(error)) from error
        pages = ", ".join(f"{count} {name}" for name, count in seeding.counts.items())
        self.stdout.write(f"Register: {rows} nya rader. Sidor: {pages}.")

    def seed(self) -> tuple[int, Seeding]:
        SiteMark.objects.get_or_create(pk=1, defaults={"is_demo": settings.DEMO})
        rows = seed_registers()
        seeding = Seeding()
        home = seed_home(seeding)
        seed_info_pages(seeding, home)
        modules = seed_course(seeding, home)
        self.publish(seeding.touched, modules)
        if home:
            root = Page.objects.get(pk=home.pk)
            seed_groups(root)
            seed_review(root)
        return rows, seeding

    def publish(self, touched: list[Page], modules: list[ModulePage]) -> None:
        in_modules: set[int] = set()
        new = {module.pk for module in modules if not module.live}
        for module in modules:
            pages = [p for p in touched if p.pk == module.pk or p.is_descendant_of(module)]
            in_modules |= {page.pk for page in pages}
            if pages:
                publish_module(
                    module,
                    pages=pages,
                    material=module.pk in new,
                    note="Ur startinnehållet",
                    by=None,
                    at=timezone.now(),
                )
        for page in touched:
            if page.pk not in in_modules:
                page.get_latest_revision().publish()
        if touched:
            publication.bump()
