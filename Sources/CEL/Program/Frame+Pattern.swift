extension Frame {
    /// Compiles a pattern that comes from data.
    mutating func compile(_ source: String) throws(Fault) -> Pattern {
        try pay(source.utf8.count * 16 + LanguageLimits.patternSteps)
        do throws(PatternFailure) {
            return try Pattern(source)
        } catch {
            throw Fault(.badArgument, "this is no pattern: \(error.message)")
        }
    }

    /// Pays for a search through so many bytes, which at worst runs every instruction for each.
    mutating func pay(searching bytesCount: Int, for pattern: Pattern) throws(Fault) {
        try pay((bytesCount / LanguageLimits.bytesPerStep + 1) * pattern.weight)
    }
}
