import Domain
import Ledger
import Testing

@Suite struct LedgerVerifierTests {
    private func log(_ entries: Int = 40, every interval: Int = 10) throws -> SignedLog {
        try SignedLog(entries: entries, checkpointEvery: interval)
    }

    @Test func `a whole log is sound`() throws {
        let report = try log(45).verified()
        #expect(report.findings.isEmpty)
        #expect(report.verdict == .sound)
        #expect((report.entries, report.covered, report.checkpoints) == (45, 45, 5))
        #expect(report.sentences == ["The log is sound: 45 entries, 5 checkpoints."])
    }

    @Test func `an empty log is sound`() {
        let key = Samples.key().verifier
        let verifier = LedgerVerifier(origin: Samples.plant, keys: [key], signer: .beginning(of: Samples.plant))
        #expect(verifier.finish().verdict == .sound)
    }

    @Test func `checkpoints may come one by one`() throws {
        let log = try log()
        var verifier = LedgerVerifier(origin: Samples.plant, keys: [log.key.verifier], signer: log.signer)
        var checkpoints = log.checkpoints[...]
        for row in log.rows {
            if verifier.checkpointsAhead == 0, let next = checkpoints.popFirst() { verifier.take(checkpoint: next) }
            verifier.take(row)
        }
        #expect(verifier.finish() == log.verified())
    }

    @Test func `entries after the last checkpoint are fine and counted`() throws {
        var log = try log()
        log.checkpoints.removeLast()
        let report = log.verifiedWithoutSigner()
        #expect(report.verdict == .sound)
        #expect(report.uncovered == 10)
        #expect(report.sentences[0].hasSuffix("The last 10 are not yet covered by a checkpoint."))
    }

    // A reading found that an export which somebody had made up without any key was sound.
    @Test func `entries of which nobody signed any are not sound where the signer cannot be asked`() throws {
        var log = try log()
        log.checkpoints = []
        let report = log.verifiedWithoutSigner()
        #expect(report.findings == [.unsigned(0..<40)])
        #expect(report.verdict == .invalid && report.firstBadEntry == 0)
        #expect(report.sentences == ["Nobody has signed any of the 40 entries."])
        log.signer = .beginning(of: Samples.plant)
        #expect(log.verified().verdict == .sound, "a signer that has signed nothing yet says so")
    }

    @Test func `only a short end may wait for its signature where the signer cannot be asked`() throws {
        var log = try log()
        log.checkpoints.removeLast(3)
        var limits = Limits()
        limits.uncoveredEntriesMax = 30
        #expect(log.verified(by: log.verifier(signer: nil, limits: limits)).verdict == .sound)
        limits.uncoveredEntriesMax = 29
        let report = log.verified(by: log.verifier(signer: nil, limits: limits))
        #expect(report.findings == [.unsigned(10..<40)])
        #expect(report.sentences == ["Nobody has signed the last 30 entries: an engine signs sooner."])
        log = try self.log()
        log.checkpoints.removeLast()
        limits.uncoveredEntriesMax = 0
        #expect(log.verified(by: log.verifier(signer: log.signer, limits: limits)).verdict == .sound)
    }

    /// A review found it: a log without any of its checkpoints was called sound where its signer could be asked.
    @Test func `checkpoints that were stored and are gone are found, but for the last, which a crash takes`() throws {
        var log = try log()
        #expect(log.signer.last.size == 40 && log.signer.stored == 30)
        log.checkpoints.removeLast()
        #expect(log.verified().findings.isEmpty)
        log.checkpoints.removeLast()
        let report = log.verified()
        #expect(report.findings == [.checkpointsGone(newest: 20, stored: 30)])
        #expect(report.verdict == .diverged)
        #expect(
            report.sentences == [
                "Checkpoints that were signed are gone: one over 30 entries was stored, and the newest that is left covers 20."
            ]
        )
        log.checkpoints = []
        #expect(log.verified().findings == [.checkpointsGone(newest: 0, stored: 30)])
        // What an earlier version kept says nothing of it.
        log.signer = try #require(SignerState("cordon-signer-state/1\n\(log.signer.last.text)"))
        #expect(log.verified().findings.isEmpty)
    }

    @Test func `what is passed around as the newest checkpoint is the last of them`() throws {
        let log = try log()
        func findings(_ newest: String, _ log: SignedLog) -> [LedgerFinding] {
            var verifier = log.verifier(signer: nil)
            verifier.take(newest: newest)
            return log.verified(by: verifier).findings
        }
        let (last, before) = (log.checkpoints[3], log.checkpoints[2])
        #expect(findings(last, log).isEmpty)
        #expect(findings(last + "— witness.example 4TMLCGBOx0Cr\n", log).isEmpty, "others may sign below it")
        #expect(findings(before, log) == [.newestCheckpointDiffers])
        #expect(findings("no note", log) == [.newestCheckpointDiffers])
        var cut = log
        cut.checkpoints.removeLast()
        #expect(findings(last, cut) == [.newestCheckpointDiffers])
        cut.checkpoints = []
        #expect(findings(last, cut) == [.newestCheckpointDiffers])
        #expect(findings("no note", cut) == [.newestCheckpointDiffers])
    }

    @Test func `a changed entry is named, or the entries among which it is`() throws {
        var log = try log()
        let time = try #require(log.rows[23].bytes.firstRange(of: [0x03, 0x08]))
        log.rows[23].bytes[time.upperBound + 7] ^= 1
        #expect(log.verified().findings == [.hashDiffers(23)])
        #expect(log.withoutLeafHashes().verified().findings == [.altered(20..<30)])
        log.rows[23].leafHash = TreeHash(ofLeaf: log.rows[23].bytes)
        let report = log.verified()
        #expect(report.findings == [.altered(20..<30)])
        #expect(report.verdict == .invalid)
        #expect(report.findings.first?.entry == 20)
        #expect(
            report.sentences == [
                "One or more of the entries 20 to 29 was changed: the checkpoint over 30 entries was signed for others."
            ]
        )
    }

    @Test func `an entry that cannot be read is named with the reason`() throws {
        var log = try log().withoutLeafHashes()
        log.rows[7].bytes[0] = 9
        #expect(log.verified().findings == [.undecodable(7, .unknownVersion(9))])
        #expect(
            log.verified().sentences
                == ["Entry 7 cannot be read: its version is 9, and only version 1 is known."]
        )
    }

    @Test func `a dropped, a swapped and a repeated entry are told apart`() throws {
        let whole = try log()
        var log = whole
        log.rows.removeSubrange(11..<14)
        #expect(log.verified().findings == [.missing(11..<14)])
        #expect(log.verified().verdict == .incomplete)
        log = whole
        log.rows.swapAt(11, 14)
        #expect(log.verified().findings == [.reordered(11, inItsPlace: 14)])
        #expect(log.verified().verdict == .invalid)
        log = whole
        log.rows.insert(log.rows[3], at: 20)
        #expect(log.verified().findings == [.repeated(3)])
    }

    @Test func `an entry that was moved to another place or another log is named`() throws {
        var log = try log()
        (log.rows[4].bytes, log.rows[4].leafHash) = (log.rows[5].bytes, log.rows[5].leafHash)
        #expect(log.verified().findings == [.misnumbered(4, says: 5)])
        let other = try self.log()
        #expect(other.verified(origin: Samples.origin("b")).findings.first == .foreign(0, Samples.plant))
    }

    @Test func `a log that was cut is incomplete, and rolled back where its checkpoints were cut too`() throws {
        var log = try log()
        log.rows.removeLast(15)
        #expect(log.verified().findings.first == .truncated(size: 25, promised: 40))
        #expect(log.verified().verdict == .incomplete)
        log.checkpoints.removeLast(2)
        let report = log.verified()
        #expect(report.findings == [.rolledBack(size: 25, signed: 40)])
        #expect(report.verdict == .diverged)
        #expect(report.findings.first?.entry == 25)
    }

    @Test func `a second history under the same key is told from the signer's state`() throws {
        var forged = try SignedLog(entries: 40, checkpointEvery: 10) { Samples.record($0 + 6) }
        forged.signer = try log().signer
        #expect(forged.verified().findings == [.forked(signed: 40)])
        #expect(forged.verified().verdict == .diverged)
    }

    @Test func `checkpoints that shrink or disagree are told`() throws {
        var log = try log()
        log.checkpoints.swapAt(1, 2)
        #expect(log.verified().findings == [.checkpointsShrink(3, from: 30, to: 20)])
        #expect(log.verified().verdict == .diverged)
        log = try self.log()
        let forged = try SignedLog(entries: 20, checkpointEvery: 10) { Samples.record($0 + 6) }
        log.checkpoints.insert(forged.checkpoints[1], at: 2)
        #expect(log.verified().findings == [.checkpointsDisagree(3, size: 20)])
    }

    @Test func `a checkpoint of another key or another log is told`() throws {
        var log = try log()
        log.checkpoints[1] = log.checkpoints[1].replacing("20\n", with: "21\n")
        #expect(log.verified().findings == [.checkpointRefused(2, .badSignature("example.com/plant-7"))])
        #expect(log.verified().verdict == .invalid)
        #expect(log.verified().checkpoints == 3)
        log = try self.log()
        let stranger = LedgerVerifier(origin: Samples.plant, keys: [Samples.key(byte: 8).verifier])
        var verifier = stranger
        verifier.take(checkpoint: log.checkpoints[0])
        #expect(verifier.finish().findings == [.checkpointRefused(1, .noKnownSigner)])
        verifier = LedgerVerifier(origin: Samples.origin("b"), keys: [log.key.verifier])
        verifier.take(checkpoint: log.checkpoints[0])
        #expect(verifier.finish().findings == [.checkpointForeign(1, Samples.plant)])
    }

    @Test func `a signer's state of another log is told`() throws {
        let log = try log()
        let report = log.verified(by: log.verifier(signer: .beginning(of: Samples.origin("b"))))
        #expect(report.findings == [.signerForeign(Samples.origin("b"))])
    }

    @Test func `each verdict has its exit code`() {
        #expect(Verdict.allCases.map(\.exitCode) == [0, 20, 30, 40])
    }
}
