import Domain
import Ledger
import Logging
import Ports
import Synchronization
import TestKit
import Testing
import Witness

/// The answers of a witness, as C2SP `tlog-witness` has them.
@Suite struct WitnessDeskTests {
    private let keeper = StubKeeper()

    private func desk() throws -> WitnessDesk {
        let log = try #require(WitnessedLog(keys: [LedgerFixture.key.verifier]))
        return WitnessDesk(
            key: WatchedPlant.witness,
            logs: [log],
            keeper: keeper,
            surroundings: VirtualSurroundings(),
            logger: Logger(label: "witness") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func answer(_ desk: WitnessDesk, _ request: CosigningRequest) async -> WitnessAnswer {
        await desk.addCheckpoint(Array(request.text.utf8))
    }

    @Test func `a cosignature leaves once the checkpoint is kept`() async throws {
        var plant = try WatchedPlant()
        let desk = try desk()
        let note = try plant.grow(by: 3)
        let request = try plant.request(note, from: 0)
        let answer = await answer(desk, request)
        #expect(answer.status == 200)
        let cosigned = try SignedNote("\(note)\(answer.body)")
        #expect(try cosigned.cosignatures(by: [WatchedPlant.witness.witness]).count == 1)
        #expect(keeper.sizes == [3])
        // The same again is cosigned, too, and there is nothing more to keep.
        let again = await self.answer(desk, try plant.request(note, from: 3))
        #expect(again.status == 200)
        #expect(keeper.sizes == [3])
    }

    @Test func `what could not be kept is not cosigned, and the witness is where it was`() async throws {
        var plant = try WatchedPlant()
        let desk = try desk()
        let request = try plant.request(try plant.grow(by: 3), from: 0)
        keeper.fail(true)
        #expect(await answer(desk, request).status == 500)
        keeper.fail(false)
        #expect(await answer(desk, request).status == 200)
    }

    @Test func `what is no request, an unknown log and an unknown key have answers of their own`() async throws {
        var plant = try WatchedPlant()
        let desk = try desk()
        let note = try plant.grow(by: 3)
        let request = try plant.request(note, from: 0)
        for body in ["", "old 0\n", request.text.replacing("old 0", with: "old 4"), "\(request.text)\u{1}"] {
            #expect(await desk.addCheckpoint(Array(body.utf8)).status == 400, "\(body)")
        }
        #expect(await desk.addCheckpoint([0xFF, 0x0A]).status == 400)
        let elsewhere = request.text.replacing("example.com/test\n3", with: "example.com/tent\n3")
        #expect(await desk.addCheckpoint(Array(elsewhere.utf8)).status == 404)
        let changed = request.text.replacing("example.com/test\n3", with: "example.com/test\n4")
        #expect(await desk.addCheckpoint(Array(changed.utf8)).status == 403)
        #expect(keeper.sizes.isEmpty && keeper.evidence.isEmpty)
    }

    @Test func `another old size is answered with the right one`() async throws {
        var plant = try WatchedPlant()
        let desk = try desk()
        let first = try plant.grow(by: 3)
        #expect(await answer(desk, try plant.request(first, from: 2)) == .init(size: 0))
        _ = await answer(desk, try plant.request(first, from: 0))
        let second = try plant.grow(by: 4)
        #expect(await answer(desk, try plant.request(second, from: 0)) == .init(size: 3))
        #expect(await answer(desk, try plant.request(second, from: 3)).status == 200)
        #expect(keeper.evidence.isEmpty)
    }

    @Test func `a fork, a rollback and a missing proof are refused, and both notes are kept`() async throws {
        var plant = try WatchedPlant()
        var other = try WatchedPlant(history: 1)
        let desk = try desk()
        let early = try plant.grow(by: 3)
        let ours = try plant.grow(by: 3)
        let fork = try other.grow(by: 6)
        let longer = try other.grow(by: 6)
        _ = await answer(desk, try plant.request(ours, from: 0))
        #expect(await answer(desk, try other.request(fork, from: 6)) == .init(size: 6))
        #expect(await answer(desk, try other.request(longer, from: 6)).status == 422)
        #expect(await answer(desk, try plant.request(early, from: 0)) == .init(size: 6))
        #expect(keeper.evidence.map(\.shown) == [fork, longer, early])
        #expect(keeper.evidence.allSatisfy { $0.seen == ours })
        #expect(keeper.sizes == [6])
    }

    @Test func `a person is told how far each log was seen`() async throws {
        var plant = try WatchedPlant()
        let desk = try desk()
        #expect(await desk.overview().contains("example.com/test  nothing seen yet\n"))
        _ = await answer(desk, try plant.request(try plant.grow(by: 3), from: 0))
        #expect(await desk.overview().contains("example.com/test  3 entries, seen since 20"))
        #expect(await desk.overview().contains("\(WatchedPlant.witness.witness)\n"))
    }
}

extension WitnessAnswer {
    /// 409, with the size that was cosigned last.
    fileprivate init(size: Int) { self.init(409, "\(size)\n", contentType: "text/x.tlog.size") }
}

/// Keeps in memory, or fails.
private final class StubKeeper: WitnessKeeper {
    private struct Kept {
        var sizes: [UInt64] = []
        var evidence: [WitnessEvidence] = []
        var isFailing = false
    }

    private let kept = Mutex(Kept())

    var sizes: [UInt64] { kept.withLock(\.sizes) }
    var evidence: [WitnessEvidence] { kept.withLock(\.evidence) }

    func fail(_ isFailing: Bool) { kept.withLock { $0.isFailing = isFailing } }

    func keep(_ sighting: WitnessedLog.Sighting) throws(OperatorError) {
        try kept.withLock { (kept) throws(OperatorError) in
            if kept.isFailing { throw Sample.error("the disk is full") }
            kept.sizes.append(sighting.checkpoint.size)
        }
    }

    func keep(_ evidence: WitnessEvidence) throws(OperatorError) -> String {
        kept.withLock { $0.evidence.append(evidence) }
        return "evidence"
    }
}
