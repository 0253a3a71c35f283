import CEL
import Foundation
import Testing

@Suite struct EncodingTests {
    struct Reading: Encodable {
        struct Place: Encodable {
            let site: String
            let floor: Int?
        }

        let metric: String
        let value: Double
        let port: UInt16
        let seen: Date
        let window: Duration
        let raw: Data
        let places: [Place]
        let tags: [String: Int8]
        let note: String?
    }

    @Test func `a structure becomes a map of what it holds`() throws {
        let reading = Reading(
            metric: "bytes-out",
            value: 2.5,
            port: 22,
            seen: Date(timeIntervalSince1970: 1.5),
            window: .seconds(90),
            raw: Data([1, 2]),
            places: [.init(site: "hall-2", floor: 3), .init(site: "roof", floor: nil)],
            tags: ["a": -1],
            note: nil
        )
        let value = try Value(encoding: reading)
        let wanted: Value = [
            "metric": "bytes-out", "value": 2.5, "port": .uint(22),
            "seen": .timestamp(Timestamp(nanosecondsSinceEpoch: 1_500_000_000)),
            "window": .duration(TimeSpan(nanoseconds: 90_000_000_000)), "raw": .bytes([1, 2]),
            "places": [["site": "hall-2", "floor": 3], ["site": "roof"]], "tags": ["a": -1],
        ]
        #expect(value == wanted)
        #expect(value.description == wanted.description)
    }

    @Test func `plain values and lists of lists are what they look like`() throws {
        #expect(try Value(encoding: 5) == 5)
        #expect(try Value(encoding: "text") == "text")
        #expect(try Value(encoding: [[1], [], [2, 3]]) == [[1], [], [2, 3]])
        #expect(try Value(encoding: [String?.none, "a"]) == [nil, "a"])
        #expect(try Value(encoding: UInt64.max) == .uint(.max))
    }

    @Test func `what fits no type is refused with its path`() throws {
        let error = #expect(throws: EncodingError.self) { try Value(encoding: ["far": Date.distantFuture + 1e15]) }
        guard case .invalidValue(_, let context) = try #require(error) else { return }
        #expect(context.codingPath.map(\.stringValue) == ["far"])
        #expect(throws: EncodingError.self) { try Value(encoding: [Int128.max]) }
    }
}
