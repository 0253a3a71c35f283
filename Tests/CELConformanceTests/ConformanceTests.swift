import Testing

/// Google's own tests of the language. Skipped where the files are not there.
@Suite(.enabled(if: ConformanceFile.folder != nil, "the conformance files are not here: set CEL_CONFORMANCE"))
struct ConformanceTests {
    /// Tests that pass, of each file: it must not become fewer. Raise a figure when more pass.
    static let floors: [String: Int] = [
        "basic": 35, "comparisons": 223, "conversions": 77, "fields": 37, "fp_math": 25, "integer_math": 49,
        "lists": 29, "logic": 24, "macros": 33, "namespace": 10, "parse": 125, "plumbing": 3, "string": 37,
        "string_ext": 85, "timestamps": 54, "type_deduction": 14,
    ]

    @Test(arguments: floors.keys.sorted())
    func `a file passes at least as many tests as it did`(_ name: String) throws {
        let folder = try #require(ConformanceFile.folder)
        let run = ConformanceRun(try ConformanceFile.load(name, from: folder))
        print("\(name): \(run.passed) passed, \(run.failures.count) failed, \(run.skipped) skipped")
        for failure in run.failures { print("  \(failure)") }
        #expect(run.passed >= Self.floors[name, default: 0])
    }
}
