"""Values and types as both sides are compared by: tuples, which say all that there is to a value.

A value is `(kind, content)`: `("int", 5)`, `("list", (value, ...))`, `("map", frozenset of (key, value))`. Timestamps
and durations are in nanoseconds; a double is kept by its bits, so that NaN is NaN and `-0.0` is not `0.0`.
A type is a name, or `("list", type)`, `("map", key, value)`, `("type", type)`.
"""
import base64
import datetime
import re
from fractions import Fraction

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
NANOSECONDS = 10**9


def double(number):
    return ("double", "nan" if number != number else number.hex())


def number_of(value):
    """The float that a double's bits stand for."""
    return float("nan") if value[1] == "nan" else float.fromhex(value[1])


def mapping(entries):
    return ("map", frozenset(entries))


def parse_timestamp(text):
    """Nanoseconds since 1970 of RFC 3339 in UTC. The year may be short, as the oracle writes it."""
    match = re.fullmatch(r"(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|\+00:00)", text)
    year, *rest = (int(part) for part in match.groups()[:6])
    moment = datetime.datetime(year, *rest, tzinfo=datetime.timezone.utc)
    span = moment - EPOCH
    fraction = int((match[7] or "").ljust(9, "0")[:9])
    return (span.days * 86_400 + span.seconds) * NANOSECONDS + fraction


def format_timestamp(nanoseconds):
    seconds, fraction = divmod(nanoseconds, NANOSECONDS)
    moment = EPOCH + datetime.timedelta(seconds=seconds)
    decimals = f".{fraction:09}" if fraction else ""
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}{decimals}Z"


UNITS = {"h": 3600 * NANOSECONDS, "m": 60 * NANOSECONDS, "s": NANOSECONDS, "ms": 10**6, "us": 1000, "ns": 1}


def parse_duration(text):
    """Nanoseconds, as a fraction where the oracle has parts of one."""
    sign = -1 if text.startswith("-") else 1
    parts = re.findall(r"([\d.]+)(ms|us|ns|h|m|s)", text)
    total = sum((Fraction(number) * UNITS[unit] for number, unit in parts), Fraction(0)) * sign
    return int(total) if total.denominator == 1 else total


def to_json(value):
    """In the encoding that cel-lines reads."""
    kind, content = value
    match kind:
        case "null":
            return {"null": True}
        case "int" | "uint":
            return {kind: str(content)}
        case "double":
            number = number_of(value)
            special = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
            return {"double": special.get(str(number), "-0.0" if content == "-0x0.0p+0" else number)}
        case "bytes":
            return {"bytes": base64.b64encode(content).decode()}
        case "list":
            return {"list": [to_json(element) for element in content]}
        case "map":
            return {"map": [[to_json(key), to_json(element)] for key, element in sorted(content, key=repr)]}
        case "timestamp":
            return {"timestamp": format_timestamp(content)}
        case "duration":
            sign = "-" if content < 0 else ""
            seconds, fraction = divmod(abs(content), NANOSECONDS)
            return {"duration": f"{sign}{seconds}.{fraction:09}s"}
        case _:
            return {kind: content}


def from_json(json):
    """Of the encoding that cel-lines writes."""
    ((kind, content),) = json.items()
    match kind:
        case "null":
            return ("null", None)
        case "int" | "uint":
            return (kind, int(content))
        case "double":
            return double(float(content))
        case "bytes":
            return (kind, base64.b64decode(content))
        case "list":
            return (kind, tuple(from_json(element) for element in content))
        case "map":
            return mapping((from_json(key), from_json(element)) for key, element in content)
        case "timestamp":
            return (kind, parse_timestamp(content))
        case "duration":
            return (kind, parse_duration(content))
        case _:
            return (kind, content)


def type_to_json(type_):
    if isinstance(type_, str):
        return type_
    return {"list": type_to_json(type_[1])} if type_[0] == "list" else {"map": [type_to_json(t) for t in type_[1:]]}


def type_from_json(json):
    if isinstance(json, str):
        return json
    if "abstract" in json:
        return (json["abstract"], *(type_from_json(t) for t in json["params"]))
    ((kind, content),) = json.items()
    return (kind, *(type_from_json(t) for t in (content if kind == "map" else [content])))


def type_of(value):
    """The type that a variable with this value may be declared as."""
    kind, content = value
    if kind == "list":
        return ("list", common(type_of(element) for element in content))
    if kind == "map":
        return ("map", common(type_of(key) for key, _ in content), common(type_of(element) for _, element in content))
    return kind


def common(types):
    types = set(types)
    return types.pop() if len(types) == 1 else "dyn"
