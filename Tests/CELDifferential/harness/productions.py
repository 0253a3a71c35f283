"""What an expression of each type may look like: operators, functions and macros."""
from . import literals
from .forms import Forms
from .patterns import pattern
from .tree import AND, MEMBER, OR, PRODUCT, RELATION, SUM, Node
from .variables import KEYS, NUMBERS, SCALARS

COMPARISONS = ["<", "<=", ">", ">="]
LOOP_NAMES = ["x", "x", "y", "e", "k", "i", "p", "a"]
CALENDAR = [
    "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
    "getSeconds", "getMilliseconds",
]
CLOCK = ["getHours", "getMinutes", "getSeconds", "getMilliseconds"]
BOOLS = [
    "true", "false", "1", "0", "t", "f", "True", "TRUE", "False", "FALSE", "tRUE", "", "yes", " true", "2",
]
NUMERALS = [
    "0", "1", "-1", "+1", "42", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "18446744073709551615", "18446744073709551616", "007", "-0", "", "x", "1.0", "1e3", "0x10",
    "1_000", "--1", "+-1", "1u",
]
DECIMALS = [
    "0", "1", "-1.5", ".5", "5.", "1e3", "1E-3", "NaN", "nan", "inf", "-inf", "Infinity", "-Infinity",
    "1e308", "5e-324", "1e-400", "", ".", "e1", "1e", "1.5.5", "x", "1_0", "9007199254740993", "0.1", "1u",
]
SECONDS = [0, -1, 1, 10**9, -62135596800, 253402300799, 253402300800]


class Productions(Forms):
    def bool_(self, depth):
        random = self.random
        return self.pick([
            (6, lambda: self.compared(depth)),
            (5, lambda: self.equal(depth)),
            (5, lambda: self.logic(depth)),
            (2, lambda: self.unary("bool", "!", self.make("bool", depth - 1))),
            (3, lambda: self.membership(depth)),
            (4, lambda: self.tested(depth)),
            (2, lambda: self.matched(depth)),
            (2, lambda: self.presence(depth)),
            (5, lambda: self.quantified(depth)),
            (1, lambda: self.call("bool", "bool", literals.string_node(random, random.choice(BOOLS)))),
        ])

    def int_(self, depth):
        return self.pick([
            (6, lambda: self.arithmetic("int", ["+", "-", "*", "/", "%"], depth)),
            (1, lambda: self.unary("int", "-", self.make("int", depth - 1))),
            (3, lambda: self.sized(depth)),
            (3, lambda: self.converted("int", ["uint", "double", "timestamp"], NUMERALS, depth)),
            (4, lambda: self.calendar(depth)),
            (2, lambda: self.method("int", self.make("duration", depth - 1), self.random.choice(CLOCK))),
        ])

    def uint_(self, depth):
        return self.pick([
            (4, lambda: self.arithmetic("uint", ["+", "*", "/", "%", "-"], depth)),
            (3, lambda: self.converted("uint", ["int", "double"], NUMERALS, depth)),
        ])

    def double_(self, depth):
        return self.pick([
            (5, lambda: self.arithmetic("double", ["+", "-", "*", "/"], depth)),
            (1, lambda: self.unary("double", "-", self.make("double", depth - 1))),
            (3, lambda: self.converted("double", ["int", "uint"], DECIMALS, depth)),
        ])

    def string_(self, depth):
        return self.pick([
            (4, lambda: self.arithmetic("string", ["+"], depth)),
            (3, lambda: self.converted("string", ["int", "uint", "bool", "bytes", "string"], literals.WORDS, depth)),
            (1, lambda: self.leaf("string")),
        ])

    def bytes_(self, depth):
        return self.pick([
            (3, lambda: self.arithmetic("bytes", ["+"], depth)),
            (3, lambda: self.converted("bytes", ["string", "bytes"], literals.WORDS, depth)),
        ])

    def timestamp_(self, depth):
        random = self.random
        moment, span = self.make("timestamp", depth - 1), self.make("duration", depth - 1)
        seconds = literals.int_node(random, random.choice(SECONDS))
        return self.pick([
            (3, lambda: self.binary("timestamp", moment, "+", span, SUM)),
            (1, lambda: self.binary("timestamp", span, "+", moment, SUM)),
            (3, lambda: self.binary("timestamp", moment, "-", span, SUM)),
            (1, lambda: self.call("timestamp", "timestamp", seconds)),
        ])

    def duration_(self, depth):
        left = self.make("duration", depth - 1)
        return self.pick([
            (3, lambda: self.arithmetic("duration", ["+", "-"], depth)),
            (2, lambda: self.difference(depth)),
            (1, lambda: left),
        ])

    def null_(self, depth):
        return self.literal("null")

    def type_(self, depth):
        return self.call("type", "type", self.make(self.any_type(), depth - 1))

    def dyn_(self, depth):
        return self.pick([
            (4, lambda: self.call("dyn", "dyn", self.make(self.any_type(), depth - 1))),
            (2, lambda: self.mixed_element(depth)),
            (1, lambda: self.leaf("dyn")),
        ])

    def list_(self, element, depth):
        type_ = ("list", element)
        count = self.random.randint(0, 3)
        return self.pick([
            (3, lambda: self.list_of(type_, [self.make(element, depth - 1) for _ in range(count)])),
            (2, lambda: self.arithmetic(type_, ["+"], depth)),
            (3, lambda: self.loop(type_, "map", self.source(depth, is_ordered=True), depth, element)),
            (2, lambda: self.loop(type_, "filter", self.make(type_, depth - 1), depth, "bool")),
        ])

    def map_(self, key, element, depth):
        random = self.random
        if random.random() < 0.08:
            # So many that they are looked up in another way.
            keys = self.keys(key, random.randint(9, 14))
            return self.map_of(("map", key, element), [(key, self.literal(element)) for key in keys])
        keys = self.keys(key, random.randint(0, 2))
        return self.map_of(("map", key, element), [(key, self.make(element, depth - 1)) for key in keys])

    # Types.

    def any_type(self):
        random, roll = self.random, self.random.random()
        if roll < 0.65:
            return random.choice(SCALARS)
        if roll < 0.8:
            return ("list", random.choice([*SCALARS, "dyn"]))
        return self.map_type() if roll < 0.92 else random.choice(["null", "type", "dyn", ("list", ("list", "int"))])

    def map_type(self):
        return ("map", self.random.choice(KEYS), self.random.choice([*SCALARS, "dyn"]))

    # Conditions.

    def compared(self, depth):
        random = self.random
        sign = random.choice(COMPARISONS)
        if random.random() < 0.3:
            left = self.call("dyn", "dyn", self.make(random.choice(NUMBERS), depth - 1))
            return self.binary("bool", left, sign, self.make(random.choice(NUMBERS), depth - 1), RELATION)
        type_ = random.choice(SCALARS)
        return self.binary("bool", self.make(type_, depth - 1), sign, self.make(type_, depth - 1), RELATION)

    def equal(self, depth):
        random = self.random
        sign = random.choice(["==", "!="])
        if random.random() < 0.3:
            left = self.call("dyn", "dyn", self.make(self.any_type(), depth - 1))
            return self.binary("bool", left, sign, self.make(self.any_type(), depth - 1), RELATION)
        type_ = self.any_type()
        return self.binary("bool", self.make(type_, depth - 1), sign, self.make(type_, depth - 1), RELATION)

    def logic(self, depth):
        sign = self.random.choice(["&&", "||"])
        # What fails may well be made up for here.
        right = self.failing(depth) if self.random.random() < 0.12 else self.make("bool", depth - 1)
        operands = [self.make("bool", depth - 1), right]
        self.random.shuffle(operands)
        return self.binary("bool", operands[0], sign, operands[1], AND if sign == "&&" else OR)

    def failing(self, depth):
        zero = self.binary("int", self.make("int", depth - 1), "/", Node("int", ["0"]), PRODUCT)
        booleans = self.list_of(("list", "bool"), [self.leaf("bool")])
        return self.pick([
            (2, lambda: self.binary("bool", zero, "==", self.leaf("int"), RELATION)),
            (1, lambda: self.element_of("bool", booleans, Node("int", ["7"]))),
            (1, lambda: self.call("bool", "dyn", self.leaf(self.random.choice(SCALARS)))),
        ])

    def membership(self, depth):
        random = self.random
        if random.random() < 0.6:
            type_ = random.choice([*SCALARS, "dyn"])
            element, container = self.make(type_, depth - 1), self.make(("list", type_), depth - 1)
        else:
            key = random.choice(KEYS)
            element = self.disguised(self.make(key, depth - 1))
            container = self.make(("map", key, random.choice([*SCALARS, "dyn"])), depth - 1)
        return self.binary("bool", element, "in", container, RELATION)

    def tested(self, depth):
        random = self.random
        name = random.choice(["contains", "startsWith", "endsWith"])
        if random.random() < 0.5:
            whole, part = literals.text_and_part(random)
            target = literals.string_node(random, whole)
            if random.random() < 0.5:
                target = self.binary("string", target, "+", self.leaf("string"), SUM)
            return self.method("bool", target, name, self.hidden(literals.string_node(random, part)))
        return self.method("bool", self.make("string", depth - 1), name, self.make("string", depth - 1))

    def matched(self, depth):
        random = self.random
        text = self.make("string", depth - 1)
        source = self.hidden(literals.string_node(random, pattern(random)))
        if random.random() < 0.3:
            return self.call("bool", "matches", text, source)
        return self.method("bool", text, "matches", source)

    def presence(self, depth):
        random = self.random
        maps = [node for node in self.places if isinstance(node.type, tuple) and node.type[0] == "map"]
        if maps and random.random() < 0.6:
            target = random.choice(maps)
        else:
            target = self.make(("map", "string", random.choice(SCALARS)), depth - 1)
        return Node("bool", ["has(", (target, MEMBER), "." + random.choice(["a", "b", "c", "key", "for"]), ")"])

    # Other functions and operators.

    def arithmetic(self, type_, signs, depth):
        sign = self.random.choice(signs)
        strength = SUM if sign in "+-" else PRODUCT
        return self.binary(type_, self.make(type_, depth - 1), sign, self.make(type_, depth - 1), strength)

    def difference(self, depth):
        left, right = self.make("timestamp", depth - 1), self.make("timestamp", depth - 1)
        return self.binary("duration", left, "-", right, SUM)

    def converted(self, type_, sources, texts, depth):
        random = self.random
        if random.random() < 0.3:
            return self.call(type_, type_, literals.string_node(random, random.choice(texts)))
        return self.call(type_, type_, self.make(random.choice(sources), depth - 1))

    def mixed_element(self, depth):
        random = self.random
        elements = [self.make(random.choice(SCALARS), depth - 1) for _ in range(2)]
        index = literals.int_node(random, random.randint(0, 1))
        return self.element_of("dyn", self.list_of(("list", "dyn"), elements), index)

    def sized(self, depth):
        random = self.random
        # Of a map's entries no order is promised, so that of what is made of them only the number counts.
        if random.random() < 0.15:
            source = self.make(self.map_type(), depth - 1)
            target = self.loop("dyn", random.choice(["map", "filter"]), source, depth, "bool")
        else:
            type_ = random.choice(["string", "bytes", ("list", random.choice(SCALARS)), self.map_type()])
            target = self.make(type_, depth - 1)
        return self.call("int", "size", target) if random.random() < 0.5 else self.method("int", target, "size")

    def calendar(self, depth):
        random = self.random
        moment, name = self.make("timestamp", depth - 1), random.choice(CALENDAR)
        if random.random() < 0.4:
            return self.method("int", moment, name)
        zones = literals.ODD_ZONES if random.random() < 0.06 else literals.ZONES
        if self.has_named_zones and random.random() < 0.5:
            zones = literals.NAMED_ZONES
        return self.method("int", moment, name, literals.string_node(random, random.choice(zones)))

    # Macros.

    def quantified(self, depth):
        name = self.random.choice(["all", "all", "exists", "exists", "exists_one"])
        return self.loop("bool", name, self.source(depth), depth, "bool")

    def source(self, depth, is_ordered=False):
        """What a macro goes through."""
        random = self.random
        if is_ordered or random.random() < 0.75:
            return self.make(("list", random.choice([*SCALARS, "int", "string", "dyn"])), depth - 1)
        return self.make(self.map_type(), depth - 1)

    def loop(self, type_, name, source, depth, body_type):
        random = self.random
        variable = Node("dyn", [random.choice(LOOP_NAMES)])

        def bodies():
            has_condition = name == "map" and random.random() < 0.25
            return [self.make("bool", depth - 2)] * has_condition + [self.make(body_type, depth - 1)]

        return self.method(type_, source, name, variable, *self.within(variable, source.type[1], bodies))

    def within(self, variable, type_, make):
        """What is made where this variable is known, and hides those that are called the same."""
        hidden = self.scope, self.places
        name = variable.parts[0]
        element = Node(type_, [name])
        self.scope = [node for node in self.scope if node.parts != [name]] + [element, element]
        self.places = [node for node in self.places if not node.text().startswith(name)]
        made = make()
        self.scope, self.places = hidden
        return made
