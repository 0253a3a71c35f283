import Playbooks
import Testing

/// What fuzzing begins with keeps up with the language.
@Suite struct FuzzingTests {
    private static let words = Repository.text("Fuzzing/Playbooks/tokens.dict")
    private static let seeds = Repository.files.filter { $0.path.hasPrefix("Fuzzing/Playbooks/seeds/") }

    private static let keys = Set((Grammar.forms + Grammar.steps).flatMap(\.keys).map(\.name)).sorted()

    @Test func `the words that fuzzing inserts hold each key of the grammar`() {
        #expect(Self.keys.filter { !Self.words.contains("\"\($0): \"") } == [])
    }

    @Test func `fuzzing begins with each key of the grammar`() {
        let text = Self.seeds.map(\.text).joined(separator: "\n")
        #expect(Self.keys.filter { !text.contains("\($0):") } == [])
    }
}
