"""Where the two sides differ in the libraries beyond the standard."""
from .difference import DIFFERS, REFUSES, TYPES, Difference
from .outcome import UNREADABLE_OPTIONAL
from .reasons import is_least_of_nan, is_name_beside_macros, is_reverse_of_dyn, is_type_of_types, they_say, we_say

EXTENSION_DIFFERENCES = [
    Difference(
        "an optional", (DIFFERS,),
        lambda case, ours, theirs, court: ours.kind == "value" and theirs.value == UNREADABLE_OPTIONAL,
        "The oracle's Python package knows none.",
    ),
    Difference(
        "optMap and cel.bind beside other macros", (DIFFERS,), is_name_beside_macros,
        "The oracle mixes up their variables: [[1, 3].all(y, false), optional.of(2).optMap(x, x).value()] gives a 3.",
    ),
    Difference(
        "what passes for an optional", (REFUSES,), they_say("expected type 'optional_type"),
        "In [?x] null and what is dynamic pass for an optional with us, and fail when it runs.",
    ),
    Difference(
        "an optional of something dynamic", (REFUSES,), we_say(r"^[^;]*optional_type\(dyn\)[^;]*$"),
        "dyn(x)[?0] is an optional in any case; the oracle takes it for anything.",
    ),
    Difference(
        "the elements of nothing as a list", (REFUSES,),
        they_say("expression of type 'dyn' cannot be the range of a comprehension"),
        "What optional.none().value() is, nobody knows: for us it may be a list.",
    ),
    Difference(
        "an optional element by another number", (DIFFERS,),
        they_say(r"No matching overloads found : _\[\?_\]\(list, (uint64|double)\)$"),
        "list[1u] is what list[1] is, for the oracle too when it is dynamic, and list[?1u] is no different for us.",
    ),
    Difference(
        "types of types", (TYPES,), is_type_of_types,
        "What type(int) and type(uint) have in common is a type, and no more is asked of it.",
    ),
    Difference(
        "a piece up to the end of a text", (DIFFERS,), they_say("<start> or <end> is greater than <string>.size"),
        "For the oracle 'abc'.substring(0, 3) is beyond the end; for cel-go and us it is 'abc'.",
    ),
    Difference(
        "lists that are turned around", (TYPES,), is_reverse_of_dyn,
        "reverse() is for lists too; the oracle knows it for text alone, and so knows what it gives.",
    ),
    Difference(
        "blanks in base64", (DIFFERS,), we_say(r'^bad-conversion: ".*(\\[nrt]| ).*" is not base64'),
        "The oracle passes over them, as Abseil does; cel-go does not pass over all of them.",
    ),
    Difference(
        "the least of what has no order", (DIFFERS,), is_least_of_nan,
        "NaN is a failure, as in cel-go; what the oracle gives depends on the order of the arguments.",
    ),
    Difference(
        "the least of nothing", (REFUSES,), they_say(r"math\.(least|greatest)\(\) invalid single argument value"),
        "The oracle's parser refuses math.least([]), we when it runs.",
    ),
    Difference(
        "numbers that are none", (REFUSES,), we_say(r"^math\.(least|greatest)\(\) does not take "),
        "The oracle's checker takes anything at all beside something dynamic.",
    ),
]
