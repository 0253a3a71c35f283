package import Ledger

/// Which entries a relay sends.
package struct RelayFilter: Sendable {
    private let wanted: Set<AuditAction>

    /// `only` and `except` hold words of the log, or what stands before the dot of one; an empty `only` means all. A sign
    /// of life goes by `heartbeats` alone: there is one each minute, and few want it.
    package init(
        least: AuditSeverity = .info,
        only: [String] = [],
        except: [String] = [],
        heartbeats: Bool = false
    ) {
        let chosen = only.isEmpty ? Set(AuditAction.allCases) : Set(only.flatMap(Self.actions))
        var wanted = chosen.subtracting(except.flatMap(Self.actions)).filter { AuditSeverity(of: $0) >= least }
        wanted.remove(.engineHeartbeat)
        if heartbeats { wanted.insert(.engineHeartbeat) }
        self.wanted = wanted
    }

    package func wants(_ action: AuditAction) -> Bool { wanted.contains(action) }

    /// The actions that a word stands for: `run.ended` for itself, `run` for all that begin with `run.`; none for a word
    /// that is none.
    package static func actions(of word: String) -> Set<AuditAction> {
        Set(AuditAction.allCases.filter { $0.text == word || $0.text.hasPrefix(word + ".") })
    }

    /// Every word that may stand there.
    package static var words: [String] {
        let texts = AuditAction.allCases.map(\.text)
        return Set(texts.map { String($0.prefix { $0 != "." }) } + texts).sorted()
    }
}
