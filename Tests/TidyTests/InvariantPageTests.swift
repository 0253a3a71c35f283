import Simulation
import Testing

/// `docs/execution.md`: what it says that a simulation checks is what it checks.
@Suite struct InvariantPageTests {
    /// The items of a numbered list that begin in bold: their numbers, and what stands in bold.
    private static func items(of page: String) -> [[String]] { Pattern(#"^(\d+)\. \*\*(.+?)\*\*"#).groups(in: page) }

    @Test func `the page has each invariant, with its number and its text`() {
        let listed = Self.items(of: Repository.text("docs/execution.md"))
        #expect(listed == Invariant.all.map { ["\($0.number)", $0.text] })
    }

    @Test func `a list is understood`() {
        let page = "1. **a 'b' ≤ 1**: **c**.\n2. d\n   3. **e**\n10. **f**\n"
        #expect(Self.items(of: page) == [["1", "a 'b' ≤ 1"], ["10", "f"]])
    }
}
