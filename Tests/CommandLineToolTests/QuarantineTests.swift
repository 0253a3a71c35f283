import CommandLineTool
import Domain
import Intake
import Logging
import Testing

/// Poison: what was in the engine's hands at three ends of its process. A process ends here by being forgotten.
@Suite struct QuarantineTests {
    private let folder = TemporaryFolder()
    private static let now = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
    private static let monitor = Actor(name: "source:monitor", proof: "none")

    /// The next process.
    private func process() throws -> Quarantine {
        try Quarantine(
            state: folder.path,
            now: Self.now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func arrival(_ text: String) -> Arrival {
        Arrival(
            body: Array(text.utf8),
            contentType: "application/json",
            fields: [Arrival.Field("ce-id", "7"), Arrival.Field("authorization", "Bearer secret")],
            arrived: Self.now
        )
    }

    /// A process that ends with these in its hands.
    private func crash(with texts: [String]) async throws {
        let process = try process()
        for text in texts { #expect(await process.enter(arrival(text), from: Self.monitor) != nil) }
    }

    @Test func `what was in hands at three ends is kept with its bytes, and taken no more`() async throws {
        for _ in 1...3 { try await crash(with: ["poison"]) }
        let process = try process()
        #expect(await process.enter(arrival("poison"), from: Self.monitor) == nil)
        let kept = try process.folder.all()
        #expect(kept.map { String(decoding: $0.held.arrival.body, as: UTF8.self) } == ["poison"])
        #expect(kept[0].held.source == Self.monitor)
        #expect(kept[0].held.arrival.fields == [Arrival.Field("ce-id", "7")], "a token is kept nowhere")
        #expect(kept[0].state == .held && !kept[0].isRecorded)
        #expect(try folder.mode(of: "quarantine/\(kept[0].id).json") & 0o077 == 0)
        #expect(try folder.mode(of: "in-flight") & 0o077 == 0)
    }

    @Test func `two ends are an accident`() async throws {
        for _ in 1...2 { try await crash(with: ["poison"]) }
        let process = try process()
        #expect(process.isSuspect(arrival("poison"), from: Self.monitor))
        #expect(await process.enter(arrival("poison"), from: Self.monitor) != nil)
        #expect(try process.folder.all().isEmpty)
    }

    @Test func `what was dealt with is no suspect any more`() async throws {
        try await crash(with: ["hurt", "poison"])
        do {
            let process = try process()
            let passage = try #require(await process.enter(arrival("hurt"), from: Self.monitor))
            process.leave(passage, isDone: true)
            #expect(!process.isSuspect(arrival("hurt"), from: Self.monitor))
            #expect(process.isSuspect(arrival("poison"), from: Self.monitor))
        }
        #expect(try !process().isSuspect(arrival("hurt"), from: Self.monitor))
    }

    @Test func `what was sent away is as suspect as before`() async throws {
        try await crash(with: ["poison"])
        let process = try process()
        let passage = try #require(await process.enter(arrival("poison"), from: Self.monitor))
        process.leave(passage, isDone: false)
        #expect(process.isSuspect(arrival("poison"), from: Self.monitor))
    }

    @Test func `suspects go one at a time`() async throws {
        try await crash(with: ["one", "two"])
        let process = try process()
        let first = try #require(await process.enter(arrival("one"), from: Self.monitor))
        let two = arrival("two")
        let second = Task { await process.enter(two, from: Self.monitor) }
        let other = try #require(await process.enter(arrival("three"), from: Self.monitor))
        #expect(other.suspect == nil, "the others need not wait")
        process.leave(first, isDone: true)
        let passage = try #require(await second.value)
        #expect(passage.suspect != nil)
    }

    @Test func `what a person has tried again is back after one more end`() async throws {
        for _ in 1...3 { try await crash(with: ["poison"]) }
        do {
            let process = try process()
            try process.giveOneMoreTry(try process.folder.all()[0])
            #expect(await process.enter(arrival("poison"), from: Self.monitor) != nil)
        }
        let process = try process()
        #expect(await process.enter(arrival("poison"), from: Self.monitor) == nil)
        #expect(try process.folder.all().map(\.state) == [.held])
    }

    @Test func `what was dropped stays dropped, and what passed is as any other`() async throws {
        for _ in 1...3 { try await crash(with: ["poison"]) }
        let first = try process()
        try first.settle(try first.folder.all()[0], as: .dropped)
        let second = try process()
        #expect(await second.enter(arrival("poison"), from: Self.monitor) == nil)
        try second.settle(try second.folder.all()[0], as: .passed)
        #expect(await second.enter(arrival("poison"), from: Self.monitor) != nil)
    }

    @Test func `the same bytes of another source are another input`() async throws {
        for _ in 1...3 { try await crash(with: ["poison"]) }
        let other = Actor(name: "source:other", proof: "none")
        #expect(try await process().enter(arrival("poison"), from: other) != nil)
    }

    @Test func `an arrival that is too large for the file is taken all the same`() async throws {
        let process = try process()
        let passage = await process.enter(arrival(String(repeating: "x", count: 600_000)), from: Self.monitor)
        #expect(passage?.slot == nil)
        #expect(passage != nil)
    }
}
