import Domain
import Playbooks
import Testing

@Suite(.enabled(if: Torture.isThere, "the folder of hostile YAML is not there"))
struct YAMLTortureTests {
    /// What each file is refused for; an empty list is a file that is read.
    static let verdicts: [String: [String]] = [
        "anchor-redefined.yaml": ["YM0108"],
        "bad-utf8.yaml": ["YM0101"],
        "billion-laughs-map.yaml": ["YM0108"],
        "billion-laughs.yaml": ["YM0108"],
        "bom-utf8.yaml": [],
        "cel-in-yaml.yaml": ["YM0109", "YM0104"],
        "colon-traps.yaml": ["YM0104"],
        "comment-only.yaml": [],
        "complex-key.yaml": ["YM0112"],
        "crlf.yaml": [],
        "deep-flow-100k-unclosed.yaml": ["YM0105"],
        "deep-flow-10k.yaml": ["YM0105"],
        "deep-map-flow-10k.yaml": ["YM0105"],
        "deep-sequence-dashes.yaml": ["YM0105"],
        "directive-tag-bomb.yaml": ["YM0114", "YM0109"],
        "directive-version.yaml": ["YM0104"],
        "duplicate-keys.yaml": ["YM0111"],
        "empty.yaml": [],
        "escape-surrogate.yaml": ["YM0104"],
        "long-key.yaml": ["YM0104"],
        "merge-loop.yaml": ["YM0108", "YM0110"],
        "merge-many.yaml": ["YM0108", "YM0110"],
        "multi-document.yaml": ["YM0107"],
        "norway.yaml": [],
        "nul-byte.yaml": ["YM0103"],
        "numbers.yaml": ["YM0113"],
        "quadratic-blowup.yaml": ["YM0108"],
        "self-reference-map.yaml": ["YM0108"],
        "self-reference.yaml": ["YM0108"],
        "sexagesimal-octal.yaml": [],
        "tabs-indent.yaml": ["YM0104"],
        "tags-custom.yaml": ["YM0109"],
        "tags.yaml": ["YM0109"],
        "undefined-alias.yaml": ["YM0108"],
        "utf16le.yaml": ["YM0101"],
    ]

    @Test(arguments: Torture.files)
    func `a hostile file ends soon, with a verdict and a place`(_ file: String) throws {
        let bytes = try Torture.bytes(file)
        let start = ContinuousClock.now
        let found = YAML.findings(bytes)
        #expect(ContinuousClock.now - start < .milliseconds(500), "\(file) took long")
        #expect(Set(found.map(\.code)) == Set(Self.verdicts[file] ?? []), "\(file): \(found)")
        #expect(found.allSatisfy { $0.severity == .error })
    }

    @Test func `every file has a verdict`() {
        #expect(Set(Torture.files) == Set(Self.verdicts.keys))
    }
}
