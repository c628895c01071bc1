"""What the engines find in the CMS that is Wagtail's own markup: ours to list, not to mend. One
that no longer occurs fails the test too, so that the list never grows old."""

from __future__ import annotations

from dataclasses import dataclass

from .engines import Finding


@dataclass(frozen=True)
class Own:
    """``help`` and ``html`` are parts of what the engine says, and of the element it says it of."""

    engine: str
    rule: str
    html: str
    why: str
    help: str = ""
    is_always_met: bool = True
    """False for what hangs on how far the page has scrolled or saved when it is looked at."""

    def is_of(self, finding: Finding) -> bool:
        return (
            (finding.engine, finding.rule) == (self.engine, self.rule)
            and self.html in finding.html
            and self.help in finding.help
        )


LISTED = (
    Own("axe", "page-has-heading-one", "<html", "ett registers formulär har brödsmulor, ingen h1"),
    Own(
        "axe",
        "scrollable-region-focusable",
        "w-minimap__list",
        "översikten när den är längre än skärmen",
        is_always_met=False,
    ),
    Own("axe", "target-size", "w-minimap__toggle", "översiktens knapp", is_always_met=False),
    Own(
        "axe",
        "color-contrast",
        "osparade ändringar",
        "raden om osparat i tvingade färger",
        is_always_met=False,
    ),
    Own("IBM", "aria_attribute_valid", "w-minimap-item__errors", "antal fel i översikten"),
    Own("IBM", "aria_child_valid", "data-w-messages-target", "tom lista för meddelanden"),
    Own("IBM", "aria_child_valid", "w-editing-sessions__list", "tom lista över andra redaktörer"),
    Own(
        "IBM", "aria_complementary_label_visible", "wagtail-sidebar", "menyns namn är inte synligt"
    ),
    Own(
        "IBM",
        "aria_complementary_label_visible",
        "data-minimap",
        "översiktens namn är inte synligt",
    ),
    Own("IBM", "aria_content_in_landmark", "skiplink", "hopplänken ligger utanför landmärken"),
    Own("IBM", "aria_form_label_unique", "data-w-session", "formuläret för redigeringspass"),
    Own("IBM", "aria_form_label_unique", "data-w-unsaved", "sidans eget formulär"),
    Own("IBM", "element_attribute_deprecated", "<col width", "kolumnbredd i listor"),
    Own("IBM", "input_label_after", 'type="checkbox"', "etikett före kryssruta"),
    Own("IBM", "label_name_visible", "data-w-zone", "länken till den publicerade sidan"),
    Own("IBM", "table_headers_related", "<t", "listors rubriker saknar scope"),
    Own(
        "IBM",
        "target_spacing_sufficient",
        "w-minimap__toggle",
        "översiktens knapp",
        is_always_met=False,
    ),
    Own("Nu", "html", "w-dropdown", "typ på meny", "“type” not allowed on element “div”"),
    Own("Nu", "html", "<div", "räknare i knapp", "“div” not allowed as child of element “button”"),
    Own("Nu", "html", "resize-grip", "handtag", "“div” not allowed as child of element “label”"),
    Own("Nu", "html", "panel-child-", "fält som bara visas", "must be the ID of a non-hidden form"),
    Own("Nu", "html", "", "förhandsvisningens ram", "Text not allowed in element “iframe”"),
    Own("Nu", "html", "", "tid med mikrosekunder", "A fraction of a second must be one"),
)
