"""Whether a difference between the two sides is of a kind that is accounted for.

Each function gets the case, both outcomes and the court, so that it can ask both sides about a variant of the case.
"""
import re

from .tree import CONDITIONAL


def agree(one, other):
    """In all but values: which of the two refuses, and the static type."""
    return one.type == other.type and (one.kind == "refused") == (other.kind == "refused")


def agree_on(root, case, court):
    changed = case.with_root(root)
    return agree(court.ours.ask(changed), court.oracle.ask(changed))


# Types.


def is_taken_from_dyn(case, ours, theirs, court):
    """There is no difference once all that an index takes out is dyn() for both sides, and ours is the wider type."""
    is_narrower = ours.kind == theirs.kind == "value" and is_wider(ours.type, theirs.type)
    return (theirs.kind == "refused" or is_narrower) and agree_on(with_dyn_elements(case.root), case, court)


def is_wider(one, other):
    if one == other or one == "dyn":
        return True
    if isinstance(one, str) or isinstance(other, str) or one[0] != other[0]:
        return False
    return all(is_wider(mine, yours) for mine, yours in zip(one[1:], other[1:]))


def is_joined_with_dyn(case, ours, theirs, court):
    """There is no difference once all sums are dyn() for both sides, and ours is the wider type."""
    return is_wider(ours.type, theirs.type) and agree_on(with_dyn_sums(case.root), case, court)


def is_map_joined(case, ours, theirs, court):
    """There is no difference once the first key and value of every map are dyn() for both sides."""
    # What an index takes out may be part of it.
    roots = [case.root, with_dyn_elements(case.root)]
    return any(agree_on(with_dyn_entries(root), case, court) for root in roots)


def is_of_nothing(case, ours, theirs, court):
    """There is no difference once every empty list and map is dyn() for both sides."""
    root = with_dyn_nothings(case.root)
    return root.text() != case.source and agree_on(root, case, court)


MIXED = re.compile(
    r"found no matching overload for '_(==|!=|<|<=|>|>=)_' applied to '\((int|uint|double), (int|uint|double)\)'"
)


def is_mixed_comparison(case, ours, theirs, court):
    """Every problem that the oracle has is a comparison of two numbers."""
    problems = re.findall(r"^.*ERROR: .*$", theirs.detail, re.MULTILINE)
    return theirs.kind == "refused" and bool(problems) and all(MIXED.search(problem) for problem in problems)


def is_type_of_types(case, ours, theirs, court):
    return blurred(ours.type) == blurred(theirs.type)


def blurred(type_):
    """Without what a type is a type of."""
    if isinstance(type_, str) or type_[0] == "type":
        return type_ if isinstance(type_, str) else "type"
    return (type_[0], *map(blurred, type_[1:]))


# Trees that are changed.


def with_parts(node, change):
    parts = [part if isinstance(part, str) else (change(part[0]), part[1]) for part in node.parts]
    return type(node)(node.type, parts, node.strength, node.is_bracketed)


def with_dyn_elements(node):
    changed = with_parts(node, with_dyn_elements)
    is_element = len(node.parts) > 1 and isinstance(node.parts[1], str) and node.parts[1].startswith("[")
    return type(node)(node.type, ["dyn(", (changed, 0), ")"]) if is_element else changed


def with_dyn_sums(node):
    changed = with_parts(node, with_dyn_sums)
    is_sum = len(node.parts) > 1 and isinstance(node.parts[1], str) and node.parts[1].strip().endswith("+")
    return type(node)(node.type, ["dyn(", (changed, 0), ")"]) if is_sum else changed


def with_dyn_nothings(node):
    if node.parts in (["[", "]"], ["{", "}"]):
        return type(node)(node.type, ["dyn(" + "".join(node.parts) + ")"])
    return with_parts(node, with_dyn_nothings)


def with_dyn_entries(node):
    changed = with_parts(node, with_dyn_entries)
    if changed.parts[0] == "{" and len(changed.parts) > 4:
        for place in (1, 3):
            changed.parts[place] = (type(node)("dyn", ["dyn(", changed.parts[place], ")"]), CONDITIONAL)
    return changed


# Signs and texts.


def is_doubled_sign(case, ours, theirs, court):
    """Without the signs that cancel each other there is no difference."""
    shorter = re.sub(r"-\s*-|!\s*!", "", case.source)
    changed = case.with_root(type(case.root)("dyn", [shorter], 0))
    return shorter != case.source and not court.judge(changed).is_disagreement


def is_key_of_other_type(case, ours, theirs, court):
    """For the oracle too a key is there twice, once all whole numbers are of one type."""
    signed = re.sub(r"\b(\d+|0x[0-9a-fA-F]+)[uU]\b", r"\1", case.source)
    changed = case.with_root(type(case.root)("dyn", [signed]))
    return ours.detail.startswith("duplicate-key") and "duplicate key" in court.oracle.ask(changed, False).detail


def is_long_duration(case, ours, theirs, court):
    """A text that our side does not read, and the oracle as more than 64 bits of nanoseconds."""
    value = read_by_oracle("duration", case, ours, court)
    return value is not None and not -(2**63) <= value < 2**63


RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:([0-5]\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
ZONE = re.compile(r"[+-]?\d\d:\d\d")


def is_lenient_timestamp(case, ours, theirs, court):
    """A text that our side does not read, the oracle does, and the standard does not allow."""
    value = read_by_oracle("timestamp", case, ours, court)
    return value is not None and RFC_3339.fullmatch(quoted_in(ours.detail)[1:-1]) is None


def is_lenient_zone(case, ours, theirs, court):
    return " is neither a time zone, " in ours.detail and not ZONE.fullmatch(quoted_in(ours.detail)[1:-1])


def read_by_oracle(function, case, ours, court):
    if f" is not a {function}," not in ours.detail:
        return None
    root = type(case.root)("dyn", [f"{function}({quoted_in(ours.detail)})"])
    answer = court.oracle.ask(case.with_root(root))
    return answer.value[1] if answer.kind == "value" else None


def quoted_in(message):
    return re.search(r'"(?:[^"\\]|\\.)*"', message)[0]


BLANK = r"( |\\[nrt]|\\x0[bc])"


def is_blank_around_number(case, ours, theirs, court):
    return re.search(rf'bad-conversion: "({BLANK}.*|.*{BLANK})" is not an? (int|uint|double)$', ours.detail)


# Values.


def texts(ours, theirs):
    values = [outcome.value for outcome in (ours, theirs)]
    return [value[1] for value in values] if all(value and value[0] == "string" for value in values) else ["", ""]


def is_decimals_of_a_second(case, ours, theirs, court):
    one, other = texts(ours, theirs)
    padded = re.fullmatch(r"(.*\.\d*?)0*([Zs])", other)
    return padded is not None and len(other) > len(one) and padded[1].rstrip(".") + padded[2] == one


def is_not_finite(case, ours, theirs, court):
    return texts(ours, theirs) in (["NaN", "nan"], ["NaN", "-nan"], ["+Inf", "inf"], ["-Inf", "-inf"])


def is_least_of_nan(case, ours, theirs, court):
    """We say so, or another failure comes first and there is a NaN about."""
    if re.search(r"^bad-argument: math\.(least|greatest)\(\) of NaN", ours.detail):
        return True
    is_nan = re.search(r"(?i)nan|0\.0 / 0\.0|sqrt", case.source + repr(case.variables))
    return ours.kind == "fails" and re.search(r"math\.(least|greatest)\(", case.source) and is_nan


def is_reverse_of_dyn(case, ours, theirs, court):
    """Every reverse() is of text that is known to be text, and then there is no difference."""
    return ".reverse()" in case.source and is_wider(ours.type, theirs.type)


MACRO = re.compile(r"\.(all|exists|exists_one|map|filter)\(|cel\.bind\(|\.opt(Flat)?Map\(")


def is_name_beside_macros(case, ours, theirs, court):
    return re.search(r"\.optMap\(|cel\.bind\(", case.source) and len(MACRO.findall(case.source)) > 1


# Words.


def we_say(pattern):
    """Our side gives no value, and says this."""
    return lambda case, ours, theirs, court: re.search(pattern, ours.detail)


def they_say(pattern):
    """The oracle gives no value, and says this."""
    return lambda case, ours, theirs, court: re.search(pattern, theirs.detail)
