import Testing

/// A mutant that does not apply any more breaks nothing, and shows nothing.
@Suite struct MutantTests {
    private static let mutants = Repository.files.filter {
        $0.path.hasPrefix("Tests/Mutants/") && $0.path.hasSuffix(".patch")
    }

    @Test func `each mutant applies to the engine as it is`() {
        #expect(Self.mutants.count >= 20)
        for mutant in Self.mutants {
            #expect(Self.strangeHunks(of: mutant.text) == [], "\(mutant.path)")
        }
    }

    @Test func `each mutant says first what it breaks`() {
        for mutant in Self.mutants {
            #expect(
                mutant.text.first?.isUppercase == true && mutant.text.prefix { $0 != "\n" }.hasSuffix("."),
                "\(mutant.path)"
            )
        }
    }

    /// The hunks whose old text does not stand in the file that they are for.
    private static func strangeHunks(of patch: String) -> [String] {
        var file = ""
        var hunks: [(file: String, old: [Substring])] = []
        for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("+++ b/") {
                file = Repository.text(String(line.dropFirst(6)))
            } else if line.hasPrefix("@@") {
                hunks.append((file, []))
            } else if !hunks.isEmpty, line.hasPrefix(" ") || (line.hasPrefix("-") && !line.hasPrefix("--- a/")) {
                hunks[hunks.count - 1].old.append(line.dropFirst())
            }
        }
        return hunks.map { ($0.file, $0.old.joined(separator: "\n")) }.filter { !$0.0.contains($0.1) }.map(\.1)
    }
}
