"""Where the two sides differ, and are meant to or cannot help it: each as narrow as it can be, with its reason."""
from .difference import DIFFERS, REFUSES, TYPES, Difference
from .extension_differences import EXTENSION_DIFFERENCES
from .outcome import UNREADABLE_MAP
from .reasons import (
    is_blank_around_number, is_decimals_of_a_second, is_doubled_sign, is_joined_with_dyn,
    is_key_of_other_type, is_lenient_timestamp, is_lenient_zone, is_long_duration, is_map_joined, is_mixed_comparison, is_not_finite,
    is_of_nothing, is_taken_from_dyn, they_say, we_say,
)



# What our check refuses and the oracle's does not: the name, the code and the beginning of the message, the reason.
STRICTER = [
    (
        "a constant that cannot be read is refused at once", "bad-literal", "",
        "Deliberate: a wrong timestamp or duration need not wait for an event to be found. The README says so.",
    ),
    ("a constant that is no pattern is refused at once", "bad-pattern", "", "Deliberate, for the same reason."),
    (
        "a field of a map whose keys are no text", "wrong-type", "this map's keys are ",
        "Deliberate: m.a asks for the key 'a', which a map(int, T) cannot have; the oracle finds it out when it runs.",
    ),
    (
        "a map's key of a type that is none", "wrong-type", "a map's key is a ",
        "The specification allows bool, int, uint and string; the oracle finds it out when it runs, if at all.",
    ),
]


def is_stricter(index):
    """Whether our first problem is of this kind, and every other one is of these kinds too. That the two agree without
    the check is seen to besides."""

    def kind(problem):
        code, *_, message = problem
        for place, (_, known, start, _) in enumerate(STRICTER):
            if code == known and message.startswith(start):
                return place
        return None

    def applies(case, ours, theirs, court):
        kinds = [kind(problem) for problem in ours.problems]
        return ours.kind == "refused" and None not in kinds and kinds[0] == index

    return applies


DIFFERENCES = [
    *(
        Difference(name, (REFUSES,), is_stricter(index), reason)
        for index, (name, _, _, reason) in enumerate(STRICTER)
    ),
    Difference(
        "numbers of different types compare without dyn()", (REFUSES,), is_mixed_comparison,
        "Deliberate: thresholds in conditions are written without regard to the type of a field. The README says so.",
    ),
    Difference(
        "what an index takes out of something dynamic", (REFUSES, TYPES), is_taken_from_dyn,
        "Of d['a'] nothing is known, and so it is dyn for us. The oracle makes it whatever the first function takes to "
        "which it is passed: d['a'] + d['b'] an int, and '' + (d['a'] + d['b']) is then refused.",
    ),
    Difference(
        "what is joined to something dynamic", (TYPES,), is_joined_with_dyn,
        "Of [1] + dyn(x) nobody knows what is in it, and so it is a list(dyn) for us. For the oracle it is a list(int), and "
        "what it then takes out of it need not be one.",
    ),
    Difference(
        "what joins the values of a map", (REFUSES, TYPES), is_map_joined,
        "Of [true, dyn(1)] both make a list(dyn), of {1: true, 2: dyn(1)} only we make a map(int, dyn): for the oracle "
        "it has the type of the first value, which then is wrong. cel-go does as we do.",
    ),
    Difference(
        "the elements of nothing", (REFUSES, TYPES), is_of_nothing,
        "What [].map(x, x.size()) takes x for depends on which size() comes first; there is no such x.",
    ),
    Difference(
        "a duration has a sign", (REFUSES, DIFFERS),
        they_say(r"overload for '-_' applied to '\((google.protobuf.Duration|null_type)\)'|found : -_\(duration\)$"),
        "As in cel-go when it runs, though no specification has it; null may stand for a duration.",
    ),
    Difference(
        "signs that cancel each other", (REFUSES, DIFFERS, TYPES), is_doubled_sign,
        "For the parsers of Google --x is x, whatever x is, and so --'a' is 'a'; for us it is -(-x), and may overflow.",
    ),
    Difference(
        "two different signs", (REFUSES,), they_say(r"(?s)^(?=.*!\s*-).*no viable alternative at input '-"),
        "The grammar has no !-x without brackets; for us that is a matter of types.",
    ),
    Difference(
        "a number and a name without a blank", (REFUSES,), we_say(r"is neither a number nor a name$"),
        "The oracle cuts 1in into 1 and in, the longest tokens; we refuse it, as it is a mistake far more often.",
    ),
    Difference(
        "a raw text that ends with a backslash", (REFUSES,),
        they_say("Invalid (string|bytes) literal: String must end with"),
        "Backslashes mean nothing there, so that r'\\' is one of them.",
    ),
    Difference(
        "the syntax of optionals", (REFUSES,), they_say(r"unsupported syntax '[.\[]?\?'"),
        "We know it always, the oracle where its library of optionals is there.",
    ),
    Difference(
        "nesting", (REFUSES,), they_say("recursion"),
        "The oracle reads 32 levels, and the specification asks for 12 to 32; we read 100.",
    ),
    Difference(
        "dyn as a value", (REFUSES,), we_say("^no variable 'dyn' is declared$"),
        "The oracle's checker knows the name, and its evaluator then has no such value.",
    ),
    Difference(
        "durations beyond 292 years", (DIFFERS,), is_long_duration,
        "The specification has 64 bits of nanoseconds for them; the oracle reads ten thousand years.",
    ),
    Difference(
        "what passes for a timestamp", (DIFFERS,), is_lenient_timestamp,
        "The oracle reads as Abseil does. RFC 3339 has two digits, four for the year, no blanks, and seconds below 60.",
    ),
    Difference(
        "what passes for a time zone", (DIFFERS,), is_lenient_zone,
        "The grammar of time zones has two digits for the hours and two for the minutes; the oracle takes any number.",
    ),
    Difference(
        "blanks around a number", (DIFFERS,), is_blank_around_number,
        "The oracle passes over them, as Abseil does; cel-go does not.",
    ),
    Difference(
        "numbers beyond a double's range", (DIFFERS, REFUSES), we_say("does not fit a double($|; expected a value)"),
        "They are an error, as in cel-go; the oracle makes them infinite.",
    ),
    Difference(
        "conversions that the oracle does not have", (DIFFERS,),
        they_say(r"No matching overloads found : (duration\(int64\)|int\(duration\))$"),
        "int(duration) and duration(int), which cel-go has.",
    ),
    Difference(
        "a conversion that only the oracle has", (DIFFERS,),
        we_say(r"int\(\) (is not defined for|does not take) \(bool\)$"),
        "int(bool) works when it runs, though its checker does not know it; no specification names it.",
    ),
    Difference(
        "a key twice is a failure like any other", (DIFFERS,),
        they_say("^status: ALREADY_EXISTS: duplicate key in map"),
        "The oracle gives the whole evaluation up, where && and || must be able to do without the part that fails.",
    ),
    Difference(
        "a key twice in other types", (DIFFERS,), is_key_of_other_type,
        "Keys are numbers of one space for us, and so 1 and 1u are one key.",
    ),
    Difference(
        "keys that Python cannot tell apart", (DIFFERS,),
        lambda case, ours, theirs, court: ours.kind == "value" and theirs.value == UNREADABLE_MAP,
        "The oracle's Python package hands a map over as a dictionary.",
    ),
    Difference(
        "what can be no key is in no map", (DIFFERS,), they_say("No matching overloads found : @in$"),
        "For us b'' in {} is false, as it is in []; the oracle has no such function.",
    ),
    Difference(
        "decimals of a second in text", (DIFFERS,), is_decimals_of_a_second,
        "The oracle writes 3, 6 or 9 of them, as JSON of protobuf does; we write as many as it takes, as cel-go does.",
    ),
    Difference(
        "string() of a double that is not finite", (DIFFERS,), is_not_finite,
        "The oracle writes 'inf' and 'nan', as Abseil does; we write '+Inf' and 'NaN', as cel-go does.",
    ),
    *EXTENSION_DIFFERENCES,
]
