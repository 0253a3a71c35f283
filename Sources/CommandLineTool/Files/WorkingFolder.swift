import Domain
import DurableFiles
import Foundation

/// The folder that `cordon init` makes: configuration, playbooks, keys and state.
package struct WorkingFolder {
    package let root: String

    package init(_ root: String) {
        self.root = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL.path(percentEncoded: false)
    }

    /// A path that is relative counts from the folder.
    package func path(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : URL(filePath: root).appending(path: relative).path(percentEncoded: false)
    }

    /// Whether Cordon has ever been here.
    var isOne: Bool {
        [configuration, path("state"), keys].contains { FileManager.default.fileExists(atPath: $0) }
    }

    var configuration: String { path(ConfigurationFile.name) }
    package var keys: String { path("keys") }
    var installationKey: String { path("keys/installation.key") }
    var auditKey: String { path("keys/audit.key") }
    /// The key that takes over, until it has.
    var nextAuditKey: String { path("keys/audit.key.next") }
    /// Verifier keys of those that signed the audit log before, a line each.
    var retiredKeys: String { path("keys/audit.retired") }
    /// Hashes of the API's tokens, never the tokens.
    package var tokens: String { path(Self.tokensName) }
    static let tokensName = "keys/tokens"
    /// Of that file, as it is now; nil before the first start.
    var tokensDigest: Digest? { FileManager.default.contents(atPath: tokens).map { Digest(of: $0) } }

    static func makePrivate(_ path: String) throws(OperatorError) {
        do throws(FileProblem) {
            try OwnedFile.makeFolder(path)
        } catch {
            throw OperatorError(
                attempted: "make the folder \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder above it exists and belongs to this user"
            )
        }
    }
}
