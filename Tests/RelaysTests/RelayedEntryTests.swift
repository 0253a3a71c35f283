import Domain
import JSON
import Ledger
import Relays
import TestKit
import Testing

@Suite struct RelayedEntryTests {
    private static let time = Instant(nanosecondsSinceEpoch: 1_790_000_000_123_456_789)

    @Test func `an entry becomes one object, of what it says and nothing else`() throws {
        let log = FakeLog()
        let device = try #require(DeviceID("press-7"))
        let entry = log.append(
            .stepFailed,
            at: Self.time,
            on: .device(device),
            step: "shut-down",
            outcome: "transient",
            detail: "the broker does not answer"
        )
        let relayed = RelayedEntry(entry, opening: [])
        #expect(
            String(decoding: relayed.json, as: UTF8.self)
                == #"{"origin":"example.com/test","sequence":0,"time":"2026-09-21T14:13:20.123456789Z","node":"node-1","#
                + #""action":"step.failed","severity":"warning","object":"device:press-7","step":"shut-down","#
                + #""outcome":"transient","actor":"engine","proof":"self","detail":"the broker does not answer"}"#
        )
        #expect(
            relayed.sentence == "step.failed shut-down on device:press-7: transient: the broker does not answer"
        )
    }

    @Test func `a batch ends where the time between its entries would be too long`() {
        let log = FakeLog()
        let hour: Duration = .seconds(3_600)
        let entries = [0, 20, 24, 25, 3].map { log.append(at: Self.time + hour * $0) }
        let bounds = RelayBounds(entriesMax: 10, bytesMax: 10_000, spanMax: hour * 24)
        let batches = RelayBatch.cut(entries, wanted: RelayFilter(), within: bounds)
        #expect(batches.map(\.entries.count) == [3, 2])
        #expect(batches.map(\.last.sequence) == [2, 4])
    }

    @Test func `a batch keeps to the bytes that a receiver takes, each entry with what stands around it`() {
        let log = FakeLog()
        let entries = (0..<6).map { _ in log.append(at: Self.time) }
        let size = RelayedEntry(entries[0], opening: []).json.count
        let bounds = RelayBounds(entriesMax: 10, bytesMax: 2 * (size + 26), bytesPerEntry: 26)
        #expect(RelayBatch.cut(entries, wanted: RelayFilter(), within: bounds).map(\.entries.count) == [2, 2, 2])
    }
}
