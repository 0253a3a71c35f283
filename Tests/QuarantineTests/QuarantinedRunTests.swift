import CEL
import Domain
import Intake
import Logging
import Ports
import Quarantine
import Response
import TestKit
import Testing

/// Poison that is durable already: a run that was in hand at three ends of the process. A process ends here by being
/// forgotten.
@Suite struct QuarantinedRunTests {
    private let folder = TemporaryFolder()
    private let stored: StoredState
    /// Two open runs.
    private let runs: [RunID]

    init() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: pause, wait: 1h}"))
        for device in ["pump-1", "pump-2"] { harness.event("e-\(device)", of: device) }
        stored = try harness.rows.load(at: Sample.start)
        runs = stored.runs.map(\.header.id)
    }

    /// The next process, once it has looked at what the last one left.
    private func process(
        _ stored: StoredState? = nil
    ) throws -> (quarantine: QuarantineWatch, aside: [RunID: SetAside]) {
        let quarantine = try QuarantineWatch(
            state: folder.path,
            now: Sample.start,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return (quarantine, try quarantine.setAside(in: stored ?? self.stored))
    }

    /// A process that ends with this in hand.
    private func crash(with run: RunID, for work: Work = .deciding) throws {
        try process().quarantine.take(run, for: work)
    }

    @Test func `a run that was in hand at three ends is set aside with its event, and no other`() throws {
        for work in [Work.deciding, .writing, .deciding] { try crash(with: runs[0], for: work) }
        let (quarantine, aside) = try process()
        #expect(Array(aside.keys) == [runs[0]])
        let kept = try quarantine.folder.all()
        #expect(kept.map(\.run?.run) == [runs[0]])
        #expect(kept[0].state == .held && !kept[0].isRecorded)
        #expect(kept[0].run?.incident == stored.runs[0].header.incident)
        let text = String(decoding: kept[0].held.arrival.body, as: UTF8.self)
        #expect(text.contains(#""id":"e-pump-"#), "\(text)")
        #expect(kept[0].held.source == Sample.monitor)
        guard case .undecided(let reason)? = aside[runs[0]] else {
            Issue.record("\(aside)")
            return
        }
        #expect(reason.contains("cordon quarantine show \(kept[0].id)"), "\(reason)")
        #expect(try folder.mode(of: "in-hand") & 0o077 == 0)
    }

    @Test func `two ends are an accident, and starts that go well forget none of them`() throws {
        for _ in 1...2 {
            try crash(with: runs[0])
            for _ in 1...3 { #expect(try process().aside.isEmpty) }
        }
        try crash(with: runs[0])
        #expect(try process().aside.count == 1)
    }

    @Test func `what is put down is not in hand any more`() throws {
        for _ in 1...4 {
            let (quarantine, aside) = try process()
            #expect(aside.isEmpty)
            quarantine.take(runs[0], for: .deciding)
            quarantine.take(runs[1], for: .deciding)
            quarantine.putDown(.deciding)
        }
    }

    @Test func `a run that is in hand for both is counted once`() throws {
        for _ in 1...2 {
            let (quarantine, aside) = try process()
            #expect(aside.isEmpty)
            for work in Work.allCases { quarantine.take(runs[0], for: work) }
        }
        #expect(try process().aside.isEmpty)
    }

    @Test func `a run that has ended, or was never durable, is nobody's`() throws {
        for _ in 1...3 { try crash(with: runs[0]) }
        #expect(try process(StoredState()).aside.isEmpty)
        #expect(try process().quarantine.folder.all().isEmpty)
    }

    @Test func `what a person has tried again is taken up at the next start, and is back after one more end`() throws {
        for _ in 1...3 { try crash(with: runs[0]) }
        let (first, _) = try process()
        try first.settle(try first.folder.all()[0], as: .awaitsStart)
        do {
            let (second, aside) = try process()
            #expect(aside.isEmpty)
            #expect(try second.folder.all().map(\.state) == [.passed])
            second.take(runs[0], for: .deciding)
        }
        let (third, aside) = try process()
        #expect(Array(aside.keys) == [runs[0]])
        #expect(try third.folder.all().map(\.state) == [.held])
    }

    @Test func `a run that was given up stays so`() throws {
        for _ in 1...3 { try crash(with: runs[0]) }
        let (first, _) = try process()
        try first.settle(try first.folder.all()[0], as: .dropped)
        for _ in 1...2 { #expect(try process().aside == [runs[0]: .givenUp]) }
    }

    /// A reading found it: a file that was written was not read at the next start, and so ended each.
    @Test func `a run with an event of two megabytes is set aside at each start`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: pause, wait: 1h}"))
        harness.event(Sample.event("e-large", data: .string(String(repeating: "x", count: 2 << 20))))
        let large = try harness.rows.load(at: Sample.start)
        let run = large.runs[0].header.id
        for _ in 1...3 { try process(large).quarantine.take(run, for: .deciding) }
        for _ in 1...2 { #expect(try Array(process(large).aside.keys) == [run]) }
        let kept = try process(large).quarantine.folder.all()
        #expect(kept.map(\.run?.run) == [run])
        #expect(kept[0].held.arrival.body.count > 2 << 20)
    }

    @Test func `a run whose file cannot be read stays aside, and so do the others`() throws {
        for run in runs {
            for _ in 1...3 { try crash(with: run) }
        }
        let kept = try process().quarantine.folder.all()
        let broken = try #require(kept.first { $0.run?.run == runs[0] }).id
        folder.write("", to: "quarantine/\(broken).json")
        let (quarantine, aside) = try process()
        #expect(try quarantine.folder.all().map(\.run?.run) == [runs[1]])
        #expect(Set(aside.keys) == Set(runs))
        guard case .undecided(let reason)? = aside[runs[0]] else {
            Issue.record("\(aside)")
            return
        }
        #expect(reason.contains("whose file cannot be read: see 'cordon quarantine show \(broken)'"), "\(reason)")
    }

    @Test func `what a torn note leaves names no run`() throws {
        folder.write("\u{40}run_torn and something that is no name", to: "in-hand")
        #expect(try process().aside.isEmpty)
    }
}
