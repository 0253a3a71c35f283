/// Every bound of the language, in one place, with its reason.
package enum LanguageLimits {
    /// Bytes of one expression. A condition a person wrote has a few hundred; parsing is linear, so this bounds it.
    package static let sourceBytesMax = 64 * 1024
    /// Levels of nesting, of the written text and of the tree made from it. Parser, checker and evaluation recurse: a
    /// level takes up to 4.7 KiB of stack (measured, release), so that all of them fit into 480 KiB.
    package static let nestingMax = 100
    /// Problems reported for one expression. After so many, more is noise.
    package static let problemsMax = 50
    /// Parts of a type that the check looks at; the rest counts as `dyn`. A type is about as deep as the expression that it
    /// is the type of, but each of its levels may have the next one in it twice.
    package static let typePartsMax = 256
    /// Letters of a word for which the nearest known one is looked up.
    package static let spelledLettersMax = 64
    /// Steps of one evaluation, about 10 ns each: a few milliseconds at worst.
    package static let costDefault = 200_000
    /// Bytes of text, or elements of a list, that count as one step when a function reads or makes them.
    package static let bytesPerStep = 16
    /// Entries up to which a map is scanned rather than indexed: hashing costs about as much as comparing so many, and an
    /// index takes nearly as much room as the entries.
    package static let scannedMapEntriesMax = 16
    /// Bytes of one pattern. One that a person wrote has a few dozen; RE2 compiles some in the square of their length.
    package static let patternBytesMax = 4 * 1024
    /// Bytes of memory that a compiled pattern and its caches may take. RE2 refuses a pattern whose program needs more
    /// than two thirds of it, about 15,000 instructions, and falls back to a slower way, still linear, where its caches
    /// would. So one pattern is compiled within 20 ms (measured).
    package static let patternMemoryMax: Int64 = 1 << 18
    /// Steps for compiling all patterns of one expression that are constants: 40 ms. The largest that there can be takes
    /// half of them.
    package static let constantPatternSteps = 4_000_000
    /// Steps for compiling a pattern that comes from data: about 10 µs, 0.3 µs a byte, 0.1 ms a class of Unicode such as
    /// `\pL`, and 1.3 µs an instruction (measured).
    package static let patternSteps = 1000
    package static let stepsPerPatternByte = 32
    package static let stepsPerPatternClass = 10_000
    package static let stepsPerInstruction = 128
    /// Decimals that `format` writes. cel-go and cel-cpp have the same limit; few doubles have more.
    package static let formatPrecisionMax = 1000
    /// Bytes of an address. The longest, with the name of a zone to refuse, has about as many.
    package static let addressBytesMax = 64
    /// Steps for reading or writing an address, measured.
    package static let addressSteps = 40
    /// Steps for finding a time zone by its name, measured. One that is not found takes longest.
    package static let zoneSteps = 256
    /// Steps for reading a time or writing it, and for writing a double in its shortest form, measured.
    package static let spellingSteps = 48
    /// Bytes of the name of a time zone. The longest, America/Argentina/ComodRivadavia, has 32.
    package static let zoneNameBytesMax = 64
    /// Characters of a value that a message quotes. The value may be an event's, and of any length.
    package static let excerptMax = 64
}
