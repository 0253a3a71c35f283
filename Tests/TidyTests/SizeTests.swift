import Testing

/// A function fits a screen, and a file is read in one sitting.
@Suite struct SizeTests {
    static let functionLinesMax = 70
    static let fileLinesMax = 400

    static func lineCount(_ text: String) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).count - (text.hasSuffix("\n") ? 1 : 0)
    }

    @Test func `no file is longer than 400 lines`() {
        for file in Repository.swift {
            #expect(Self.lineCount(file.text) <= Self.fileLinesMax, "\(file.path)")
        }
        #expect(Self.lineCount("a\nb\n") == 2)
        #expect(Self.lineCount("a\n\nb") == 3)
    }

    @Test func `no function is longer than 70 lines`() {
        for file in Repository.swift {
            let long = FunctionFinder.functions(in: file.swift?.code ?? "").filter { $0.lines > Self.functionLinesMax }
            #expect(long.isEmpty, "\(file.path): \(long.map { "\($0.lines) lines from line \($0.line)" })")
        }
    }

    @Test func `functions are found with their lengths`() {
        let code = """
            protocol A {
                func a() async throws(B)
                init()
                func b(_ c: () -> Void) -> Int
            }
            struct D {
                init(
                    e: Int = 1
                ) {
                    self.init(e)
                }
                func f() -> [Int] where Int: A
                {
                    if e { g() }
                }
                subscript(h: Int) -> Int { 1 }
                var i: Int { .init(1) }
                deinit {
                }
            }
            """
        let found = FunctionFinder.functions(in: code)
        #expect(found.map(\.line) == [7, 12, 16, 18])
        #expect(found.map(\.lines) == [5, 4, 1, 2])
    }

    @Test func `the repository has functions`() {
        let engine = Repository.text("Sources/Engine/Engine.swift")
        #expect(FunctionFinder.functions(in: SwiftText(engine).code).count > 5)
    }
}
