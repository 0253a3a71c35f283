package import Console
package import Domain
import Foundation

/// The API's tokens: hashes alone, a line each: name, scope, SHA-256, and the
/// holder's groups, joined by commas.
package struct TokenFile {
    private let file: KeyFile

    package init(_ folder: WorkingFolder) { file = KeyFile(folder.tokens) }

    /// The tokens there are. At the first start they are made, and `announce` is called with each, once: they cannot be
    /// shown again.
    package func loadOrIssue(announce: (_ name: String, Secret) -> Void) throws(OperatorError) -> TokenVerifier {
        guard !file.exists else { return TokenVerifier(try load()) }
        let issued = [
            TokenRecord.issue(name: "intake", scope: .intake), TokenRecord.issue(name: "admin", scope: .admin),
        ]
        try file.create(issued.map { Self.line($0.record) }.joined().utf8)
        for (token, record) in issued { announce(record.name, token) }
        return TokenVerifier(issued.map(\.record))
    }

    /// Makes one more token, which is shown once. An engine that runs knows it from its next start on.
    package func add(_ name: String, _ scope: TokenScope, groups: Set<String>) throws(OperatorError) -> Secret {
        guard file.exists else {
            throw OperatorError(
                attempted: "make a token for '\(name)'",
                reason: "there are none yet",
                remedy: "start the engine once: its first start makes and prints the first two"
            )
        }
        let known = try load()
        guard !known.contains(where: { $0.name == name }) else {
            throw OperatorError(
                attempted: "make a token for '\(name)'",
                reason: "there is one of that name: who decided what must stay clear",
                remedy: "use another name, or remove its line from \(file.path)"
            )
        }
        let (token, record) = TokenRecord.issue(name: name, scope: scope, groups: groups)
        try file.append(Self.line(record).utf8)
        return token
    }

    func remove() { file.remove() }

    private static func line(_ record: TokenRecord) -> String {
        let groups = record.groups.isEmpty ? "" : " " + record.groups.sorted().joined(separator: ",")
        return "\(record.name) \(record.scope.text) \(record.hash)\(groups)\n"
    }

    private func load() throws(OperatorError) -> [TokenRecord] {
        let lines = String(decoding: try file.read(), as: UTF8.self).split(whereSeparator: \.isNewline)
        return try lines.enumerated().map { (number, line) throws(OperatorError) in
            let parts = line.split(separator: " ").map(String.init)
            guard (3...4).contains(parts.count), let scope = TokenScope(text: parts[1]),
                let hash = Digest(hex: parts[2])
            else {
                throw OperatorError(
                    attempted: "read the tokens of \(file.path)",
                    reason: "line \(number + 1) is not a name, a scope, a SHA-256 and perhaps groups",
                    remedy: "mend that line, or remove it: 'cordon tokens add' makes a new token for whom it was"
                )
            }
            let groups = parts.count == 4 ? Set(parts[3].split(separator: ",").map(String.init)) : []
            return TokenRecord(name: parts[0], hash: hash, scope: scope, groups: groups)
        }
    }
}
