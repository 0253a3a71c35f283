import CEL
import Foundation
import JSON
import Testing

/// Nicolas Seriot's JSON test suite, where it lies beside the repository.
@Suite struct JSONTestSuiteTests {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/suites/json-test-suite")

    static var isPresent: Bool { !texts("y_").isEmpty }

    static func texts(_ prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }.sorted()
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    @Test(.enabled(if: isPresent, "the JSON test suite is not beside the repository"), arguments: texts("y_"))
    func `what must be accepted is`(_ name: String) throws {
        let bytes = try Self.bytes(name)
        // The suite takes keys that repeat for allowed; here they are refused.
        if name.contains("duplicated_key") {
            #expect(throws: JSONProblem.self) { try JSONText.parse(bytes) }
            return
        }
        let value = try JSONText.parse(bytes)
        let document = try JSONDocument.parse(bytes)
        #expect(Value(document.root) == value)
        #expect(try JSONText.parse(JSONText.write(value)) == value)
    }

    @Test(.enabled(if: isPresent, "the JSON test suite is not beside the repository"), arguments: texts("n_"))
    func `what must be refused is, with a place within the text`(_ name: String) throws {
        let bytes = try Self.bytes(name)
        let problem = try #require(JSONProblem.of(bytes))
        #expect(problem.offset >= 0 && problem.offset <= bytes.count)
        #expect(problem.line >= 1 && problem.column >= 1)
        // A problem that the slow scanner cannot find shows as "a value is expected" at the start.
        if problem.kind == .unexpected(expected: "a value"), problem.offset == 0 {
            let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            #expect(first.map { !"{[\"-0123456789tfn".utf8.contains($0) || bytes.count < 10 } ?? true, "\(problem)")
        }
    }

    @Test(.enabled(if: isPresent, "the JSON test suite is not beside the repository"), arguments: texts("i_"))
    func `what may be either is decided without harm`(_ name: String) throws {
        let bytes = try Self.bytes(name)
        guard let value = try? JSONText.parse(bytes) else {
            #expect(JSONProblem.of(bytes) != nil)
            return
        }
        #expect(try JSONText.parse(JSONText.write(value)) == value)
    }
}
