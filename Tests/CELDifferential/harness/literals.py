"""Random literals, near the limits more often than chance would have it."""
from .tree import MEMBER, UNARY, Node

INT_MIN, INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1
CORNERS = [2**31, 2**32, 2**53, 2**62, INT_MAX]
DOUBLES = [
    "0.0", "-0.0", "0.1", "0.5", "1.5", "2.0", "3.0", "-2.5", "1e3", "1E-7", "100000.0", "1000000.0", "0.0001",
    "0.00001",
    "123456789.125", "9007199254740992.0", "9007199254740993.0", "9223372036854774784.0", "9223372036854775807.0",
    "-9223372036854775808.0", "18446744073709549568.0", "18446744073709551615.0", "1e18", "1e19", "1e20", "1e-300",
    "1.7976931348623157e308", "-1.7976931348623157e+308", "5e-324", "2.2250738585072014e-308", ".5", ".25e1",
]
NOT_FINITE = ['double("NaN")', 'double("inf")', 'double("-inf")', "(1.0 / 0.0)", "(0.0 / 0.0)"]
WORDS = [
    "", "a", "b", "abc", "aaa", "ABC", "sensor-17", "bytes-out", "foo.bar", "0123", "42", "-7", "1.5", "true", "x y",
    "é", "e\u0301", "ß", "日本語", "😀", "a😀b", "\U0010ffff", "Ω", "line\nbreak", "tab\there", 'quo"te',
    "it's",
    "back\\slash", "\r\n", "\u200b", "`", "?", "\\d", "aé", "á", "\u2028", "ﬁ", "İ", "ŕ",
]
LETTERS = "abcxyzABC019 -_.,:;'\"\\\n\t\r/é日😀\u0301\x01\x7f\u0085"
SIMPLE_ESCAPES = {
    7: "a", 8: "b", 12: "f", 10: "n", 13: "r", 9: "t", 11: "v", 92: "\\", 63: "?", 34: '"', 39: "'", 96: "`",
}
PIECES = ["abcdefgh", "sensor-", "é", "日本", "aaaa", "x", "0123456789"]
ZONES = ["UTC", "", "+00:00", "-00:00", "+05:30", "-08:00", "+14:00", "-12:00", "05:45", "+23:59", "-23:59", "00:00"]
ODD_ZONES = ["Z", "+24:00", "+05:60", "-99:99", "+0530", "+5", "utc", " UTC", "x", "UTC+1", "--01:00", "a:b", "+1", ":"]
NAMED_ZONES = [
    "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu",
    "America/St_Johns", "Pacific/Apia", "Etc/GMT+5", "US/Central", "America/Sao_Paulo", "Europe/Dublin",
]


def integer(random):
    """Any int, as a number."""
    roll = random.random()
    if roll < 0.7:
        return random.randint(-9, 20)
    if roll < 0.9:
        near = random.choice(CORNERS) + random.randint(-2, 2)
        return max(INT_MIN, min(INT_MAX, near * random.choice([1, -1])))
    return INT_MIN if roll < 0.92 else random.randint(INT_MIN, INT_MAX)


def unsigned(random):
    roll = random.random()
    if roll < 0.7:
        return random.randint(0, 20)
    if roll < 0.9:
        return min(UINT_MAX, random.choice([*CORNERS, UINT_MAX]) + random.randint(-2, 2))
    return random.randint(0, UINT_MAX)


def floating(random):
    """Any double, as text."""
    roll = random.random()
    if roll < 0.4:
        return str(random.randint(-40, 80) / 4)
    if roll < 0.8:
        return random.choice(DOUBLES)
    return repr(random.uniform(-1, 1) * 10.0 ** random.randint(-20, 25))


def text(random):
    if random.random() < 0.7:
        return random.choice(WORDS)
    return "".join(random.choice(LETTERS) for _ in range(random.randint(0, 8)))


def text_and_part(random):
    """A longer text, and a piece of it or nearly so."""
    whole = "".join(random.choice(PIECES) for _ in range(random.randint(1, 6)))
    start = random.choice([0, 0, random.randrange(len(whole) + 1)])
    end = random.choice([len(whole), random.randint(start, len(whole))])
    part = whole[start:end]
    if random.random() < 0.3:
        place = random.randrange(len(part) + 1)
        part = part[:place] + random.choice(["", "x", "é", "a"]) + part[place + 1:]
    return whole, part


def octets(random):
    if random.random() < 0.6:
        return random.choice(WORDS).encode()
    return bytes(random.choice([0, 1, 65, 97, 98, 127, 128, 195, 169, 255]) for _ in range(random.randint(0, 5)))


def int_node(random, value=None):
    value = integer(random) if value is None else value
    digits = f"{abs(value):#x}" if random.random() < 0.08 else str(abs(value))
    if value >= 0:
        return Node("int", [digits])
    return Node("int", ["-" + digits], UNARY)


def uint_node(random, value=None):
    value = unsigned(random) if value is None else value
    digits = f"{value:#X}".replace("X", "x") if random.random() < 0.08 else str(value)
    return Node("uint", [digits + random.choice("uuuU")])


def double_node(random):
    if random.random() < 0.06:
        return Node("double", [random.choice(NOT_FINITE)])
    written = floating(random)
    return Node("double", [written], UNARY if written.startswith("-") else MEMBER)


def string_node(random, content=None):
    return Node("string", [quoted(random, text(random) if content is None else content)])


def bytes_node(random):
    return Node("bytes", [random.choice("bbbB") + quoted_octets(random, octets(random))])


def quoted(random, content):
    quote = random.choice(['"', '"', '"', "'", '"""', "'''"])
    if random.random() < 0.15 and can_be_raw(content, quote):
        return random.choice("rR") + quote + content + quote
    return quote + "".join(escaped(random, character, quote) for character in content) + quote


def can_be_raw(content, quote):
    controls = any(ord(character) < 32 or ord(character) == 127 for character in content)
    return not controls and quote[0] not in content and not content.endswith("\\")


def escaped(random, character, quote):
    code = ord(character)
    is_special = character in "\\\r" or character == quote[0] or (character == "\n" and len(quote) == 1)
    if not is_special and code >= 32 and random.random() < 0.92:
        return character
    if character == "\n" and not is_special and random.random() < 0.8:
        return character
    forms = [f"\\U{code:08x}"]
    if code in SIMPLE_ESCAPES:
        forms = ["\\" + SIMPLE_ESCAPES[code]] * 3
    if code < 256:
        forms += [f"\\x{code:02x}", f"\\X{code:02X}", f"\\{code:03o}"]
    if code < 65536:
        forms.append(f"\\u{code:04x}")
    return random.choice(forms)


def quoted_octets(random, content):
    quote = random.choice(['"', '"', "'", "'''"])
    try:
        characters = content.decode()
    except UnicodeDecodeError:
        characters = None
    if characters is not None and random.random() < 0.4 and can_be_raw(characters, quote) and "\\" not in characters:
        return quote + characters + quote
    return quote + "".join(escaped_octet(random, octet, quote) for octet in content) + quote


def escaped_octet(random, octet, quote):
    is_plain = 32 <= octet < 127 and chr(octet) not in quote + "\\"
    if is_plain and random.random() < 0.9:
        return chr(octet)
    return random.choice([f"\\x{octet:02x}", f"\\{octet:03o}"])


def timestamp_text(random):
    """RFC 3339, mostly valid."""
    year = random.choice([1, 2, 1600, 1900, 1969, 1970, 1999, 2000, 2020, 2024, 2038, 2100, 9998, 9999])
    month, day = random.randint(1, 12), random.randint(1, 28)
    if random.random() < 0.2:
        month, day = random.choice([(1, 1), (2, 28), (2, 29), (12, 31), (6, 30), (3, 31)])
        day = 28 if (month, day) == (2, 29) and not is_leap(year) else day
    clock = random.choice(["00:00:00", "23:59:59", f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:07"])
    fraction = random.choice(["", "", "", ".5", ".123456789", ".999999999", ".000000001", ".25", ".1234"])
    zone = random.choice(["Z", "Z", "Z", "+00:00", "+05:30", "-08:00", "+14:00", "-12:00"])
    return f"{year:04}-{month:02}-{day:02}T{clock}{fraction}{zone}"


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


WRONG_TIMESTAMPS = [
    "", "2020", "2020-01-01", "2020-01-01T00:00:00", "2020-02-30T00:00:00Z", "2021-02-29T00:00:00Z",
    "2020-13-01T00:00:00Z", "2020-01-01T24:00:00Z", "2020-01-01T00:60:00Z", "0000-01-01T00:00:00Z",
    "2020-01-01 00:00:00Z", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00+5:00", "10000-01-01T00:00:00Z",
    "2020-01-01T00:00:00ZZ", "2020-01-01T00:00:00Zx", "x2020-01-01T00:00:00Z",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2020-01-01T00:00Z",
]


def duration_text(random):
    """Numbers with units, mostly valid and mostly short."""
    roll = random.random()
    if roll < 0.1:
        return random.choice(LIMITS)
    sign = random.choice(["", "", "", "-", "+"])
    units = random.sample(["h", "m", "s", "ms", "us", "ns"], random.choice([1, 1, 1, 2, 3]))
    # No parts of a nanosecond: see the differences that are pinned.
    return sign + "".join((random.choice(WHOLE) if unit == "ns" else amount(random)) + unit for unit in units)


LIMITS = ["0", "-0", "+0", "9223372036s", "-9223372036s", "2562047h47m16.8547758s", "-2562047h", "106751d"]
WHOLE = ["0", "1", "2", "30", "59", "90", "1000", "36000", "007"]


def amount(random):
    return random.choice([*WHOLE, "1.5", "0.25", "0.001", ".5", "1."])


WRONG_DURATIONS = [
    "", "1", "s", "1x", "1 s", "- 1s", "1s ", " 1s", "--1s", "1h-1m", ".s", "1.5.5s", "1e3s", "1S", "00", "0.0",
]
