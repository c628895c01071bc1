from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: editing a block is not a migration.

    The price: a data migration sees raw JSON only (docs/beslut/0005).
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
