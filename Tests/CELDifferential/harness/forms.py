"""What an expression of any type may look like, and how its parts are written down."""
from . import literals, variables
from .tree import CONDITIONAL, MEMBER, OR, UNARY, Node
from .variables import KEYS, NUMBERS, SCALARS

TYPE_NAMES = [
    "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type",
    "google.protobuf.Timestamp", "google.protobuf.Duration",
]


class Forms:
    """Has the forms that every type has; a subclass has a method for each type, `bool_` and so on."""

    def __init__(self, random, has_named_zones):
        self.random = random
        self.has_named_zones = has_named_zones
        self.variables = {}
        # Variables and what they hold, as nodes with the type of what is there.
        self.places = []
        # The variables of the macros around.
        self.scope = []

    def make(self, type_, depth):
        """An expression that comes to this type, mostly."""
        random = self.random
        if depth <= 0 or random.random() < 0.1:
            node = self.leaf(type_)
        elif random.random() < 0.22:
            node = self.pick([
                (4, lambda: self.conditional(type_, depth)),
                (4, lambda: self.taken(type_, depth)),
                (2, lambda: self.call(type_, "dyn", self.make(type_, depth - 1))),
                (1, lambda: self.converted_to_itself(type_, depth)),
            ])
        else:
            node = self.specific(type_, depth)
        node.is_bracketed = node.is_bracketed or random.random() < 0.03
        return node

    def specific(self, type_, depth):
        if isinstance(type_, str):
            return getattr(self, type_ + "_")(depth)
        return self.list_(type_[1], depth) if type_[0] == "list" else self.map_(type_[1], type_[2], depth)

    def pick(self, options):
        weights = [weight for weight, _ in options]
        return self.random.choices([form for _, form in options], weights)[0]()

    # Leaves.

    def leaf(self, type_):
        places = [node for node in self.scope + self.places if node.type == type_]
        if not places or self.random.random() > 0.6:
            return self.literal(type_)
        found = self.random.choice(places)
        is_variable = len(found.parts) == 1 and found.parts[0] in self.variables
        is_rooted = is_variable and self.random.random() < 0.03
        return Node(found.type, ["." + found.parts[0]] if is_rooted else found.parts, found.strength)

    def literal(self, type_):
        random = self.random
        match type_:
            case "bool":
                return Node("bool", [random.choice(["true", "false"])])
            case "int":
                return literals.int_node(random)
            case "uint":
                return literals.uint_node(random)
            case "double":
                return literals.double_node(random)
            case "string":
                return literals.string_node(random)
            case "bytes":
                return literals.bytes_node(random)
            case "timestamp":
                return self.time("timestamp", literals.timestamp_text, literals.WRONG_TIMESTAMPS)
            case "duration":
                return self.time("duration", literals.duration_text, literals.WRONG_DURATIONS)
            case "null":
                return Node("null", ["null"])
            case "type":
                return Node("type", [random.choice(TYPE_NAMES)])
            case "dyn":
                return self.call("dyn", "dyn", self.literal(random.choice([*SCALARS, "null"])))
            case ("list", element):
                return self.list_of(type_, [self.literal(element) for _ in range(random.randint(0, 3))])
            case ("map", key, element):
                keys = self.keys(key, random.randint(0, 3))
                return self.map_of(type_, [(key, self.literal(element)) for key in keys])

    def time(self, type_, right, wrong):
        random = self.random
        text = random.choice(wrong) if random.random() < 0.04 else right(random)
        return self.call(type_, type_, self.hidden(literals.string_node(random, text)))

    def hidden(self, text):
        """Sometimes no longer a constant for a checker to look at."""
        if self.random.random() < 0.7:
            return text
        return self.call("string", "dyn", text)

    # Forms of every type.

    def conditional(self, type_, depth):
        then, otherwise = self.make(type_, depth - 1), self.make(type_, depth - 1)
        condition = self.make("bool", depth - 1)
        parts = [(condition, OR), self.blank("?"), (then, OR), self.blank(":"), (otherwise, CONDITIONAL)]
        return Node(type_, parts, CONDITIONAL)

    def converted_to_itself(self, type_, depth):
        return self.call(type_, type_, self.make(type_, depth - 1)) if type_ in SCALARS else self.leaf(type_)

    def taken(self, type_, depth):
        """Out of a list or a map."""
        random = self.random
        count = random.randint(1, 3) if random.random() < 0.93 else random.randint(9, 14)
        position = random.randrange(count)
        if random.random() < 0.5:
            elements = [self.make(type_, depth - 1 if index == position else 0) for index in range(count)]
            place = position if random.random() < 0.9 else random.choice([-1, count, literals.INT_MAX])
            index = literals.int_node(random, place)
            return self.element_of(type_, self.list_of(("list", type_), elements), self.disguised(index))
        key_type = random.choice(KEYS)
        keys = self.keys(key_type, count)
        chosen = keys[min(position, len(keys) - 1)]
        entries = [(key, self.make(type_, depth - 1 if key is chosen else 0)) for key in keys]
        map_ = self.map_of(("map", key_type, type_), entries)
        if key_type == "string" and random.random() < 0.5:
            return Node(type_, [(map_, MEMBER), "." + random.choice(["a", "b", "c", "for"])])
        key = chosen if random.random() < 0.9 else self.literal(key_type)
        return self.element_of(type_, map_, self.disguised(key) if key_type in NUMBERS else key)

    def disguised(self, number):
        """The same number of another type, sometimes."""
        roll = self.random.random()
        if roll < 0.8:
            return number
        type_ = "double" if roll < 0.9 else "uint"
        return self.call("dyn", "dyn", self.call(type_, type_, number))

    # Ways to write things.

    def blank(self, sign):
        roll = self.random.random()
        if roll < 0.94 or sign == "in":
            return f" {sign} "
        return self.random.choice([sign, f"\n{sign}\t", f"  {sign} ", f" // so\n {sign} ", f" {sign}\r\n"])

    def binary(self, type_, left, sign, right, strength):
        return Node(type_, [(left, strength), self.blank(sign), (right, strength + 1)], strength)

    def unary(self, type_, sign, operand):
        strength = UNARY if self.random.random() < 0.1 else MEMBER
        return Node(type_, [sign, (operand, strength)], UNARY)

    def call(self, type_, name, *arguments):
        return Node(type_, [name + "(", *separated([[(argument, CONDITIONAL)] for argument in arguments]), ")"])

    def method(self, type_, target, name, *arguments):
        return Node(type_, [(target, MEMBER), ".", *self.call(type_, name, *arguments).parts])

    def element_of(self, type_, container, key):
        return Node(type_, [(container, MEMBER), "[", (key, CONDITIONAL), "]"])

    def list_of(self, type_, elements):
        comma = "," if elements and self.random.random() < 0.02 else ""
        return Node(type_, ["[", *separated([[(element, CONDITIONAL)] for element in elements]), comma + "]"])

    def map_of(self, type_, entries):
        written = [[(key, CONDITIONAL), ": ", (element, CONDITIONAL)] for key, element in entries]
        return Node(type_, ["{", *separated(written), "}"])

    def keys(self, type_, count):
        """Keys for a map, mostly each of them once."""
        random = self.random
        if type_ == "dyn":
            mixed = [Node("int", ["1"]), Node("string", ['"a"']), Node("bool", ["true"]), Node("uint", ["2u"])]
            return random.sample(mixed, min(count, len(mixed)))
        if type_ == "string":
            few, many = variables.FIELDS[:8], variables.FIELDS + [f"key{number}" for number in range(9)]
            texts = random.sample(few if count <= len(few) else many, count)
            return [literals.string_node(random, text) for text in texts]
        if type_ == "bool":
            return [Node("bool", [text]) for text in random.sample(["true", "false"], min(count, 2))]
        numbers = random.sample(range(0, max(9, 2 * count)), count)
        if count > 1 and random.random() < 0.03:
            numbers[0] = numbers[1]
        return [(literals.uint_node if type_ == "uint" else literals.int_node)(random, number) for number in numbers]


def separated(groups):
    """The parts of all groups, with commas between the groups."""
    return [part for group in groups for part in [", ", *group]][1:]
