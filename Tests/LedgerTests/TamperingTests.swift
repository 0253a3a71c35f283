import Domain
import Foundation
import Ledger
import Testing

/// Everything that a person with a database editor can do to a log, done to every place of one. `make tamper` does it to a log
/// of 10,000 entries, and prints how much it was.
@Suite struct TamperingTests {
    /// The number of entries that the sweeps go over.
    static let entries = ProcessInfo.processInfo.environment["CORDON_TAMPER_ENTRIES"].flatMap(Int.init) ?? 120
    /// Between checkpoints: an entry that is changed so that it can still be read is found at the next.
    static let interval = 10

    /// What a sweep did, and what came of it.
    struct Tally: Equatable {
        var done = 0
        var detected = 0

        /// A line for whoever wants to see that something was done.
        func tell(_ what: String) { print("\(entries) entries, \(what): \(done) done, \(detected) detected") }
    }

    private let log: SignedLog
    /// The state of a verifier before each entry, as what follows a change is all that it alters.
    private let before: [LedgerVerifier]

    init() throws {
        let log = try SignedLog(entries: Self.entries, checkpointEvery: Self.interval)
        var verifier = log.verifier(signer: log.signer)
        before = log.rows.map { row in
            defer { verifier.take(row) }
            return verifier
        }
        self.log = log
    }

    /// The first finding about the log from the entry on, its rows being these.
    private func finding(from index: Int, _ rows: some Sequence<SignedLog.Row>) -> LedgerFinding? {
        var verifier = before[index]
        for row in rows {
            verifier.take(row)
            if let found = verifier.firstBadEntry { return found }
        }
        return verifier.finish().findings.first
    }

    @Test func `every byte flipped is detected, and the entry named`() {
        var tally = Tally()
        defer { tally.tell("a byte flipped") }
        for index in log.rows.indices {
            for offset in log.rows[index].bytes.indices {
                var row = log.rows[index]
                row.bytes[offset] ^= 1 << (offset % 8)
                tally.done += 1
                if finding(from: index, [row]) == .hashDiffers(UInt64(index)) { tally.detected += 1 }
            }
        }
        #expect(tally == Tally(done: log.rows.reduce(0) { $0 + $1.bytes.count }, detected: tally.done))
    }

    @Test func `every byte flipped is detected without leaf hashes, at the next checkpoint at the latest`() {
        let bare = log.withoutLeafHashes().rows
        var tally = Tally()
        defer { tally.tell("a byte flipped, leaf hash with it") }
        for index in bare.indices {
            let checkpoint = index / Self.interval * Self.interval
            let next = min(checkpoint + Self.interval, bare.count)
            for offset in bare[index].bytes.indices {
                var row = bare[index]
                row.bytes[offset] ^= 1 << (offset % 8)
                tally.done += 1
                switch finding(from: index, [row] + bare[(index + 1)..<next]) {
                case .altered(UInt64(checkpoint)..<UInt64(next)), .undecodable(UInt64(index), _),
                    .foreign(UInt64(index), _), .misnumbered(UInt64(index), _):
                    tally.detected += 1
                default: break
                }
            }
        }
        #expect(tally == Tally(done: bare.reduce(0) { $0 + $1.bytes.count }, detected: tally.done))
    }

    @Test func `every entry dropped is detected, and named`() {
        var tally = Tally()
        defer { tally.tell("an entry dropped") }
        for index in log.rows.indices {
            tally.done += 1
            let found = finding(from: index, log.rows[(index + 1)...])
            let last = LedgerFinding.truncated(size: UInt64(index), promised: UInt64(Self.entries))
            let expected = index + 1 == Self.entries ? last : .missing(UInt64(index)..<UInt64(index + 1))
            if found == expected { tally.detected += 1 }
        }
        #expect(tally == Tally(done: Self.entries, detected: Self.entries))
    }

    @Test func `every entry dropped and the rest renumbered is detected`() {
        var tally = Tally()
        defer { tally.tell("an entry dropped, the rest renumbered") }
        for index in log.rows.indices {
            tally.done += 1
            let rest = log.rows[(index + 1)...].map {
                SignedLog.Row(sequence: $0.sequence - 1, bytes: $0.bytes, leafHash: $0.leafHash)
            }
            if finding(from: index, rest) != nil { tally.detected += 1 }
        }
        #expect(tally == Tally(done: Self.entries, detected: Self.entries))
    }

    @Test func `every pair of neighbours swapped is detected, and named`() {
        var tally = Tally()
        defer { tally.tell("two neighbours swapped") }
        for index in log.rows.indices.dropLast() {
            tally.done += 1
            var verifier = before[index]
            verifier.take(log.rows[index + 1])
            verifier.take(log.rows[index])
            let found = verifier.firstBadEntry
            if found == .reordered(UInt64(index), inItsPlace: UInt64(index + 1)) { tally.detected += 1 }
        }
        #expect(tally == Tally(done: Self.entries - 1, detected: Self.entries - 1))
    }

    @Test func `every truncation is detected, with its checkpoints and without`() {
        var tally = Tally()
        defer { tally.tell("cut, and put back from an earlier backup") }
        // Handed no checkpoint beyond the size: what an earlier backup of everything but the signer's state would be.
        var backup = LedgerVerifier(origin: Samples.plant, keys: [log.key.verifier], signer: log.signer)
        for size in log.rows.indices {
            tally.done += 2
            if before[size].finish().verdict == .incomplete { tally.detected += 1 }
            let rolledBack = LedgerFinding.rolledBack(size: UInt64(size), signed: UInt64(Self.entries))
            if backup.finish().findings == [rolledBack] { tally.detected += 1 }
            backup.take(log.rows[size])
            if (size + 1).isMultiple(of: Self.interval) {
                backup.take(checkpoint: log.checkpoints[size / Self.interval])
            }
        }
        #expect(tally == Tally(done: 2 * Self.entries, detected: 2 * Self.entries))
    }

    @Test func `every checkpoint changed in any byte is detected`() {
        var tally = Tally()
        defer { tally.tell("a byte of a checkpoint flipped") }
        for checkpoint in log.checkpoints.prefix(5) {
            let bytes = Array(checkpoint.utf8)
            for offset in bytes.indices {
                var changed = bytes
                changed[offset] ^= 1 << (offset % 8)
                var verifier = LedgerVerifier(origin: Samples.plant, keys: [log.key.verifier])
                verifier.take(checkpoint: String(decoding: changed, as: UTF8.self))
                tally.done += 1
                if verifier.finish().verdict == .invalid { tally.detected += 1 }
            }
        }
        #expect(tally.done > 0 && tally.detected == tally.done)
    }
}
