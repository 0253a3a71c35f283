import CEL
import Domain
import Playbooks

/// Shorthand for reading YAML in tests.
enum YAML {
    static func read(_ text: String) throws(YAMLRejected) -> YAMLNode? {
        try YAMLReader().read(text: text, file: "test.yaml").root
    }

    static func document(_ text: String) throws(YAMLRejected) -> YAMLDocument {
        try YAMLReader().read(text: text, file: "test.yaml")
    }

    static func findings(_ bytes: [UInt8]) -> [Diagnostic] {
        do throws(YAMLRejected) {
            _ = try YAMLReader().read(bytes: bytes, file: "test.yaml")
            return []
        } catch {
            return error.findings.diagnostics
        }
    }

    static func findings(_ text: String) -> [Diagnostic] { findings(Array(text.utf8)) }

    /// `line:column code`, for short expectations.
    static func places(_ text: String) -> [String] {
        findings(text).map { "\($0.span.line):\($0.span.column) \($0.code)" }
    }

    static func value(_ scalar: String) throws -> Value? { try read("x: \(scalar)")?["x"]?.scalar?.value }
}
