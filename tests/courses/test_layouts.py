"""A field that the layout of a block leaves out is neither shown nor sent: it is saved empty."""

from __future__ import annotations

import pytest
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models


def structs(block):
    if isinstance(block, StructBlock | StreamBlock):
        children = list(block.child_blocks.values())
    else:
        children = [block.child_block] if isinstance(block, ListBlock) else []
    own = [block] if isinstance(block, StructBlock) else []
    return own + [one for child in children for one in structs(child)]


FIELDS = [
    field
    for model in get_page_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
]


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_every_field_of_a_block_is_in_its_form(field):
    found = structs(field.stream_block)
    assert found
    for block in found:
        assert set(block.meta.form_layout.get_sorted_block_names()) == set(block.child_blocks)
        drawn = [*block.meta.form_layout.children, *block.meta.form_layout.settings]
        assert set(drawn) == set(block.child_blocks), type(block).__name__
