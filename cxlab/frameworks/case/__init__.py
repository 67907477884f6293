"""The seven-step case: scores, bounds for missing cells, proofs, budget and sales feedback."""

from cxlab.frameworks.case._allocate import AllocationResult, allocate
from cxlab.frameworks.case._case import Case
from cxlab.frameworks.case._parts import Experience
from cxlab.frameworks.case._sales_proof import SalesProof, sales_proof

__all__ = ["AllocationResult", "Case", "Experience", "SalesProof", "allocate", "sales_proof"]
