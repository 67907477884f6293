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
from cxlab.frameworks._progression import ProgressionResult, progression

__all__ = [
    "Catalogue",
    "ConfirmationResult",
    "DriftResult",
    "ParadoxResult",
    "ProgressionResult",
    "cem_vs_crm",
    "confirmation_test",
    "determinants",
    "drift",
    "expectation_behind",
    "experience_types",
    "golden_rules",
    "key_experiences",
    "misconceptions",
    "paradox",
    "progression",
]
