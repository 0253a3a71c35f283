import Domain
import Foundation
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// What is not over, as whoever looks at the database sees it.
@Suite struct OpenHistoryTests {
    private static let person = Actor(name: "person:ada", proof: "bearer-token")

    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("cordon.sqlite")
    }

    private func history(_ changes: [Change]) async throws -> SQLiteHistory {
        let store = try SQLiteStore(path: path)
        try await store.commit(Transaction(changes: changes))
        return try SQLiteHistory(path: path)
    }

    /// All at the same time, so that only their ids tell them apart.
    private static func measure(_ number: Int, of device: String) -> Change {
        .measure(Sample.measure(number, of: Sample.device(device)))
    }

    @Test func `what a stop holds, and what is left aside, hides nobody who waits for a person`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", guards: "{limit: {devices: 1, per: 10m}}")
        )
        harness.event("e-1", of: "pump-1")
        harness.order(.stop(Stop(.device(Sample.device("pump-2")), by: Self.person, reason: "", since: harness.now)))
        for number in 2...4 { harness.event("e-\(number)", of: "pump-\(number)") }
        let history = try await history(harness.turns.flatMap { $0.turn.changes })
        let first = try await history.waiting(limit: 1, besides: [])
        #expect(first.elements.map { $0.incident.device.description } == ["pump-3"])
        #expect(first.leftOut == 1)
        let second = try await history.waiting(limit: 1, besides: [harness.run(of: "pump-3").id])
        #expect(second.elements.map { $0.incident.device.description } == ["pump-4"])
        #expect(second.leftOut == 0)
        #expect(try await history.heldByStopsCount() == 1)
        #expect(try await history.stops().map(\.scope.text) == ["device:pump-2"])
        // The file STOP is looked at where it lies.
        let thrown = Stop(.everything, by: Self.person, reason: "", since: harness.now)
        let later = try await self.history([.stopSwitch(thrown)])
        #expect(try await later.stops().map(\.scope.text) == ["device:pump-2"])
    }

    /// A review: it was listed only once nothing else of its run was in force.
    @Test func `what could not be taken back waits for a person, and what is in force does not`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: bolt, action: fake.fenced, expires: 1h}\n- {id: lock, action: fake.fenced}")
        )
        let isDone = AttemptResult.success(Completion(.confirmed, evidence: "it says so"))
        for pump in ["pump-1", "pump-2"] {
            harness.event("e-\(pump)", of: pump)
            harness.finish("bolt", isDone)
            harness.finish("lock", isDone)
            harness.advance(by: .seconds(60))
        }
        harness.advance(by: .seconds(3_480))
        harness.finish("bolt/release", .failure(.permanent(Sample.error("refused"))))
        let history = try await history(harness.turns.flatMap { $0.turn.changes })
        let waiting = try await history.waiting(limit: 9, besides: [])
        #expect(waiting.elements.map { $0.incident.device.description } == ["pump-1"])
        #expect(waiting.leftOut == 0)
        #expect(harness.outcome(of: "pump-1") == "in-force: acted, not verified")
    }

    @Test func `what is in force is read of one device, and page by page without a gap`() async throws {
        let history = try await history(
            (0..<5).map { Self.measure($0, of: $0.isMultiple(of: 2) ? "pump-1" : "pump-2") }
        )
        let ofOne = try await history.measures(of: Sample.device("pump-2"), after: nil, limit: 1)
        #expect(ofOne.elements.map { $0.device.description } == ["pump-2"])
        #expect(ofOne.leftOut == 1)
        var seen: [MeasureID] = []
        var last: Measure?
        repeat {
            let page = try await history.measures(of: nil, after: last, limit: 2)
            #expect(page.leftOut == max(0, 5 - seen.count - 2))
            seen += page.elements.map(\.id)
            last = page.elements.last
        } while last != nil
        #expect(seen.count == 5)
        #expect(Set(seen).count == 5)
    }

    // SQLite says the same of one that is not there and of one that may not be read, and so did we.
    @Test func `a database that is not there is not called unreadable`() throws {
        let absent = try #require(throws: OperatorError.self) { try SQLiteHistory(path: path) }
        #expect(absent.reason == "there is none, or none any more", "\(absent)")
        #expect(absent.remedy.contains("'cordon serve' makes it"), "\(absent)")
        let garbage = try folder.write("this is no database, and is long enough to be one", to: "other.sqlite")
        let damaged = try #require(throws: OperatorError.self) { try SQLiteHistory(path: garbage) }
        #expect(damaged.reason.contains("not a database"), "\(damaged)")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `a database that may not be read says which permission is missing`() throws {
        let file = try folder.write("", to: "closed.sqlite")
        #expect(chmod(file, 0) == 0)
        let closed = try #require(throws: OperatorError.self) { try SQLiteHistory(path: file) }
        #expect(closed.reason == "this user may not read the file", "\(closed)")
        #expect(closed.remedy.contains("the permission 'r' on \(file)"), "\(closed)")
    }
}
