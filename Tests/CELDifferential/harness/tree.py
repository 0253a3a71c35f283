"""Expressions as trees, which are written down with random blanks and brackets."""
from dataclasses import dataclass, field

# How strongly a form binds; an operand that binds less is put in brackets.
CONDITIONAL, OR, AND, RELATION, SUM, PRODUCT, UNARY, MEMBER = range(8)


@dataclass(eq=False)
class Node:
    """A part of an expression: text, and other parts each with the least strength that may stand there."""

    type: object
    parts: list
    strength: int = MEMBER
    is_bracketed: bool = False

    @property
    def children(self):
        return [part[0] for part in self.parts if not isinstance(part, str)]

    def text(self):
        return "".join(part if isinstance(part, str) else written(*part) for part in self.parts)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def replacing(self, old, new):
        """The tree with one part, found by its identity, exchanged."""
        if self is old:
            return new
        parts = [part if isinstance(part, str) else (part[0].replacing(old, new), part[1]) for part in self.parts]
        return Node(self.type, parts, self.strength, self.is_bracketed)


def written(node, strength):
    text = node.text()
    return f"({text})" if node.strength < strength or node.is_bracketed else text


@dataclass
class Case:
    """One expression and the variables that it may read, by name: the type, and the value or None where it has none."""

    seed: object
    index: int
    root: Node
    variables: dict
    is_checked: bool = True
    source: str = field(init=False)

    def __post_init__(self):
        self.source = self.root.text()

    def with_root(self, root):
        return Case(self.seed, self.index, root, self.variables, self.is_checked)
