"""Random expressions, mostly of the right types: the same ones again for the same seed and index."""
import random as python_random
import re

from . import variables
from .extensions import ExtendedProductions
from .productions import Productions
from .tree import AND, CONDITIONAL, MEMBER, OR, PRODUCT, SUM, Case, Node

ROOTS = [
    *["bool"] * 9, *["int"] * 3, "uint", "double", "string", "bytes", "timestamp", "duration", "type", "dyn", "null",
]
CHAINS = [
    ("&&", "bool", AND), ("||", "bool", OR), ("+", "int", SUM), ("+", "string", SUM), ("-", "int", SUM),
    ("*", "double", PRODUCT),
]


class Generator:
    """Makes one case; mixed into what knows the forms."""

    def __init__(self, seed, index, has_named_zones):
        super().__init__(python_random.Random(f"{seed}:{index}"), has_named_zones)
        self.seed, self.index = seed, index

    def case(self):
        random = self.random
        is_checked = random.random() < 0.75
        self.declare(is_checked)
        root = self.root(random.choice([1, 2, 2, 3, 3, 3, 4, 4, 5]))
        roll = random.random()
        if roll < 0.05:
            root = self.spoiled(root)
        elif roll < 0.09:
            root = self.misspelt(root)
        declared = {name: (type_, value) for name, (type_, value) in self.variables.items() if name in root.text()}
        return Case(self.seed, self.index, root, declared, is_checked)

    def root(self, depth):
        random, roll = self.random, self.random.random()
        if roll < 0.02:
            # Only here: the two sides write these texts differently, and nothing may hang on that.
            type_ = random.choice(["timestamp", "duration", "double"])
            return self.call("string", "string", self.make(type_, depth - 1))
        if roll < 0.05:
            return self.chain()
        if roll < 0.16:
            return self.make(self.container(), depth)
        return self.make(random.choice(ROOTS), depth)

    def container(self):
        random = self.random
        element = random.choice([*variables.SCALARS, "dyn"])
        return ("list", element) if random.random() < 0.7 else ("map", random.choice(variables.KEYS), element)

    def declare(self, is_checked):
        random = self.random
        # Without the check the oracle finds no name with a dot.
        names = [name for name in variables.NAMES if is_checked or "." not in name]
        for name in random.sample(names, random.choice([0, 1, 2, 2, 3, 4])):
            type_ = variables.variable_type(random)
            is_bound = random.random() < 0.97
            value = variables.value(random, type_) if is_bound else None
            self.variables[name] = (type_, value)
            node = Node(type_, [name])
            self.places.append(node)
            if value is not None:
                self.places += variables.paths(node, value)

    def spoiled(self, root):
        """The tree with one part of another type, or with brackets that are missing."""
        random = self.random
        node = random.choice(list(root.walk()))
        if random.random() < 0.2:
            return root.replacing(node, Node(node.type, node.parts))
        types = [*variables.SCALARS, "null", "type", "dyn", self.container()]
        # What would be written differently: see `root`.
        if "string(" in root.text():
            types = [type_ for type_ in types if type_ not in ("timestamp", "duration", "double", "dyn")]
        return root.replacing(node, self.make(random.choice(types), 1))

    def misspelt(self, root):
        """The tree with some of its own text damaged."""
        random = self.random
        nodes = list(root.walk())
        if re.search(r"timestamp\(|duration\(|\.get", root.text()):
            # What passes for a time, or for a zone, when it is not quite one, is no question of the language.
            nodes = [node for node in nodes if node.type != "string"] or [root]
        node = random.choice(nodes)
        places = [place for place, part in enumerate(node.parts) if isinstance(part, str)]
        if not places:
            return root
        place = random.choice(places)
        parts = list(node.parts)
        parts[place] = damaged(random, parts[place])
        return root.replacing(node, Node(node.type, parts, node.strength, node.is_bracketed))

    def chain(self):
        """One operator many times over, or many brackets."""
        random = self.random
        count = random.choice([3, 8, 20, 25])
        operator, type_, strength = random.choice(CHAINS)
        if random.random() < 0.2:
            inner = self.make("int", 1)
            return Node("int", ["(" * count, (inner, 0), ")" * count])
        if random.random() < 0.2:
            return self.conditional_chain(min(count, 12))
        parts = []
        for index in range(count):
            parts += ([f" {operator} "] if index else []) + [(self.leaf(type_), MEMBER)]
        return Node(type_, parts, strength)

    def conditional_chain(self, count):
        node = self.leaf("string")
        for _ in range(count):
            parts = [(self.leaf("bool"), OR), " ? ", (self.leaf("string"), OR), " : ", (node, CONDITIONAL)]
            node = Node("string", parts, CONDITIONAL)
        return node


TOKENS = [
    "+", "-", "*", "/", "%", "!", "&&", "||", "<", "<=", ">", ">=", "==", "!=", "=", "&", "|", "?", ":", ",", ".", "(",
    ")", "[", "]", "{", "}", "in", "true", "false", "null", "a", "b", "x", "size", "0", "1", "0x", "0x1", "1u", "u",
    "1.5", "1e", "1e3", "1.", ".5", "00", "08", "'", '"', "'a'", 'b"a"', "r", "\\", "`", "`a`", "if", "for", "//", "#",
    "@", "$", "^", "~", ";", " ", "\n", "\t", "\r", "\f", "\v", "\0", "\u00a0", "é", "\ufeff", "\\u0041", "\\xff",
    "\\x4", "\\08", "\\400", "\\ud800", "\\U0010ffff", "\\U00110000", "has(", "has(a.b)", ".all(x, ", "dyn(", "[0]",
    ".a", "._a", "?a", "[?0]", "type", "int", "{'a': 1}", "__x__", "9223372036854775808", "18446744073709551616u", "--",
    "!!", "1_0", "1L", "0b1", "0o7", "1.e3", "1.0u", "0xg", "0XFF",
]


def damaged(random, text):
    """With some characters lost, doubled or replaced by others that mean something."""
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice([0, 0, 1, 1, 2, 5]))
        replacement = random.choice(["", random.choice(TOKENS), random.choice(TOKENS), text[start:end] * 2])
        text = text[:start] + replacement + text[end:]
    return text


class CoreGenerator(Generator, Productions):
    pass


class ExtendedGenerator(Generator, ExtendedProductions):
    pass


def generate(seed, index, has_named_zones=False, has_extensions=False):
    generator = ExtendedGenerator if has_extensions else CoreGenerator
    return generator(seed, index, has_named_zones).case()
