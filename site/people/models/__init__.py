"""Who works where.

Five axes that are never collapsed into one another (DESIGN §2): *organisation* (huvudman) employs,
*district* (stadsdel) is geography, *workplace type* (verksamhetstyp) is what is done there,
*workplace* (arbetsplats) is where, and *seat* is the role a person has in a collaboration group.
Everything that changes is dated, half-open ``[valid_from, valid_to)``, and never deleted.
"""

from .audit import AuditEvent
from .dated import DatedQuerySet
from .districts import District, DistrictLayer, DistrictSuccession
from .groups import CollaborationGroup, GroupDistrict, GroupSeat
from .organisations import (
    MissingWorkplace,
    Organisation,
    Workplace,
    WorkplaceDistrict,
    WorkplaceType,
)
from .person import Membership, Person
from .site_mark import SiteMark

__all__ = [
    "AuditEvent",
    "CollaborationGroup",
    "DatedQuerySet",
    "District",
    "DistrictLayer",
    "DistrictSuccession",
    "GroupDistrict",
    "GroupSeat",
    "Membership",
    "MissingWorkplace",
    "Organisation",
    "Person",
    "SiteMark",
    "Workplace",
    "WorkplaceDistrict",
    "WorkplaceType",
]
