import Domain
import Ledger
import TestKit
import Testing

/// What a witness makes of what it is shown.
@Suite struct WitnessedLogTests {
    private func watched() throws -> WitnessedLog {
        try #require(WitnessedLog(keys: [LedgerFixture.key.verifier]))
    }

    private func seen(_ log: inout WitnessedLog, _ request: CosigningRequest) throws {
        log.note(try log.judge(request, at: WatchedPlant.start))
    }

    @Test func `a log that grows is cosigned, the same checkpoint again too`() throws {
        var plant = try WatchedPlant()
        var log = try watched()
        var size = 0
        for count in [1, 1, 2, 5, 300, 0] {
            let note = try plant.grow(by: count)
            try seen(&log, try plant.request(note, from: size))
            size += count
            #expect(log.last?.checkpoint.size == UInt64(size))
            #expect(log.last?.note == note)
        }
        #expect(log.last?.since == WatchedPlant.start)
    }

    @Test func `a request begins where the witness is`() throws {
        var plant = try WatchedPlant()
        var log = try watched()
        let first = try plant.grow(by: 3)
        #expect(throws: WitnessRefusal.otherOldSize(size: 0)) {
            _ = try log.judge(try plant.request(first, from: 2), at: WatchedPlant.start)
        }
        try seen(&log, try plant.request(first, from: 0))
        let second = try plant.grow(by: 3)
        for old in [0, 1, 4, 6] {
            #expect(throws: WitnessRefusal.otherOldSize(size: 3)) {
                _ = try log.judge(try plant.request(second, from: old), at: WatchedPlant.start)
            }
        }
        #expect(throws: WitnessRefusal.oldSizeBeyondNew) {
            let beyond = try #require(CosigningRequest(second, oldSize: 7, hashes: []))
            _ = try log.judge(beyond, at: WatchedPlant.start)
        }
    }

    @Test func `two trees of one size are a fork, whatever old size comes with the second`() throws {
        var plant = try WatchedPlant()
        var other = try WatchedPlant(history: 1)
        var log = try watched()
        let ours = try plant.grow(by: 4)
        let theirs = try other.grow(by: 4)
        try seen(&log, try plant.request(ours, from: 0))
        for old in [0, 2, 4] {
            #expect(throws: WitnessRefusal.forked(WitnessEvidence(seen: ours, shown: theirs), size: 4)) {
                _ = try log.judge(try other.request(theirs, from: old), at: WatchedPlant.start)
            }
        }
        #expect(log.last?.note == ours)
    }

    @Test func `a longer second history has no proof`() throws {
        var plant = try WatchedPlant()
        var other = try WatchedPlant(history: 1)
        var log = try watched()
        let ours = try plant.grow(by: 4)
        let theirs = try other.grow(by: 9)
        try seen(&log, try plant.request(ours, from: 0))
        #expect(throws: WitnessRefusal.unproven(WitnessEvidence(seen: ours, shown: theirs))) {
            _ = try log.judge(try other.request(theirs, from: 4), at: WatchedPlant.start)
        }
    }

    @Test func `a checkpoint with fewer entries is a rollback`() throws {
        var plant = try WatchedPlant()
        var log = try watched()
        let old = try plant.grow(by: 4)
        let new = try plant.grow(by: 4)
        try seen(&log, try plant.request(new, from: 0))
        #expect(throws: WitnessRefusal.rolledBack(to: 4, WitnessEvidence(seen: new, shown: old), size: 8)) {
            _ = try log.judge(try plant.request(old, from: 4), at: WatchedPlant.start)
        }
    }

    @Test func `a log that is unknown, or a key that is, is refused`() throws {
        var plant = try WatchedPlant()
        let note = try plant.grow(by: 1)
        let origin = WatchedPlant.origin
        let stranger = try #require(SigningKey(for: origin, privateKey: Array(repeating: 1, count: 32)))
        let elsewhere = try #require(Origin("example.com/elsewhere"))
        let other = try #require(SigningKey(for: elsewhere, privateKey: Array(repeating: 7, count: 32)))
        let request = try plant.request(note, from: 0)
        let strange = try #require(WitnessedLog(keys: [stranger.verifier]))
        #expect(throws: WitnessRefusal.unsigned(.noKnownSigner)) {
            _ = try strange.judge(request, at: WatchedPlant.start)
        }
        let far = try #require(WitnessedLog(keys: [other.verifier]))
        #expect(throws: WitnessRefusal.unknownLog) { _ = try far.judge(request, at: WatchedPlant.start) }
        #expect(WitnessedLog(keys: []) == nil)
        #expect(WitnessedLog(keys: [stranger.verifier, other.verifier]) == nil)
        // A log whose key was changed is known by both.
        let both = try #require(WitnessedLog(keys: [stranger.verifier, LedgerFixture.key.verifier]))
        #expect(try both.judge(request, at: WatchedPlant.start).note == note)
    }

    @Test func `hashes without a size that they begin at are no proof`() throws {
        var plant = try WatchedPlant()
        let note = try plant.grow(by: 2)
        let log = try watched()
        let request = try #require(CosigningRequest(note, oldSize: 0, hashes: [.empty]))
        #expect(throws: WitnessRefusal.unproven(WitnessEvidence(seen: nil, shown: note))) {
            _ = try log.judge(request, at: WatchedPlant.start)
        }
    }

    @Test func `what was seen is kept as text, and taken up again`() throws {
        var plant = try WatchedPlant()
        var log = try watched()
        try seen(&log, try plant.request(try plant.grow(by: 5), from: 0))
        let text = try #require(log.last).text
        let sighting = try #require(WitnessedLog.Sighting(text))
        #expect(sighting == log.last)
        var resumed = try watched()
        let isTaken = resumed.resume(sighting)
        #expect(isTaken)
        #expect(resumed == log)
        let stranger = try #require(SigningKey(for: WatchedPlant.origin, privateKey: Array(repeating: 1, count: 32)))
        var strange = try #require(WitnessedLog(keys: [stranger.verifier]))
        let isTakenByAnother = strange.resume(sighting)
        #expect(!isTakenByAnother)
        for wrong in ["", String(text.dropLast()), text.replacing("at ", with: "at x"), "x\(text)"] {
            #expect(WitnessedLog.Sighting(wrong) == nil)
        }
    }
}
