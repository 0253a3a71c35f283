package import Console
package import Domain
import Foundation

/// The API's tokens: hashes alone, a line each: name, scope, SHA-256.
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
        let lines = issued.map { "\($0.record.name) \($0.record.scope.text) \($0.record.hash)\n" }
        try file.create(lines.joined().utf8)
        for (token, record) in issued { announce(record.name, token) }
        return TokenVerifier(issued.map(\.record))
    }

    private func load() throws(OperatorError) -> [TokenRecord] {
        let lines = String(decoding: try file.read(), as: UTF8.self).split(whereSeparator: \.isNewline)
        return try lines.enumerated().map { (number, line) throws(OperatorError) in
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count == 3, let scope = TokenScope(text: parts[1]), let hash = Digest(hex: parts[2]) else {
                throw OperatorError(
                    attempted: "read the tokens of \(file.path)",
                    reason: "line \(number + 1) is not a name, a scope and a SHA-256",
                    remedy: "remove the file; the next start makes new tokens, and the old ones are void"
                )
            }
            return TokenRecord(name: parts[0], hash: hash, scope: scope)
        }
    }
}
