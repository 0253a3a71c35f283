import Domain

extension String {
    /// Words that came from outside, for a sentence: what is not seen is escaped, and the length bounded.
    func printable() -> String { visible(upTo: 300) }
}
