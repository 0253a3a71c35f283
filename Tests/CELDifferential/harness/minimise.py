"""Makes a case smaller for as long as the two sides go on disagreeing in the same way."""
from .tree import UNARY, Node

SMALLEST = {
    "bool": ["true", "false"], "int": ["0", "1"], "uint": ["0u", "1u"], "double": ["0.0", "1.0"],
    "string": ['""', '"a"'], "bytes": ['b""'], "null": ["null"], "type": ["int"], "dyn": ["dyn(0)"],
    "timestamp": ["timestamp(0)"], "duration": ['duration("0s")'],
}
TRIES_MAX = 400


def minimised(case, court, kind):
    tries = 0
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for smaller in candidates(case.root):
            tries += 1
            if tries > TRIES_MAX:
                return case
            candidate = case.with_root(smaller)
            if len(candidate.source) < len(case.source) and court.judge(candidate).kind == kind:
                case, is_smaller = candidate, True
                break
    return case


def candidates(root):
    """Trees with one part replaced by a part of that part, or by the smallest literal of its type."""
    for child in root.children:
        yield child
    for node in root.walk():
        for part in list(node.walk())[1:]:
            if part.type == node.type:
                yield root.replacing(node, part)
        for text in smallest(node.type):
            yield root.replacing(node, Node(node.type, [text], UNARY))


def smallest(type_):
    if isinstance(type_, str):
        return SMALLEST.get(type_, [])
    return ["[]"] if type_[0] == "list" else ["{}"]
