"""What one side says of one expression."""
from dataclasses import dataclass


# The value of a map of which Python takes several keys for one: 1, 1u and true.
UNREADABLE_MAP = ("unreadable", "a map with keys that Python cannot tell apart")
UNREADABLE_OPTIONAL = ("unreadable", "an optional")


@dataclass(frozen=True)
class Outcome:
    # "value", "fails" while it runs, or "refused" before it does.
    kind: str
    value: object = None
    type: object = None
    detail: str = ""
    # Codes and places of what is wrong, where our side refuses.
    problems: tuple = ()

    def agrees(self, other):
        return self.kind == other.kind and self.value == other.value

    def brief(self):
        return readable(self.value) if self.kind == "value" else self.kind

    def __str__(self):
        if self.kind != "value":
            return f"{self.kind}: {self.detail}"
        return f"{readable(self.value)} of type {self.type}"


def readable(value):
    kind, content = value
    if kind == "list":
        return f"[{', '.join(map(readable, content))}]"
    if kind == "map":
        return f"{{{', '.join(sorted(f'{readable(key)}: {readable(element)}' for key, element in content))}}}"
    if kind == "double":
        return f"double {'nan' if content == 'nan' else float.fromhex(content)!r}"
    return f"{kind} {content!r}"
