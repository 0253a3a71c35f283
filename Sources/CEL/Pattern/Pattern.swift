/// A regular expression, in RE2's syntax, compiled for matching in time linear in the text.
///
/// There is no backtracking: all ways to match are followed at once, so no text and no pattern can make it slow.
/// - Source: RE2, "Syntax"; Russ Cox, "Regular Expression Matching: the Virtual Machine Approach".
package struct Pattern: Sendable {
    enum Instruction: Sendable {
        /// Takes one code point of the set and goes on behind it.
        case take(ScalarSet)
        /// Goes on at both.
        case split(Int, Int)
        case jump(Int)
        /// Goes on where this holds.
        case assert(Assertion)
        case match
    }

    enum Assertion: Sendable {
        case textStart
        case textEnd
        case lineStart
        case lineEnd
        case wordBoundary
        case notWordBoundary
    }

    let instructions: [Instruction]

    /// Compiles a pattern, or says what is wrong with it.
    package init(_ source: String) throws(PatternFailure) {
        var compiler = PatternCompiler()
        instructions = try compiler.compile(try PatternParser.parse(source))
    }

    /// Steps that matching takes for sixteen bytes of text.
    package var weight: Int { instructions.count }

    /// Whether some part of the text matches.
    package func isFound(in text: String) -> Bool {
        var matcher = PatternMatcher(self, text)
        return matcher.run()
    }
}
