import Domain
import Foundation
import Intake
import Logging
import Quarantine
import Testing

/// Poison: what was in the engine's hands at three ends of its process. A process ends here by being forgotten.
@Suite struct QuarantineWatchTests {
    private let folder = TemporaryFolder()
    private static let now = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
    private static let monitor = Actor(name: "source:monitor", proof: "none")

    /// The next process.
    private func process(
        _ logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws -> QuarantineWatch {
        try QuarantineWatch(state: folder.path, now: Self.now, logger: logger)
    }

    private static let fields = [Arrival.Field("ce-id", "7"), Arrival.Field("authorization", "Bearer secret")]

    private func arrival(_ text: String, _ fields: [Arrival.Field] = Self.fields) -> Arrival {
        Arrival(body: Array(text.utf8), contentType: "application/json", fields: fields, arrived: Self.now)
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

    static let otherHeaders: [[Arrival.Field]] = [
        [], [Arrival.Field("ce-id", "8")], [Arrival.Field("ce-id", "")], [Arrival.Field("ce-i", "d7")],
        [Arrival.Field("ce-id", "7"), Arrival.Field("ce-source", "press-2")],
        [Arrival.Field("ce-id", "7"), Arrival.Field("ce-id", "8")],
    ]

    @Test(arguments: otherHeaders) func `the same bytes under other headers that a format reads are another input`(
        fields: [Arrival.Field]
    ) async throws {
        for _ in 1...3 { try await crash(with: ["pressed"]) }
        let process = try process()
        #expect(await process.enter(arrival("pressed", fields), from: Self.monitor) != nil)
        #expect(await process.enter(arrival("pressed"), from: Self.monitor) == nil)
    }

    @Test func `two events with the same bytes are counted each by itself`() async throws {
        for id in ["7", "8", "9"] {
            let process = try process()
            #expect(await process.enter(arrival("pressed", [Arrival.Field("ce-id", id)]), from: Self.monitor) != nil)
        }
        #expect(try process().folder.all().isEmpty)
    }

    @Test func `headers in another order and spelling, and those that no format reads, tell nothing`() async throws {
        let fields = [Arrival.Field("ce-id", "7"), Arrival.Field("ce-type", "t"), Arrival.Field("traceparent", "1")]
        let again = [Arrival.Field("Ce-Type", "t"), Arrival.Field("CE-ID", "7"), Arrival.Field("traceparent", "2")]
        for _ in 1...3 { _ = try await process().enter(arrival("pressed", fields), from: Self.monitor) }
        #expect(try await process().enter(arrival("pressed", again), from: Self.monitor) == nil)
    }

    /// A file as versions wrote it that counted source, type and bytes alone.
    /// - Returns: what it is called.
    private func keepAsBefore(_ text: String) -> String {
        let digest = Digest(of: "\(Self.monitor.name)\0application/json\0\(text)".utf8).description
        let id = "q_\(digest.prefix(16))"
        let time = Self.now.nanosecondsSinceEpoch
        let body = Data(text.utf8).base64EncodedString()
        try? FileManager.default.createDirectory(atPath: "\(folder.path)/quarantine", withIntermediateDirectories: true)
        folder.write(
            """
            {"id":"\(id)","digest":"\(digest)","state":"held","since":\(time),"recorded":true,
            "source":"\(Self.monitor.name)","proof":"none","content_type":"application/json",
            "fields":[["ce-id","7"]],"arrived":\(time),"body":"\(body)"}
            """,
            to: "quarantine/\(id).json"
        )
        return id
    }

    @Test func `what an earlier version put into quarantine stays there under its name, and nothing else with it`()
        async throws
    {
        let id = keepAsBefore("poison")
        do {
            let process = try process()
            #expect(await process.enter(arrival("poison"), from: Self.monitor) == nil)
            let other = arrival("poison", [Arrival.Field("ce-id", "8")])
            let passage = try #require(await process.enter(other, from: Self.monitor))
            process.leave(passage, isDone: true)
            try process.giveOneMoreTry(try process.folder.find(id))
            #expect(await process.enter(arrival("poison"), from: Self.monitor) != nil)
        }
        do {
            let process = try process()
            #expect(await process.enter(arrival("poison"), from: Self.monitor) == nil)
            #expect(try process.folder.all().map(\.id) == [id], "after one more end, it is back")
            try process.settle(try process.folder.find(id), as: .dropped)
        }
        #expect(try await process().enter(arrival("poison"), from: Self.monitor) == nil)
    }

    @Test func `a file that cannot be read ends no start, is told, and holds what it is named after`() async throws {
        for text in ["poison", "venom"] {
            for _ in 1...3 { try await crash(with: [text]) }
        }
        let kept = try process().folder.all()
        let broken = try #require(kept.first { String(decoding: $0.held.arrival.body, as: UTF8.self) == "poison" }).id
        folder.write(#"{"id":"#, to: "quarantine/\(broken).json")
        folder.write("nothing of ours", to: "quarantine/notes.json")
        let log = KeptLog()
        let process = try process(log.logger)
        #expect(try process.folder.all().map(\.id) == kept.map(\.id).filter { $0 != broken })
        for text in ["poison", "venom"] { #expect(await process.enter(arrival(text), from: Self.monitor) == nil) }
        #expect(await process.enter(arrival("well"), from: Self.monitor) != nil)
        for name in [broken, "notes"] {
            let line = try #require(log.lines.first { $0.contains("quarantine/\(name).json") }, "\(log.lines)")
            #expect(line.hasPrefix("error could not read") && line.contains("move it out of the folder"), "\(line)")
        }
        let problem = try #require(throws: OperatorError.self) { try process.folder.find(broken) }
        #expect(problem.attempted.contains(broken))
    }

    @Test func `an arrival that is too large for the file is taken all the same`() async throws {
        let process = try process()
        let passage = await process.enter(arrival(String(repeating: "x", count: 600_000)), from: Self.monitor)
        #expect(passage?.slot == nil)
        #expect(passage != nil)
    }
}
