"""Forms of the extension libraries that both sides have: strings, math, encoders, optionals, names for values."""
from . import literals
from .productions import Productions
from .tree import CONDITIONAL, MEMBER, Node
from .variables import SCALARS

POSITIONS = ["0", "1", "2", "3", "5", "-1", "100"]
SHIFTS = ["0", "1", "5", "31", "63", "64", "200", "-1"]
PLAIN, WHOLE, WRITTEN = ["int", "uint", "string", "bool", "null", "type"], ["int", "uint"], ["string", "bytes", "int"]
# Clauses of format(), and what each takes.
CLAUSES = [
    ("%s", [PLAIN]), ("%s", [PLAIN]), ("%d", [WHOLE]), ("%d", [WHOLE]), ("%x", [WRITTEN]), ("%X", [WRITTEN]),
    ("%o", [WHOLE]), ("%b", [["int", "uint", "bool"]]), ("%f", [["double"]]), ("%.2f", [["double"]]),
    ("%.0f", [["double"]]), ("%e", [["double"]]), ("%.3e", [["double"]]), ("%%", []), ("%s%s", [PLAIN, PLAIN]),
    ("%", []), ("%q", [PLAIN]), ("%d", [PLAIN]), ("%s", []),
]
BASE64 = ["", "YQ==", "YWI=", "YWJj", "YWI", "YQ", "//8=", "_-8=", "Y", "====", "YWJj!", "aGVsbG8gd29ybGQ="]
ROUNDINGS = ["math.ceil", "math.floor", "math.round", "math.trunc", "math.sqrt"]
KINDS_OF_DOUBLE = ["math.isNaN", "math.isInf", "math.isFinite"]


class ExtendedProductions(Productions):
    def specific(self, type_, depth):
        roll = self.random.random()
        if roll < 0.08:
            return self.opened(type_, depth)
        if roll < 0.12:
            return self.bound(type_, depth)
        extra = self.extra(type_, depth)
        if extra and roll < 0.5:
            return self.random.choice(extra)()
        return super().specific(type_, depth)

    def extra(self, type_, depth):
        """Ways to make a value of this type, where it has some of its own here."""
        match type_:
            case "string":
                return self.string_forms(depth)
            case "int":
                return [self.index_of, *self.number_forms("int", depth), *self.bit_forms("int", depth)]
            case "uint":
                return [*self.number_forms("uint", depth), *self.bit_forms("uint", depth)]
            case "double":
                return [lambda: self.of_double("double", ROUNDINGS, depth), *self.number_forms("double", depth)]
            case "bool":
                return [lambda: self.of_double("bool", KINDS_OF_DOUBLE, depth), lambda: self.has_value(depth)]
            case "bytes":
                return [self.decoded]
            case ("list", "string"):
                return [lambda: self.split(depth)]
            case ("list", element):
                return [lambda: self.list_with_optional(type_, element, depth)]
        return []

    # Text.

    def string_forms(self, depth):
        random = self.random
        text, other = self.make("string", depth - 1), self.leaf("string")
        place, end = (Node("int", [random.choice(POSITIONS)]) for _ in range(2))
        simple = random.choice(["lowerAscii", "upperAscii", "trim", "reverse"])
        return [
            lambda: self.method("string", text, "charAt", place),
            lambda: self.method("string", self.make(("list", "string"), depth - 1), "join", *self.perhaps(other)),
            lambda: self.method("string", text, simple),
            lambda: self.method("string", text, "replace", other, self.leaf("string"), *self.perhaps(place)),
            lambda: self.method("string", text, "substring", place, *self.perhaps(end)),
            lambda: self.call("string", "strings.quote", text),
            lambda: self.call("string", "base64.encode", self.make("bytes", depth - 1)),
            lambda: self.formatted(depth),
        ]

    def perhaps(self, argument):
        return [argument] if self.random.random() < 0.5 else []

    def formatted(self, depth):
        random = self.random
        clauses = [random.choice(CLAUSES) for _ in range(random.randint(0, 3))]
        template = literals.string_node(random, " a".join(clause for clause, _ in clauses))
        arguments = [self.format_argument(random.choice(types), depth) for _, taken in clauses for types in taken]
        return self.method("string", template, "format", self.list_of(("list", "dyn"), arguments))

    def format_argument(self, type_, depth):
        # Of doubles the oracle writes six digits only.
        if type_ == "double":
            return Node("double", [str(self.random.randint(-40, 40) / 4)])
        return self.make(type_, depth - 2)

    def split(self, depth):
        random = self.random
        text, separator = self.make("string", depth - 1), random.choice([",", "-", "a", "ab", "é", ""])
        if not separator:
            # Of nothing at all the two make different lists.
            text = literals.string_node(random, random.choice(["a", "a-b", "日本", "e\u0301"]))
        limit = Node("int", [random.choice(["-1", "0", "1", "2", "3"])])
        arguments = [literals.string_node(random, separator), *self.perhaps(limit)]
        return self.method(("list", "string"), text, "split", *arguments)

    def index_of(self):
        random = self.random
        text, part = (literals.string_node(random, content) for content in literals.text_and_part(random))
        place = Node("int", [random.choice(POSITIONS)])
        return self.method("int", text, random.choice(["indexOf", "lastIndexOf"]), part, *self.perhaps(place))

    def decoded(self):
        return self.call("bytes", "base64.decode", literals.string_node(self.random, self.random.choice(BASE64)))

    # Numbers.

    def of_double(self, type_, names, depth):
        return self.call(type_, self.random.choice(names), self.make("double", depth - 1))

    def number_forms(self, type_, depth):
        random = self.random
        extreme, own = random.choice(["math.greatest", "math.least"]), random.choice(["math.abs", "math.sign"])
        return [
            lambda: self.call(type_, extreme, *self.several(type_, depth)),
            lambda: self.call(type_, own, self.make(type_, depth - 1)),
        ]

    def several(self, type_, depth):
        numbers = [self.make(type_, depth - 1) for _ in range(self.random.randint(1, 4))]
        return numbers if self.random.random() < 0.7 else [self.list_of(("list", type_), numbers)]

    def bit_forms(self, type_, depth):
        random = self.random
        shift = Node("int", [random.choice(SHIFTS)])
        both, shifted = ["math.bitAnd", "math.bitOr", "math.bitXor"], ["math.bitShiftLeft", "math.bitShiftRight"]
        first, second = self.make(type_, depth - 1), self.make(type_, depth - 1)
        return [
            lambda: self.call(type_, random.choice(both), first, second),
            lambda: self.call(type_, "math.bitNot", first),
            lambda: self.call(type_, random.choice(shifted), first, shift),
        ]

    # Optionals.

    def optional(self, type_, depth):
        """An optional of this type. It has no type of its own here: only what opens it can use it."""
        inner = self.make(type_, depth - 1)
        of_inner = self.call("optional", "optional.of", inner)
        if depth <= 0:
            return of_inner
        return self.pick([
            (3, lambda: of_inner),
            (2, lambda: self.call("optional", "optional.ofNonZeroValue", inner)),
            (1, lambda: Node("optional", ["optional.none()"])),
            (2, lambda: self.optional_field(type_, inner)),
            (2, lambda: self.optional_element(type_, inner)),
            (2, lambda: self.optional_mapped(type_, of_inner, depth)),
            (1, lambda: self.method("optional", of_inner, "or", self.optional(type_, depth - 2))),
            (1, lambda: self.method("optional", self.optional(type_, depth - 1), "or", of_inner)),
        ])

    def optional_field(self, type_, inner):
        map_ = self.map_of(("map", "string", type_), [(Node("string", ['"a"']), inner)])
        return Node("optional", [(map_, MEMBER), self.random.choice([".?a", ".?b", '[?"a"]', '[?"b"]'])])

    def optional_element(self, type_, inner):
        index = Node("int", [self.random.choice(["0", "0", "1", "-1"])])
        list_ = self.list_of(("list", type_), [inner])
        return Node("optional", [(list_, MEMBER), "[?", (index, CONDITIONAL), "]"])

    def optional_mapped(self, type_, optional, depth):
        variable = Node("dyn", [self.random.choice(["o", "x"])])
        body = self.within(variable, type_, lambda: self.make(type_, depth - 1))
        return self.method("optional", optional, "optMap", variable, body)

    def opened(self, type_, depth):
        optional = self.optional(type_, depth - 1)
        if self.random.random() < 0.25:
            return self.method(type_, optional, "value")
        return self.method(type_, optional, "orValue", self.make(type_, depth - 1))

    def has_value(self, depth):
        return self.method("bool", self.optional(self.random.choice(SCALARS), depth - 1), "hasValue")

    def list_with_optional(self, type_, element, depth):
        first, optional = self.make(element, depth - 1), self.optional(element, depth - 1)
        return Node(type_, ["[", (first, CONDITIONAL), ", ?", (optional, CONDITIONAL), "]"])

    # Names for values.

    def bound(self, type_, depth):
        random = self.random
        bound_type = random.choice([*SCALARS, ("list", "int")])
        variable = Node("dyn", [random.choice(["x", "v", "a"])])
        value = self.make(bound_type, depth - 1)
        body = self.within(variable, bound_type, lambda: self.make(type_, depth - 1))
        return self.call(type_, "cel.bind", variable, value, body)
