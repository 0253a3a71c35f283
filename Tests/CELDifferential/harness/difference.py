"""A difference between the two sides that is accounted for."""
from collections.abc import Callable
from dataclasses import dataclass

DIFFERS, REFUSES, TYPES = "differs", "one refuses", "static types"


@dataclass(frozen=True)
class Difference:
    """It holds for a case where `applies` says so."""

    name: str
    # The verdicts that it excuses.
    kinds: tuple
    applies: Callable
    reason: str
