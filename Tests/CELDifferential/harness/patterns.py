"""Random patterns in the syntax of RE2, some of them wrong."""
ATOMS = [
    "a", "b", "c", "é", "日", ".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "[abc]", "[^a]", "[a-z]", "[0-9A-F]",
    "\\.", "\\pL", "\\p{Greek}", "\\PN", "[[:alpha:]]", "\\b", "^", "$", "\\A", "\\z", "\\n", "\\t", "\\x41",
    "\\x{1F600}", "[\\w-]", "[é-ü]", "\\Q.\\E", "-", "(?i)", "(?s)", "(?m)", "sensor",
]
WRONG = [
    "(", ")", "[", "[z-a]", "*", "a**", "\\1", "(?=a)", "(?<!a)", "(?P<n>a", "a{1001}", "\\p{No}", "\\", "a{2,1}",
    "(?x)", "\\C",
]
REPEATS = ["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?", "+?", "??"]


def pattern(random, depth=2):
    if depth == 2 and random.random() < 0.04:
        return random.choice(WRONG)
    roll = random.random()
    if depth == 0 or roll < 0.4:
        return random.choice(ATOMS)
    if roll < 0.65:
        return "".join(pattern(random, depth - 1) for _ in range(random.randint(1, 3)))
    if roll < 0.8:
        return repeated(pattern(random, depth - 1)) + random.choice(REPEATS)
    inner = pattern(random, depth - 1) + "|" + pattern(random, depth - 1)
    return random.choice(["({})", "(?:{})", "(?i:{})", "(?P<n>{})", "{}"]).replace("{}", inner)


def repeated(inner):
    return inner if len(inner) == 1 and inner not in "^$" else f"(?:{inner})"
