import Testing

/// What the compiler is asked to believe has a proof beside it.
@Suite struct SafetyTests {
    /// Lines with a claim above which no comment says `SAFETY:`.
    static func unproven(in file: Repository.File) -> [Finding] {
        guard let swift = file.swift else { return [] }
        let claim = Pattern(
            #"@unchecked Sendable\b|\bnonisolated\(unsafe\)|\bunsafeBitCast\b"#,
            near: ["@unchecked", "(unsafe)", "unsafeBitCast"]
        )
        guard claim.matches(swift.code) else { return [] }
        let comments = swift.commentLines
        return swift.codeLines.enumerated().filter { claim.matches($0.element) }.compactMap { number, _ in
            let above = comments[..<number].reversed().prefix { !$0.allSatisfy(\.isWhitespace) }
            guard !above.contains(where: { $0.contains("SAFETY:") }) else { return nil }
            return Finding(path: file.path, line: number + 1, text: "no '// SAFETY:' above it")
        }
    }

    @Test func `every unchecked claim has a proof above it`() {
        #expect(Repository.swift.flatMap(Self.unproven) == [])
    }

    @Test func `a proof counts only right above the claim`() {
        func findings(_ text: String) -> Int { Self.unproven(in: Repository.File(path: "a.swift", text: text)).count }
        #expect(findings("// SAFETY: one thread.\nfinal class A: @unchecked Sendable {}") == 0)
        #expect(findings("/// SAFETY: one\n/// thread.\nfinal class A: @unchecked Sendable {}") == 0)
        #expect(findings("final class A: @unchecked Sendable {}") == 1)
        #expect(findings("// SAFETY: one thread.\nlet a = 1\nfinal class A: @unchecked Sendable {}") == 1)
    }
}
