"""Asks both sides about a case, and says how their answers stand to each other."""
from dataclasses import dataclass

from .differences import DIFFERENCES


@dataclass(frozen=True)
class Verdict:
    # "values", "failures" and "refusals" are agreement; "excepted" is a difference that has a name; the rest are not
    # accounted for.
    kind: str
    name: str = ""
    ours: object = None
    theirs: object = None

    @property
    def is_disagreement(self):
        return self.kind in ("differs", "one refuses", "static types")


AGREEMENTS = {"value": "values", "fails": "failures", "refused": "refusals"}


class Court:
    def __init__(self, ours, oracle):
        self.ours, self.oracle = ours, oracle

    def judge(self, case):
        return self.verdict(case, self.ours.ask(case, case.is_checked), self.oracle.ask(case, case.is_checked))

    def verdict(self, case, ours, theirs, is_checked=None):
        is_checked = case.is_checked if is_checked is None else is_checked
        if ours.agrees(theirs):
            if not is_checked or ours.type == theirs.type:
                return Verdict(AGREEMENTS[ours.kind])
            return self.excepted(case, ours, theirs, "static types")
        if (ours.kind == "refused") == (theirs.kind == "refused"):
            return self.excepted(case, ours, theirs, "differs")
        # What only one refuses: without the check they must still agree.
        verdict = self.excepted(case, ours, theirs, "one refuses")
        if not is_checked or verdict.is_disagreement or any("." in name for name in case.variables):
            return verdict
        unchecked = self.verdict(case, self.ours.ask(case, False), self.oracle.ask(case, False), is_checked=False)
        return unchecked if unchecked.is_disagreement else verdict

    def excepted(self, case, ours, theirs, kind):
        for difference in DIFFERENCES:
            if kind in difference.kinds and difference.applies(case, ours, theirs, self):
                return Verdict("excepted", difference.name, ours, theirs)
        return Verdict(kind, "", ours, theirs)
