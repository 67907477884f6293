"""Frameworks of the field: triangle law, experience economy, perceived value, relationship."""

from cxlab.frameworks._catalogue import (
    Catalogue,
    cem_vs_crm,
    determinants,
    experience_types,
    golden_rules,
    key_experiences,
    misconceptions,
)
from cxlab.frameworks._confirmation import ConfirmationResult, confirmation_test
from cxlab.frameworks._drift import DriftResult, drift
from cxlab.frameworks._expectation import ParadoxResult, expectation_behind, paradox
from cxlab.frameworks._maturity import MaturityResult, maturity
from cxlab.frameworks._maturity_bank import MaturityForm, maturity_form
from cxlab.frameworks._place import PlaceResult, place
from cxlab.frameworks._progression import ProgressionResult, progression
from cxlab.frameworks._realms import RealmsResult, realms
from cxlab.frameworks._relationship import RelationshipResult, relationship_quality
from cxlab.frameworks._satisfaction import SatisfactionResult, satisfaction
from cxlab.frameworks._value import ValueResult, perceived_value
from cxlab.frameworks._what_if import what_if
from cxlab.frameworks.case import (
    AllocationResult,
    Case,
    Experience,
    SalesProof,
    allocate,
    sales_proof,
)
from cxlab.frameworks.cost import CostResult, CostTree, Lever, Node

__all__ = [
    "AllocationResult",
    "Case",
    "Catalogue",
    "ConfirmationResult",
    "CostResult",
    "CostTree",
    "DriftResult",
    "Experience",
    "Lever",
    "MaturityForm",
    "MaturityResult",
    "Node",
    "ParadoxResult",
    "PlaceResult",
    "ProgressionResult",
    "RealmsResult",
    "RelationshipResult",
    "SalesProof",
    "SatisfactionResult",
    "ValueResult",
    "allocate",
    "cem_vs_crm",
    "confirmation_test",
    "determinants",
    "drift",
    "expectation_behind",
    "experience_types",
    "golden_rules",
    "key_experiences",
    "maturity",
    "maturity_form",
    "misconceptions",
    "paradox",
    "perceived_value",
    "place",
    "progression",
    "realms",
    "relationship_quality",
    "sales_proof",
    "satisfaction",
    "what_if",
]
