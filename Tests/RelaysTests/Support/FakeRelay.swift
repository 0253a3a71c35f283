import Domain
import Ledger
import Relays
import TestKit

/// A receiver in memory that answers as a script says, and then takes everything.
struct FakeRelay: AuditRelay {
    static let descriptor = RelayDescriptor(
        kind: "fake",
        summary: "For tests.",
        settings: [],
        bounds: RelayBounds(entriesMax: 4, bytesMax: 100_000)
    )

    struct Seen: Sendable {
        var batches: [[UInt64]] = []
        var texts: [String] = []
        var script: [RelayFailure?] = []
        var tries = 0
    }

    let seen = Watched(Seen())

    init() {}

    init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError) {}

    /// The sequences that arrived, batch after batch.
    var batches: [[UInt64]] { seen.value.batches }

    func answer(_ script: [RelayFailure?]) { seen.update { $0.script = script } }

    func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure) {
        let failure = seen.update { seen in
            seen.tries += 1
            let failure = seen.script.isEmpty ? nil : seen.script.removeFirst()
            if failure == nil {
                seen.batches.append(entries.map(\.entry.sequence))
                seen.texts += entries.map { String(decoding: $0.json, as: UTF8.self) }
            }
            return failure
        }
        if let failure { throw failure }
    }
}

extension RelayFailure {
    static let busy = RelayFailure.transient(.init(attempted: "send", reason: "it is busy", remedy: "wait"))
    static let wrongKey = RelayFailure.refused(.init(attempted: "send", reason: "wrong key", remedy: "correct it"))
}
