import CEL
import Domain

/// Finds the format of a delivery, and reads it.
public struct EventReader: Sendable {
    private let formats: [any EventFormat.Type]

    public init(_ formats: [any EventFormat.Type] = BuiltInIntake.all) {
        self.formats = formats
    }

    /// - Throws: ``EventProblem``; nothing of the delivery is to be taken in then.
    public func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        guard delivery.body.count <= delivery.limits.eventBytesMax else {
            throw .tooLarge(bytesMax: delivery.limits.eventBytesMax)
        }
        guard let format = formats.first(where: { $0.recognises(delivery) }) else { throw unrecognised(delivery) }
        let reading = try format.read(delivery)
        if case .events(let events) = reading, events.count > IntakeLimits.eventsMax {
            throw EventProblem(
                .tooLarge,
                "\(events.count) events came at once; \(IntakeLimits.eventsMax) may",
                pointer: "",
                remedy: "send smaller batches"
            )
        }
        return reading
    }

    private func unrecognised(_ delivery: Delivery) -> EventProblem {
        if let type = delivery.contentType, type.essence != "application/json" {
            return EventProblem(
                .unsupportedContentType,
                "the content type is \(Quoting.excerpt(type.text))",
                remedy: "send one of \(contentTypes.joined(separator: ", "))"
            )
        }
        if case .failure(let problem) = delivery.json { return EventProblem(problem) }
        return EventProblem(
            .notAnEvent,
            "the body is JSON, but in none of these formats: \(formats.map { $0.name }.joined(separator: ", "))",
            pointer: "",
            remedy: hint(for: delivery)
        )
    }

    private func hint(for delivery: Delivery) -> String {
        if delivery.contentType != nil, case .map(let map)? = delivery.shape, map["specversion"] != nil {
            return "send a CloudEvent with the header 'Content-Type: application/cloudevents+json'"
        }
        return "send CloudEvents 1.0, or let the monitor send them"
    }

    private var contentTypes: [String] {
        formats.flatMap { $0.contentTypes }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
