import Domain
import Ledger
import Ports
import Response
import StoreSQLite

/// Everything that can be found out about a log: about its entries, its signatures, what witnesses saw of it, and whether
/// what the database says of runs is what the log says.
struct AuditVerification {
    /// More than a beat was missed.
    static let silenceLimit: Duration = .seconds(150)
    static let sentencesMax = 20

    let origin: Origin
    /// In the order of their use; the first is the one to trust.
    let keys: [VerifierKey]
    /// What the signer signed last, where it can be asked.
    var signer: SignerState?
    var witnesses: [WitnessKey] = []
    /// Notes that were seen elsewhere: by a witness, or in an earlier export.
    var seenElsewhere: [String] = []

    func run(_ log: any AuditLog) async throws -> AuditReport {
        var verifier = LedgerVerifier(origin: origin, keys: keys, signer: signer, witnesses: witnesses)
        // All of them first: each must be there before the entries that it does not cover.
        for checkpoint in try await log.checkpoints() { verifier.take(checkpoint: checkpoint.note) }
        for note in try await log.cosignedNotes() { verifier.take(cosigned: note) }
        for note in seenElsewhere { verifier.take(seenElsewhere: note) }
        var replay = RunReplay()
        var pulse = Pulse(limit: Self.silenceLimit)
        try await log.forEachPage { entries, values in
            var beside = values[...]
            for raw in entries {
                let own = beside.prefix { $0.sequence == raw.sequence }
                beside = beside.dropFirst(own.count)
                let entry = verifier.take(
                    entry: raw.sequence,
                    bytes: raw.bytes,
                    leafHash: raw.leafHash,
                    privateValues: own
                )
                guard let entry else { continue }
                replay.take(entry.record)
                pulse.take(entry)
            }
        }
        let ledger = verifier.finish()
        // Entries that are not what was signed say nothing about runs.
        let states = ledger.firstBadEntry == nil ? try await disagreements(replay, log) : []
        return AuditReport(ledger: ledger, states: states, silences: pulse.silences)
    }

    private func disagreements(_ replay: RunReplay, _ log: any AuditLog) async throws -> [String] {
        var sentences: [String] = []
        var known: Set<RunID> = []
        var last = ""
        while true {
            let accounts = try await log.accounts(after: last, limit: 1_000)
            guard let end = accounts.last else { break }
            for account in accounts {
                known.insert(account.run)
                sentences += replay.disagreements(with: account)
            }
            last = end.run.description
        }
        return sentences + replay.unaccounted(for: known).map { "the log tells of run \($0), and nothing else does" }
    }
}

/// What was found.
struct AuditReport: Sendable {
    let ledger: VerificationReport
    /// Where what the database says of runs is not what the log says.
    let states: [String]
    let silences: [Silence]

    var verdict: Verdict { max(ledger.verdict, states.isEmpty ? .sound : .diverged) }

    /// For a person.
    var sentences: [String] {
        var sentences = ledger.sentences
        sentences += states.prefix(AuditVerification.sentencesMax).map { "The database disagrees: \($0)." }
        let more = states.count - AuditVerification.sentencesMax
        if more > 0 { sentences.append("The database disagrees in \(more) more places.") }
        for witness in ledger.witnesses {
            sentences.append(
                "The witness '\(witness.name)' saw the first \(witness.size) entries at \(witness.time.rfc3339)."
            )
        }
        sentences += silences.suffix(AuditVerification.sentencesMax).map {
            "No sign of life from \($0.from.rfc3339) to \($0.until.rfc3339), before entry \($0.entry): the engine did not run, and had not been stopped."
        }
        return sentences
    }
}

/// A time in which an engine that had not been stopped wrote nothing.
struct Silence: Hashable, Sendable {
    let from: Instant
    let until: Instant
    /// The first one after it.
    let entry: UInt64
}

/// Looks for silences. Logs that were written before there were heartbeats have none.
struct Pulse {
    private let limit: Duration
    private var last: (time: Instant, isStop: Bool)?
    private var hasBeaten = false
    private(set) var silences: [Silence] = []

    init(limit: Duration) { self.limit = limit }

    mutating func take(_ entry: Entry) {
        let time = entry.record.time
        if hasBeaten, let last, !last.isStop, time > last.time + limit {
            silences.append(Silence(from: last.time, until: time, entry: entry.sequence))
        }
        hasBeaten = hasBeaten || entry.record.action == .engineHeartbeat
        last = (time, entry.record.action == .engineStopped)
    }
}
