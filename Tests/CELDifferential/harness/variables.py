"""Random variables, and the paths into what they hold."""
import re

from . import literals
from .tree import MEMBER, Node
from .values import double, mapping, type_of

SCALARS = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"]
NUMBERS = ["int", "uint", "double"]
KEYS = ["string", "string", "int", "uint", "bool"]
NAMES = ["a", "b", "c", "i", "s", "value", "event", "_x", "v1", "size", "p", "p.q", "p.q.r", "x", "item"]
FIELDS = ["a", "b", "c", "key", "q", "size", "x y", "for", "in", "null", "é", "1", ""]
# Beyond these, Python's own times end.
MICROSECONDS = 1000
YEAR = 365 * 86_400 * 10**9


def variable_type(random):
    roll = random.random()
    if roll < 0.5:
        return random.choice(SCALARS)
    if roll < 0.62:
        return "dyn"
    if roll < 0.78:
        return ("list", random.choice([*SCALARS, "dyn", ("list", "int"), ("map", "string", "int")]))
    if roll < 0.98:
        element = random.choice([*SCALARS, "dyn", ("list", "string"), ("map", "string", "dyn")])
        return ("map", random.choice(KEYS), element)
    return "null"


def value(random, type_, depth=2):
    """A value that a variable of this type can be bound to from Python: within `dyn` it knows no uint and no time."""
    match type_:
        case "null":
            return ("null", None)
        case "bool":
            return ("bool", random.random() < 0.5)
        case "int":
            return ("int", literals.integer(random))
        case "uint":
            return ("uint", literals.unsigned(random))
        case "double":
            return double(random.choice([float(random.randint(-20, 20)), random.uniform(-100, 100), *SPECIAL]))
        case "string":
            return ("string", literals.text(random))
        case "bytes":
            # The oracle's Python package ends bytes that it is given at a zero.
            return ("bytes", literals.octets(random).replace(b"\0", b"0"))
        case "timestamp":
            return ("timestamp", random.randint(-300 * YEAR, 300 * YEAR) // MICROSECONDS * MICROSECONDS)
        case "duration":
            return ("duration", random.choice([0, 1, -1, 90_000_000, -5_400_000_000]) * MICROSECONDS)
        case "dyn":
            return value(random, dynamic_type(random, depth), depth - 1)
        case ("list", element):
            return ("list", tuple(value(random, element, depth - 1) for _ in range(random.randint(0, 4))))
        case ("map", key, element):
            count = random.randint(0, 4) if random.random() < 0.93 else 15
            keys = {map_key(random, key) for _ in range(count)}
            return mapping((key, value(random, element, depth - 1)) for key in sorted(keys, key=repr))


SPECIAL = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 2.0**53, 2.0**63, 2.0**64, 1e300, 5e-324]


def dynamic_type(random, depth):
    simple = ["null", "bool", "int", "double", "string", "bytes"]
    if depth <= 0:
        return random.choice(simple)
    return random.choice([*simple, ("list", "dyn"), ("list", "dyn"), *[("map", "string", "dyn")] * 4])


def map_key(random, type_):
    if type_ == "string":
        return ("string", random.choice(FIELDS))
    return ("int", random.randint(-9, 9)) if type_ == "int" else value(random, type_)


def paths(node, content, depth=3):
    """Expressions for all that a variable holds, each with the type that is there when it runs."""
    yield Node(type_of(content), node.parts, node.strength)
    if depth == 0:
        return
    kind, parts = content
    if kind == "list":
        for index, element in enumerate(parts):
            yield from paths(Node("dyn", [(node, MEMBER), f"[{index}]"]), element, depth - 1)
    if kind == "map":
        for key, element in sorted(parts, key=repr):
            yield from paths(Node("dyn", [(node, MEMBER), accessor(key)]), element, depth - 1)


def accessor(key):
    kind, content = key
    if kind == "string":
        return f".{content}" if is_field(content) else f"[{plainly_quoted(content)}]"
    if kind == "bool":
        return f"[{str(content).lower()}]"
    return f"[{content}{'u' if kind == 'uint' else ''}]"


def is_field(text):
    return re.fullmatch(r"[a-zA-Z_]\w*", text, re.ASCII) is not None and text not in ("in", "true", "false", "null")


def plainly_quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
