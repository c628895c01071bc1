from __future__ import annotations

from django.conf import settings
from django.db import models

from people.request_id import LENGTH, current_request_id


class AuditEvent(models.Model):
    """What was done to rights and registers, and which report was read, by whom. Append-only."""

    at = models.DateTimeField("när", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Tomt när det gjordes från kommandoraden.",
    )
    action = models.SlugField("vad", max_length=60)
    subject = models.CharField("gällde", max_length=254)
    details = models.JSONField("uppgifter", default=dict)
    request_id = models.CharField(
        "begäran",
        max_length=LENGTH,
        blank=True,
        default=current_request_id,
        help_text="Samma som i loggen. Tomt när det gjordes från kommandoraden.",
    )

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.action} {self.subject}"
