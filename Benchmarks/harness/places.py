"""Where things are, and what can go wrong with them."""
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent
BUILD = PACKAGE / ".build"
CORDON = PROJECT / ".build" / "release" / "cordon"
EVENT = PACKAGE / "Micro" / "event.json"


class Missing(Exception):
    """Something that a part of the benchmarks needs is not there: that part is left out, and says so."""
