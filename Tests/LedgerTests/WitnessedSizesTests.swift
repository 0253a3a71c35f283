import Domain
import Ledger
import Testing

/// A log compared with what witnesses cosigned.
@Suite struct WitnessedSizesTests {
    private func witness(_ name: String, _ byte: UInt8) throws -> WitnessSigningKey {
        try #require(WitnessSigningKey(name: name, privateKey: Array(repeating: byte, count: 32)))
    }

    private func cosigned(_ note: String, by witnesses: WitnessSigningKey..., at seconds: Int = 0) throws -> String {
        let signed = try SignedNote(note)
        let lines = try witnesses.map { try #require($0.cosign(signed, at: Samples.start + .seconds(seconds))).line }
        return "\(note)\(lines.map { "\($0)\n" }.joined())"
    }

    private func report(
        on log: SignedLog,
        _ notes: [String],
        _ witnesses: WitnessSigningKey...,
        signer: SignerState? = nil
    ) -> VerificationReport {
        var verifier = LedgerVerifier(
            origin: Samples.plant,
            keys: [log.key.verifier],
            signer: signer,
            witnesses: witnesses.map(\.witness)
        )
        for checkpoint in log.checkpoints { verifier.take(checkpoint: checkpoint) }
        for note in notes { verifier.take(cosigned: note) }
        return log.verified(by: verifier)
    }

    @Test func `each witness is reported with the largest size that it cosigned, and when`() throws {
        let log = try SignedLog(entries: 40, checkpointEvery: 10)
        let (one, two) = (try witness("w1", 1), try witness("w2", 2))
        let notes = [
            try cosigned(log.checkpoints[2], by: one, at: 3), try cosigned(log.checkpoints[0], by: one, two, at: 1),
        ]
        let report = report(on: log, notes, one, two, signer: log.signer)
        #expect(report.verdict == .sound)
        #expect(
            report.witnesses == [
                WitnessedSize(name: "w1", size: 30, time: Samples.start + .seconds(3)),
                WitnessedSize(name: "w2", size: 10, time: Samples.start + .seconds(1)),
            ]
        )
        // Who was not asked about is passed over.
        #expect(self.report(on: log, notes, two).witnesses.map(\.name) == ["w2"])
        #expect(self.report(on: log, notes).witnesses.isEmpty)
    }

    @Test func `a log that was written anew with its key is not the one that was cosigned`() throws {
        let seen = try SignedLog(entries: 20, checkpointEvery: 10)
        let anew = try SignedLog(entries: 20, checkpointEvery: 10) { Samples.record($0 + 6) }
        let one = try witness("w1", 1)
        let note = try cosigned(seen.checkpoints[1], by: one)
        let report = report(on: anew, [note], one, signer: anew.signer)
        #expect(report.findings == [.otherThanWitnessed("w1", size: 20)])
        #expect(report.verdict == .diverged)
        #expect(report.witnesses.isEmpty)
        #expect(report.sentences[0].contains("two histories"))
    }

    @Test func `a log that was cut with its checkpoints and its signer's state is shorter than what was cosigned`()
        throws
    {
        let seen = try SignedLog(entries: 20, checkpointEvery: 10)
        let cut = try SignedLog(entries: 10, checkpointEvery: 10)
        let one = try witness("w1", 1)
        let notes = [try cosigned(seen.checkpoints[0], by: one), try cosigned(seen.checkpoints[1], by: one)]
        let report = report(on: cut, notes, one, signer: cut.signer)
        #expect(report.findings == [.shorterThanWitnessed("w1", size: 10, witnessed: 20)])
        #expect(report.verdict == .diverged)
        #expect(report.witnesses.map(\.size) == [10])
    }

    @Test func `a spoilt cosignature and one over another log are found`() throws {
        let log = try SignedLog(entries: 10, checkpointEvery: 10)
        let one = try witness("w1", 1)
        let good = try cosigned(log.checkpoints[0], by: one)
        let spoilt = good.replacing("\n10\n", with: "\n11\n")
        #expect(report(on: log, [spoilt], one).findings == [.cosignatureRefused(.badSignature("w1"))])
        #expect(report(on: log, [spoilt], one).verdict == .invalid)
        let foreign = try cosigned(
            "example.com/b\n\(log.checkpoints[0].split(separator: "\n", maxSplits: 1)[1])",
            by: one
        )
        #expect(report(on: log, [foreign], one).findings == [.cosignatureRefused(.malformed)])
    }
}
