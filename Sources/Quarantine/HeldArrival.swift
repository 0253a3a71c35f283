import CEL
package import Domain
import Foundation
package import Intake
import JSON

/// An arrival as it is kept in files, with whoever brought it.
package struct HeldArrival: Sendable {
    package let arrival: Arrival
    package let source: Actor

    init(_ arrival: Arrival, from source: Actor) {
        self.arrival = arrival
        self.source = source
    }

    /// The same bytes of the same source, under the same headers that a format reads, are the same input, whenever they come.
    var digest: Digest { Self.digest(of: arrival, from: source) }

    /// A header may say which event it is, of which device: the body may be the same for all of them.
    ///
    /// An earlier version left the headers out. What it kept is found all the same, as its digest is made anew of what the
    /// file keeps; what it had only counted is counted from the beginning.
    static func digest(of arrival: Arrival, from source: Actor) -> Digest {
        // In the order of their names, as carriers change it. Of one that comes twice the last counts: those stay in order.
        let fields = arrival.telling.map { (name: $0.name.lowercased(), value: $0.value) }.sorted { $0.name < $1.name }
        let words = [source.name, arrival.contentType ?? ""] + fields.flatMap { [$0.name, $0.value] }
        return Digest(of: Digest(ofParts: words).bytes + arrival.body)
    }

    // MARK: - As JSON

    var bytes: [UInt8] { JSONText.write(.map(members)) }

    init?(bytes: [UInt8]) {
        // The body stands in it in base 64, so it is longer than an event may be.
        guard case .map(let map)? = try? JSONText.parse(bytes, limits: JSONLimits(bytesMax: 1_024 * 1_024)) else {
            return nil
        }
        self.init(map)
    }

    var members: [(String, Value)] {
        [
            ("source", .string(source.name)), ("proof", .string(source.proof)),
            ("content_type", arrival.contentType.map { .string($0) } ?? .null),
            ("fields", .list(arrival.telling.map { .list([.string($0.name), .string($0.value)]) })),
            ("arrived", .int(arrival.arrived.nanosecondsSinceEpoch)),
            ("body", .bytes(arrival.body)),
        ]
    }

    init?(_ map: MapValue) {
        guard case .string(let source)? = map["source"], case .string(let proof)? = map["proof"],
            case .list(let fields)? = map["fields"], case .int(let arrived)? = map["arrived"],
            case .string(let text)? = map["body"], let body = Data(base64Encoded: text)
        else { return nil }
        let contentType: String? = if case .string(let type)? = map["content_type"] { type } else { nil }
        self.init(
            Arrival(
                body: [UInt8](body),
                contentType: contentType,
                fields: fields.compactMap(Self.field),
                arrived: Instant(nanosecondsSinceEpoch: arrived)
            ),
            from: Actor(name: source, proof: proof)
        )
    }

    private static func field(_ value: Value) -> Arrival.Field? {
        guard case .list(let pair) = value, pair.count == 2, case .string(let name) = pair[0],
            case .string(let text) = pair[1]
        else { return nil }
        return Arrival.Field(name, text)
    }
}
