import Foundation
import Testing

/// Google's own tests of the language. Skipped where the files are not there.
@Suite(.enabled(if: ConformanceFile.folder != nil, "the conformance files are not here: set CEL_CONFORMANCE"))
struct ConformanceTests {
    /// Tests of extensions that fail, and why that is so: see `docs/cel.md`. Of the core none may.
    static let accepted: Set<String> = []

    @Test func `every test passes but those whose reason is written down`() throws {
        let folder = try #require(ConformanceFile.folder)
        var (passed, failed, skipped) = (0, 0, 0)
        for file in try ConformanceFile.all(in: folder) {
            let run = ConformanceRun(file)
            passed += run.passed.count
            failed += run.failed.count
            skipped += run.skipped.count
            print("\(file.file) (\(file.group)): \(Self.counts(run.passed.count, run.failed.count, run.skipped.count))")
            for failure in run.failed { print("  \(failure.id): \(failure.reason)") }
            let unexpected = run.failed.filter { file.group != "extension" || !Self.accepted.contains($0.id) }
            #expect(unexpected.isEmpty, "\(file.file): \(unexpected.map(\.id))")
            #expect(Self.accepted.isDisjoint(with: run.passed), "what passes is no longer an exception")
        }
        print("CEL conformance: \(Self.counts(passed, failed, skipped))")
        #expect(passed > 0, "there are no tests in \(folder.path())")
    }

    private static func counts(_ passed: Int, _ failed: Int, _ skipped: Int) -> String {
        "\(passed) passed, \(failed) failed, \(skipped) skipped"
    }
}
