/// The formats that there are.
package enum BuiltInAuditFormats {
    package static let all: [any AuditFormat.Type] = [JSONLinesFormat.self, CEFFormat.self, OCSFFormat.self]

    package static func named(_ name: String) -> (any AuditFormat.Type)? { all.first { $0.name == name } }
}
