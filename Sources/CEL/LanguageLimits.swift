/// Every bound of the language, in one place, with its reason.
package enum LanguageLimits {
    /// Bytes of one expression. A condition a person wrote has a few hundred; parsing is linear, so this bounds it.
    package static let sourceBytesMax = 64 * 1024
    /// Levels of nesting, of the written text and of the tree made from it. Parser, checker and evaluation recurse: a
    /// level takes up to 3 KiB of stack (measured, release), so that all of them fit into 384 KiB.
    package static let nestingMax = 100
    /// Problems reported for one expression. After so many, more is noise.
    package static let problemsMax = 50
    /// Steps of one evaluation, about 10 ns each: a few milliseconds at worst.
    package static let costDefault = 200_000
    /// Bytes of text, or elements of a list, that count as one step when a function reads or makes them.
    package static let bytesPerStep = 16
    /// Entries up to which a map is scanned rather than indexed: below this hashing costs more than comparing.
    package static let scannedMapEntriesMax = 8
    /// Instructions of one pattern, about one a letter. Matching takes at most so many steps for every code point.
    package static let patternInstructionsMax = 2000
    /// Times that a pattern may ask for a repetition, as in RE2.
    package static let patternRepetitionMax = 1000
    /// Brackets within brackets of one pattern; each takes a level of stack.
    package static let patternNestingMax = 50
    /// Characters of a value that a message quotes. The value may be an event's, and of any length.
    package static let excerptMax = 64
}
