/// Claims, each with what was measured for it. A claim that nobody measured cannot be made.
struct Proof {
    private(set) var holds = true

    /// Prints the claim as soon as it has been looked at.
    mutating func claim(_ sentence: String, _ isTrue: Bool, _ evidence: String) {
        holds = holds && isTrue
        let mark = isTrue ? Screen.styled("✓", .green) : Screen.styled("✗", .red)
        let claim = isTrue ? sentence : Screen.styled(sentence, .red)
        Screen.say("   \(mark) \(claim)")
        for line in evidence.split(separator: "\n") { Screen.say("     \(Screen.styled(String(line), .dim))") }
    }
}
