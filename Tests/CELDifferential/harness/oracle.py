"""The other side: cel-expr-python, which is Google's cel-cpp."""
import datetime
import re

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional, ext_strings

from .outcome import UNREADABLE_MAP, UNREADABLE_OPTIONAL, Outcome
from .values import EPOCH, double, mapping, number_of, parse_duration, parse_timestamp

SIMPLE = {
    "dyn": cel.Type.DYN, "null": cel.Type.NULL, "bool": cel.Type.BOOL, "int": cel.Type.INT, "uint": cel.Type.UINT,
    "double": cel.Type.DOUBLE, "string": cel.Type.STRING, "bytes": cel.Type.BYTES,
    "timestamp": cel.Type.TIMESTAMP, "duration": cel.Type.DURATION,
}


class Unreadable(Exception):
    """The oracle has a value that its Python package cannot hand over."""


class Oracle:
    def __init__(self, has_extensions=False):
        self.environments = {}
        self.extensions = all_extensions() if has_extensions else []

    def ask(self, case, is_checked=True):
        declarations = tuple((name, type_) for name, (type_, _) in case.variables.items())
        environment = self.environments.get(declarations)
        if environment is None:
            variables = {name: type_of(type_) for name, type_ in declarations}
            environment = cel.NewEnv(variables=variables, extensions=self.extensions)
            if len(self.environments) < 1000:
                self.environments[declarations] = environment
        try:
            program = environment.compile(case.source, disable_check=not is_checked)
        except RuntimeError as error:
            return Outcome("refused", detail=str(error))
        data = {name: plain(value) for name, (_, value) in case.variables.items() if value is not None}
        return evaluate(program, environment.Activation(data), is_checked)


def all_extensions():
    return [
        ext_bindings.ExtBindings(), ext_encoders.ExtEncoders(), ext_math.ExtMath(), ext_optional.ExtOptional(),
        ext_strings.ExtStrings(),
    ]


def evaluate(program, activation, is_checked):
    try:
        result = program.eval(activation)
        if str(result.type()) == "ERROR" and not repr(result).startswith("optional."):
            return Outcome("fails", detail=str(result.value()))
    except RuntimeError as error:
        return Outcome("fails", detail=f"status: {error}")
    try:
        static = parse_type(str(program.return_type())) if is_checked else "dyn"
    except RuntimeError as error:
        static = ("unreadable", str(error))
    try:
        return Outcome("value", decode(result), static)
    except (RuntimeError, TypeError, Unreadable) as error:
        return Outcome("value", ("unreadable", str(error)), static)


def type_of(type_):
    if isinstance(type_, str):
        return SIMPLE[type_]
    arguments = [type_of(argument) for argument in type_[1:]]
    return cel.Type.List(*arguments) if type_[0] == "list" else cel.Type.Map(*arguments)


def plain(value):
    """As the package takes it: microseconds are the finest that it knows of time."""
    kind, content = value
    match kind:
        case "double":
            return number_of(value)
        case "list":
            return [plain(element) for element in content]
        case "map":
            return {plain(key): plain(element) for key, element in content}
        case "timestamp":
            return EPOCH + datetime.timedelta(microseconds=content // 1000)
        case "duration":
            return datetime.timedelta(microseconds=content // 1000)
        case _:
            return content


def decode(value):
    """Exactly: times by their text, since Python's own lose nanoseconds."""
    kind = str(value.type())
    match kind:
        case "NULL":
            return ("null", None)
        case "BOOL" | "INT" | "UINT" | "STRING":
            return (kind.lower(), value.value())
        case "DOUBLE":
            return double(value.value())
        case "BYTES":
            return ("bytes", bytes(value.value()))
        case "TIMESTAMP":
            return ("timestamp", parse_timestamp(repr(value)))
        case "DURATION":
            return ("duration", parse_duration(repr(value)))
        case "ERROR":
            raise Unreadable(UNREADABLE_OPTIONAL[1])
        case "TYPE":
            return ("type", re.sub(r"<.*", "", repr(value)))
    if kind.startswith("LIST"):
        return ("list", tuple(decode(element) for element in value.value()))
    if kind.startswith("MAP"):
        return decode_map(value)
    raise Unreadable(f"a value of type {kind}")


def decode_map(value):
    """A dictionary of Python holds `1`, `1u` and `true` to be one key; the text of the map tells them apart."""
    entries, keys = value.value(), top_level_keys(repr(value))
    if len(entries) != len(keys):
        raise Unreadable(UNREADABLE_MAP[1])
    return mapping((key_of(key, text), decode(element)) for (key, element), text in zip(entries.items(), keys))


def key_of(key, text):
    if isinstance(key, str):
        return ("string", key)
    if isinstance(key, bool):
        return ("bool", key)
    return ("uint" if text.endswith("u") else "int", key)


def top_level_keys(text):
    """The keys of `{1: "a", 2u: [3]}`, as they are written."""
    keys, depth, start, index = [], 0, 1, 1
    expects_key = True
    while index < len(text) - 1:
        character = text[index]
        if character in "\"'":
            index = end_of_string(text, index)
            continue
        if character in "[{(":
            depth += 1
        elif character in "]})":
            depth -= 1
        elif depth == 0 and character == ":" and expects_key:
            keys.append(text[start:index])
            expects_key = False
        elif depth == 0 and text.startswith(", ", index) and not expects_key and is_entry(text, index + 2):
            start, expects_key = index + 2, True
        index += 1
    return keys


def is_entry(text, index):
    """Not within `map<dyn, dyn>`."""
    return re.match(r"""true|false|-?\d|["']""", text[index:]) is not None


def end_of_string(text, start):
    index = start + 1
    while text[index] != text[start]:
        index += 2 if text[index] == "\\" else 1
    return index + 1


def parse_type(text):
    """`MAP<STRING, LIST<DYN>>` as a tuple."""
    match = re.fullmatch(r"(\w+)(?:<(.*)>)?", text)
    if match is None:
        return text
    name = match[1].lower()
    if match[2] is None:
        return ("type", "dyn") if name == "type" else name
    return (name, *(parse_type(argument) for argument in arguments_of(match[2])))


def arguments_of(text):
    arguments, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += {"<": 1, ">": -1}.get(character, 0)
        if depth == 0 and character == ",":
            arguments.append(text[start:index])
            start = index + 2
    return arguments + [text[start:]]
