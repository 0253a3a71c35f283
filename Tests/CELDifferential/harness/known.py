"""Differences that random expressions keep out of. Both sides are held to them at the start of every run."""
from dataclasses import dataclass

from .outcome import UNREADABLE_MAP, readable
from .tree import Case, Node


@dataclass(frozen=True)
class Known:
    expression: str
    ours: str
    theirs: str
    reason: str


LENIENT = "The oracle reads as Abseil does. RFC 3339 has two digits, four for the year, no blanks, no 60th second."
BLANKS = "The oracle passes over blanks around a number, as Abseil does; cel-go does not."
ZONES = "The grammar of time zones has two digits for the hours and two for the minutes; the oracle takes any number."
TOO_LONG = "The specification has 64 bits of nanoseconds for durations, 292 years; the oracle reads ten thousand years."
PARTS = "The oracle keeps quarters of a nanosecond, which is the resolution of Abseil; cel-go and we cut them off."
LETTERS = "cel-go takes T and F for true and false, as Go's ParseBool does; the oracle only t and f."
SHORTEST = "timestamp(0) - duration('-2562047h47m16.854775808s')"
TOO_LARGE = "What exceeds a double's range is an error, as in cel-go; the oracle makes it infinite."
NO_OPPOSITE = "The oracle adds the opposite of what it takes away, which the shortest duration has not."
SAME_KEY = "Keys are numbers of one space for us, and so 1 and 1u are one key."

KNOWN = [
    Known('timestamp("2020-01-01T00:00:60Z")', "fails", "timestamp 1577836860000000000", LENIENT),
    Known('timestamp("20-01-01T00:00:00Z")', "fails", "timestamp -61536067200000000000", LENIENT),
    Known('timestamp("2020-1-01T00:00:00Z")', "fails", "timestamp 1577836800000000000", LENIENT),
    Known('timestamp(" 2020-01-01T00:00:00Z ")', "fails", "timestamp 1577836800000000000", LENIENT),
    Known('timestamp("2020-01-01T00:00:00+05")', "fails", "timestamp 1577818800000000000", LENIENT),
    Known('int(" 5")', "fails", "int 5", BLANKS),
    Known('uint("5 ")', "fails", "uint 5", BLANKS),
    Known('double(" 1.5")', "fails", "double 1.5", BLANKS),
    Known('timestamp(0).getHours("-8:0")', "fails", "int 16", ZONES),
    Known('timestamp(0).getHours("+005:030")', "fails", "int 5", ZONES),
    Known('timestamp(0).getHours("+05:30:00")', "fails", "int 11", ZONES),
    Known('timestamp(0).getHours("Fixed/UTC+05:30:00")', "fails", "int 5", "A name that Abseil alone has."),
    Known('duration("9223372036.854775808s")', "fails", "duration 9223372036854775808", TOO_LONG),
    Known('duration("0.5ns") == duration("0")', "bool True", "bool False", PARTS),
    Known('duration("1µs")', "duration 1000", "fails", "cel-go takes both us and µs; Abseil knows only the first."),
    Known('bool("T")', "bool True", "fails", LETTERS),
    Known('bool("F")', "bool False", "fails", LETTERS),
    Known("int(duration('5s'))", "int 5000000000", "fails", "As in cel-go: the nanoseconds of a duration."),
    Known("duration(5)", "duration 5", "fails", "As in cel-go: a duration of nanoseconds."),
    Known("-duration('5s')", "duration -5000000000", "fails", "As in cel-go when it runs: durations have a sign."),
    Known("1e400", "refused", "double inf", TOO_LARGE),
    Known("double('-1e400')", "fails", "double -inf", TOO_LARGE),
    Known(SHORTEST, "timestamp 9223372036854775808", "fails", NO_OPPOSITE),
    Known("{1: 'a', 1u: 'b'}", "fails", readable(UNREADABLE_MAP), SAME_KEY),
    Known("[1].existsOne(x, x == 1)", "bool True", "fails", "The newer name of exists_one, which cel-go knows too."),
]


def changed(court):
    """What is no longer as it is written down here, a line for each."""
    for known in KNOWN:
        case = Case("known", 0, Node("dyn", [known.expression]), {}, is_checked=False)
        found = [side.ask(case, False).brief() for side in (court.ours, court.oracle)]
        if found != [known.ours, known.theirs]:
            yield f"{known.expression}: ours {found[0]}, oracle {found[1]}"
