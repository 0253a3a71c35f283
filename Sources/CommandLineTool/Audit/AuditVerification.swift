import Domain
package import Ledger
import Ports
import Response
import StoreSQLite
import Witness

/// Everything that can be found out about a log: about its entries, its signatures, what witnesses saw of it, and whether
/// what the database says of runs is what the log says.
package struct AuditVerification {
    /// More than a beat was missed.
    static let silenceLimit: Duration = .seconds(150)
    static let sentencesMax = 20

    let origin: Origin
    /// In the order of their use; the first is the one to trust.
    let keys: [VerifierKey]
    /// What the signer signed last, where it can be asked.
    let signer: SignerState?
    let witnesses: [WitnessKey]
    /// What it must agree with, besides.
    let counterparts: Counterparts
    /// What witnesses said when they were asked, by their names.
    var words: [(witness: String, word: WitnessWord)] = []
    private let pageCount: Int

    package init(
        origin: Origin,
        keys: [VerifierKey],
        signer: SignerState? = nil,
        witnesses: [WitnessKey] = [],
        counterparts: Counterparts = Counterparts(),
        pageCount: Int = AuditPage.count
    ) {
        self.origin = origin
        self.keys = keys
        self.signer = signer
        self.witnesses = witnesses
        self.counterparts = counterparts
        self.pageCount = pageCount
    }

    package func run(_ log: any AuditLog) async throws -> AuditReport {
        var verifier = LedgerVerifier(
            origin: origin,
            keys: keys,
            signer: signer,
            witnesses: witnesses + counterparts.keys.filter { !witnesses.contains($0) },
            demandsPrivateValues: log.hasPrivateValues
        )
        // All of them first: each must be there before the entries that it does not cover.
        for checkpoint in try await log.checkpoints() { verifier.take(checkpoint: checkpoint.note) }
        if let note = try await log.newestNote() { verifier.take(newest: note) }
        for note in try await log.cosignedNotes() + words.compactMap(\.word.note) { verifier.take(cosigned: note) }
        for note in counterparts.notes { verifier.take(seenElsewhere: note) }
        var replay = RunReplay()
        var stops = StopReplay()
        var pulse = Pulse(limit: Self.silenceLimit)
        var end: UInt64 = 0
        try await log.forEachPage(of: pageCount) { entries, values in
            // Whoever wrote an export has put them in an order: it says nothing.
            var beside = Dictionary(grouping: values, by: \.sequence)
            for raw in entries {
                let own = beside.removeValue(forKey: raw.sequence) ?? []
                let entry = verifier.take(
                    entry: raw.sequence,
                    bytes: raw.bytes,
                    leafHash: raw.leafHash,
                    privateValues: own
                )
                end = raw.sequence + 1
                guard let entry else { continue }
                // With names, where nobody had them taken out: whose word counts is compared, too.
                replay.take(entry.opened(with: own))
                stops.take(entry.record)
                pulse.take(entry)
            }
            for sequence in beside.keys { verifier.take(strayPrivateValueOf: sequence) }
        }
        for value in try await log.privateValues(of: end...UInt64.max) {
            verifier.take(strayPrivateValueOf: value.sequence)
        }
        let ledger = verifier.finish()
        // Entries that are not what was signed say nothing about runs.
        let states = ledger.firstBadEntry == nil ? try await disagreements(replay, stops, log) : []
        let contradictions = words.compactMap { witness, word in
            if case .contradicts(let reason) = word {
                "The witness '\(witness)' contradicts the log: \(reason)."
            } else {
                nil
            }
        }
        return AuditReport(ledger: ledger, contradictions: contradictions, states: states, silences: pulse.silences)
    }

    /// What the log could not be compared with, though it was asked for.
    func notCompared(_ report: AuditReport) -> [OperatorError] {
        let silent = words.compactMap { witness, word in
            if case .silent(let reason) = word { Self.notCompared(witness, reason) } else { nil }
        }
        // A log in which something is wrong was not compared to its end.
        guard report.verdict == .sound else { return silent }
        let seen = report.ledger.witnesses.map(\.name)
        return silent
            + counterparts.keys.map(\.name).filter { !seen.contains($0) }.map {
                Self.notCompared($0, "no cosignature of this key lies in the log")
            }
    }

    private static func notCompared(_ witness: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "compare the log with the witness '\(witness)'",
            reason: reason,
            remedy: "see that the witness runs, and that it and the log have each other's keys; then verify again"
        )
    }

    private func disagreements(
        _ replay: RunReplay,
        _ stops: StopReplay,
        _ log: any AuditLog
    ) async throws -> [String] {
        var sentences: [String] = []
        var known: Set<RunID> = []
        var measures = MeasuresOfRuns()
        try await log.forEachAccount(pageCount: pageCount) { account in
            known.insert(account.run)
            measures.take(account)
            sentences += replay.disagreements(with: account)
        }
        sentences += replay.unaccounted(for: known).map { "the log tells of run \($0), and nothing else does" }
        if let kept = try await log.measuresListed() {
            sentences += kept.flaws + measures.disagreements(with: kept.listed)
        }
        if let kept = try await log.touches() {
            sentences += replay.disagreements(with: kept.touches, of: kept.versions)
        }
        guard let kept = try await log.stopsInForce() else { return sentences }
        return sentences + stops.disagreements(with: kept.ofPeople, stopSwitch: kept.ofSwitch)
    }
}

extension WitnessWord {
    fileprivate var note: String? { if case .cosigned(let note) = self { note } else { nil } }
}

/// What was found.
package struct AuditReport: Sendable {
    package let ledger: VerificationReport
    /// What witnesses said that saw another log, in sentences.
    let contradictions: [String]
    /// Where what the database says of runs is not what the log says.
    package let states: [String]
    let silences: [Silence]

    package var verdict: Verdict { max(ledger.verdict, states.isEmpty && contradictions.isEmpty ? .sound : .diverged) }

    /// For a person.
    var sentences: [String] {
        var sentences = contradictions
        // That the entries are sound is not what somebody should read where something else is wrong.
        if verdict == .sound || !ledger.findings.isEmpty { sentences += ledger.sentences }
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
