import Domain
import Ledger
import Ports
import Relays
import TestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct RelayRunnerTests {
    @Test func `everything arrives, in the order of the log, in batches that keep to the bounds`() async {
        let bench = RelayBench()
        bench.log.fill(10)
        await bench.drain()
        #expect(bench.relay.batches == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
        #expect(bench.positions.kept == [0, 4, 8, 10])
    }

    @Test func `what is written later is sent, too`() async {
        let bench = RelayBench()
        bench.log.fill(1)
        await bench.run {
            await bench.passes { $0.batches.count == 1 }
            bench.log.fill(2)
            await bench.passes { $0.batches.count == 2 }
        }
        #expect(bench.relay.batches == [[0], [1, 2]])
    }

    @Test func `the first start begins with what is written from then on, unless it is to begin at the beginning`()
        async
    {
        let bench = RelayBench(start: .now)
        bench.log.fill(5)
        await bench.run {
            while bench.positions.kept.isEmpty { await Task.yield() }
            bench.log.fill(1)
            await bench.passes { !$0.batches.isEmpty }
        }
        #expect(bench.relay.batches == [[5]])
    }

    @Test func `a crash between delivery and position sends the batch again, and nothing is missing`() async {
        let positions = FakePositions(0)
        let log = FakeLog()
        log.fill(6)
        positions.fail(with: OperatorError(attempted: "keep", reason: "the power is gone", remedy: "none"))
        let first = RelayBench(log: log, positions: positions)
        await first.run { await first.passes { $0.batches.count == 1 } }
        positions.fail(with: nil)
        let second = RelayBench(log: log, positions: positions)
        await second.drain()
        #expect(first.relay.batches == [[0, 1, 2, 3]])
        #expect(second.relay.batches == [[0, 1, 2, 3], [4, 5]])
    }

    @Test func `where the position cannot be kept, nothing further is sent`() async {
        let positions = FakePositions(0)
        let bench = RelayBench(positions: positions)
        bench.log.fill(6)
        positions.fail(with: OperatorError(attempted: "keep", reason: "the disk is full", remedy: "make room"))
        await bench.run {
            await bench.passes(untilSaid: "the disk is full")
            #expect(bench.relay.batches == [[0, 1, 2, 3]])
            // What a restart would begin with is what was sent last.
            #expect((try? positions.load())?.next == 0)
            positions.fail(with: nil)
            await bench.passes { $0.batches.count == 2 }
        }
        #expect(bench.relay.batches == [[0, 1, 2, 3], [4, 5]])
        #expect(positions.kept == [4, 6] || positions.kept == [4])
    }

    @Test func `a restart goes on where the position is`() async {
        let bench = RelayBench(positions: FakePositions(7))
        bench.log.fill(9)
        await bench.drain()
        #expect(bench.relay.batches == [[7, 8]])
    }

    @Test func `a receiver that is down is tried again until it takes them, and then nothing is missing`() async {
        let bench = RelayBench()
        bench.log.fill(6)
        bench.relay.answer([.busy, .busy, .busy, nil, .busy])
        await bench.run { await bench.passes { $0.batches.count == 2 } }
        #expect(bench.relay.batches == [[0, 1, 2, 3], [4, 5]])
        #expect(bench.relay.seen.value.tries == 6)
    }

    @Test func `it is told once that a relay is behind, and once that it caught up`() async {
        let bench = RelayBench()
        bench.log.fill(3)
        bench.relay.answer(Array(repeating: .busy, count: 12))
        // The pauses are drawn with dice that always show the same.
        bench.clock.advance(by: .seconds(31))
        await bench.run {
            await bench.passes { $0.batches.count == 1 }
            await bench.passes(untilSaid: "caught up")
        }
        #expect(bench.lines.count("is behind: 3 entries wait") == 1, "\(bench.lines.all)")
        #expect(bench.lines.count("caught up") == 1)
        #expect(bench.runner.status.behind == 0)
    }

    @Test func `a refusal is told at once and once, waits for a person, and goes on when it is put right`() async {
        let bench = RelayBench()
        bench.log.fill(1)
        bench.relay.answer([.wrongKey, .wrongKey])
        await bench.run {
            await bench.passes(untilSaid: "was refused")
            let status = bench.runner.status
            #expect(status.waitsForPerson && status.behind == 1)
            #expect(status.outage?.reason == "wrong key")
            await bench.passes { $0.batches.count == 1 }
        }
        #expect(bench.lines.count("was refused") == 1)
        #expect(bench.clock.now() - Sample.start >= .seconds(600))
        #expect(!bench.runner.status.waitsForPerson)
    }

    @Test func `what is in the log is still sent when it is closed, and a receiver that is down is not waited for`()
        async
    {
        let bench = RelayBench(positions: FakePositions(0))
        bench.log.fill(5)
        await bench.drain()
        #expect(bench.relay.batches == [[0, 1, 2, 3], [4]])

        let deaf = RelayBench(positions: FakePositions(0))
        deaf.log.fill(5)
        deaf.relay.answer(Array(repeating: .wrongKey, count: 1_000))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await deaf.runner.run() }
            await deaf.passes(untilSaid: "was refused")
            deaf.runner.close()
            // The rest of a nap, and none of the minutes that it would have waited.
            deaf.clock.advance(by: .seconds(1))
        }
        #expect(deaf.relay.batches == [])
        #expect(deaf.positions.kept == [])
    }

    @Test func `a log that cannot be read is read again`() async {
        let bench = RelayBench(positions: FakePositions(0))
        bench.log.fill(1)
        bench.log.fail(with: OperatorError(attempted: "read", reason: "locked", remedy: "wait"))
        await bench.run {
            while bench.runner.status.outage == nil { await Task.yield() }
            bench.log.fail(with: nil)
            await bench.passes { $0.batches.count == 1 }
        }
        #expect(bench.relay.batches == [[0]])
    }

    /// A review: nobody was told, neither at once nor later.
    @Test func `a position that cannot be read is told once, and read again until it can be, which is told, too`()
        async
    {
        let positions = FakePositions(2)
        let bench = RelayBench(positions: positions)
        bench.log.fill(4)
        positions.failLoading(with: OperatorError(attempted: "read", reason: "permission denied", remedy: "allow it"))
        await bench.run {
            await bench.passes(untilSaid: "permission denied")
            while positions.loads < 4 {
                bench.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            #expect(bench.relay.batches == [] && positions.kept == [])
            positions.failLoading(with: nil)
            await bench.passes { $0.batches.count == 1 }
        }
        #expect(bench.relay.batches == [[2, 3]])
        #expect(bench.lines.count("error: relay 'siem' does not know where to begin") == 1, "\(bench.lines.all)")
        #expect(bench.lines.count("notice: relay 'siem' knows where to begin") == 1)
    }

    @Test func `entries that moved to an archive before they were sent are told of`() async {
        let bench = RelayBench(positions: FakePositions(0))
        bench.log.fill(5)
        bench.log.archive(upTo: 3)
        await bench.drain()
        #expect(bench.relay.batches == [[3, 4]])
        #expect(bench.lines.count("entries 0 to 2 are not in the database any more") == 1)
    }

    @Test func `a log that is shorter than what was sent is told of, and nothing new is passed over`() async {
        let bench = RelayBench(positions: FakePositions(9))
        bench.log.fill(2)
        await bench.run {
            await bench.passes(untilSaid: "a backup was restored")
            bench.log.fill(1)
            await bench.passes { $0.batches.flatMap(\.self).count == 3 }
        }
        // What of it was written after the restore nobody knows.
        #expect(bench.relay.batches.flatMap(\.self) == [0, 1, 2])
    }

    /// A review found it: only a number was kept, and what was written under the numbers below it was passed over.
    @Test(arguments: [(3, 0), (5, 4), (8, 8)])
    func `a log that was restored, and has grown past the position since, goes on behind what both are known to have`(
        restored: Int,
        begin: Int
    ) async {
        let before = RelayBench()
        before.log.fill(9)
        await before.drain()
        before.log.restore(to: restored)
        before.log.fill(12 - restored, step: "after")
        let bench = RelayBench(log: before.log, positions: before.positions)
        await bench.drain()
        #expect(bench.relay.batches.flatMap(\.self) == (begin..<12).map { UInt64($0) })
        #expect(bench.lines.count("error: relay 'siem': it had come to entry 9") == 1, "\(bench.lines.all)")
        #expect(bench.lines.count("It goes on with entry \(begin);") == 1, "\(bench.lines.all)")
    }

    @Test func `a log that is shorter goes on behind what both are known to have, too`() async {
        let before = RelayBench()
        before.log.fill(9)
        await before.drain()
        before.log.restore(to: 5)
        before.log.fill(1, step: "after")
        let bench = RelayBench(log: before.log, positions: before.positions)
        await bench.drain()
        #expect(bench.relay.batches == [[4, 5]])
        #expect(bench.lines.count("a backup was restored") == 1)
    }

    @Test func `a restore is noticed by what was there before the first start, too`() async {
        let before = RelayBench(start: .now)
        before.log.fill(5)
        await before.drain()
        before.log.restore(to: 2)
        before.log.fill(6, step: "after")
        let bench = RelayBench(log: before.log, positions: before.positions, start: .now)
        await bench.drain()
        #expect(bench.relay.batches.flatMap(\.self) == Array(0..<8))
        #expect(bench.lines.count("a backup was restored") == 1)
    }

    @Test(arguments: [0, 9]) func `a log that is the same goes on where the position is, and nobody is told anything`(
        archived: Int
    ) async {
        let before = RelayBench()
        before.log.fill(9)
        await before.drain()
        // What is in an archive cannot be compared.
        before.log.archive(upTo: UInt64(archived))
        before.log.fill(3)
        let bench = RelayBench(log: before.log, positions: before.positions)
        await bench.drain()
        #expect(bench.relay.batches == [[9, 10, 11]])
        #expect(bench.lines.all == [])
    }

    @Test func `of a long log little is remembered, and more of its end`() async throws {
        let bench = RelayBench()
        bench.log.fill(2_000)
        await bench.drain()
        let marks = try #require(try bench.positions.load()).marks.map(\.sequence)
        #expect(marks.first == 1_999 && marks.count <= 12, "\(marks)")
        #expect(marks.contains { (1_980..<1_999).contains($0) } && marks.contains { $0 < 1_000 }, "\(marks)")
    }

    @Test func `what nobody wants moves the position, and is not sent`() async {
        let bench = RelayBench(filter: RelayFilter(least: .critical))
        bench.log.fill(5)
        bench.log.append(.stopSet)
        bench.log.fill(1)
        await bench.drain()
        #expect(bench.relay.batches == [[5]])
        #expect(bench.positions.kept.last == 7)
    }

    @Test func `memory is bounded: a page at a time is read, however long the log is`() async {
        let bench = RelayBench()
        bench.log.fill(2_000)
        await bench.drain()
        #expect(bench.relay.batches.flatMap(\.self) == Array(0..<2_000))
        #expect(bench.relay.batches.allSatisfy { $0.count <= 4 })
    }

    @Test func `names of people and what they wrote are sent only where that is asked for`() async {
        for isAsked in [false, true] {
            let bench = RelayBench(withPrivate: isAsked)
            let ana = Actor(name: "person:ana", proof: "bearer-token")
            bench.log.append(.stopSet, by: ana, detail: "smoke in hall 4")
            await bench.drain()
            let text = bench.relay.seen.value.texts.joined()
            #expect(text.contains("ana") == isAsked)
            #expect(text.contains("smoke") == isAsked)
            #expect(text.contains(#""actor":"person"#))
        }
    }
}
