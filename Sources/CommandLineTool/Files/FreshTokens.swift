import Console
import Domain
import Synchronization

/// The tokens of a first start. They are shown when the engine listens, and void if it never does: one that was shown
/// before an error would be looked for in vain above it, and could not be shown again.
final class FreshTokens: Sendable {
    private let file: TokenFile
    private let untold = Mutex<[(name: String, token: Secret)]>([])

    init(_ folder: WorkingFolder) { file = TokenFile(folder) }

    func load() throws(OperatorError) -> TokenVerifier {
        try file.loadOrIssue { name, token in untold.withLock { $0.append((name, token)) } }
    }

    func tell(_ show: (_ name: String, _ token: String) -> Void) {
        let tokens = untold.withLock { untold in
            defer { untold = [] }
            return untold
        }
        for (name, token) in tokens { token.reveal { show(name, $0) } }
    }

    /// The next start is the first one then.
    func discard() {
        if untold.withLock({ !$0.isEmpty }) { file.remove() }
    }
}
