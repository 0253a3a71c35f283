extension Frame {
    /// Compiles a pattern that comes from data.
    mutating func compile(_ source: String) throws(Fault) -> Pattern {
        try pay(Pattern.steps(source))
        let pattern: Pattern
        do throws(PatternFailure) {
            pattern = try Pattern(source)
        } catch {
            // One that is too large took more steps than any evaluation has; nothing must absorb that.
            throw Fault(error.isTooLarge ? .costExceeded : .badArgument, "this is no pattern: \(error.message)")
        }
        // Only now it is known what it took; a single one is bounded by its memory.
        try pay(pattern.stepsTaken)
        return pattern
    }

    /// Pays for a search through so many bytes, which at worst runs every instruction for each.
    mutating func pay(searching bytesCount: Int, for pattern: Pattern) throws(Fault) {
        try pay((bytesCount / LanguageLimits.bytesPerStep + 1) * pattern.weight)
    }
}
