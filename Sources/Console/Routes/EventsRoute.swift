import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ports

/// `POST /v1/events`: answers once what came is durable, or why it is not taken in.
struct EventsRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let taken: Reception.Outcome
        do throws(IntakeRefusal) {
            taken = try await outcome(of: call)
        } catch {
            throw ConsoleProblem(error)
        }
        switch taken {
        case .taken(let receipts):
            let events = Value.list(receipts.map(Self.document))
            if let problem = ConsoleProblem(of: receipts, events) { throw problem }
            return Answer(.accepted, ["events": events])
        case .noticed(let notice): return Answer(.ok, ["notice": .string(notice.sentence)])
        case .refused(let problem): throw ConsoleProblem(problem)
        case .quarantined: return Answer(.accepted, ["events": [], "quarantined": true])
        }
    }

    private func outcome(of call: Call) async throws(IntakeRefusal) -> Reception.Outcome {
        guard let contentType = call.request.headers.value(of: .contentType) else {
            let problem = EventProblem(
                .unsupportedContentType,
                "the request has no content type",
                remedy: "send 'Content-Type: application/cloudevents+json'"
            )
            return await parts.reception.refuse(problem, from: call.actor)
        }
        let arrival = Arrival(
            body: call.body,
            contentType: contentType,
            fields: call.request.headers.map { Arrival.Field($0.name.canonicalName, $0.value) },
            arrived: parts.surroundings.now()
        )
        return try await parts.reception.take(arrival, from: call.actor)
    }

    private static func document(_ receipt: EventReceipt) -> Value {
        var members: [(String, Value)] = [
            ("source", .string(receipt.key.source)), ("id", .string(receipt.key.id)),
            ("duplicate", .bool(receipt.isDuplicate)),
            ("incidents", .list(receipt.incidents.map { .string($0.description) })),
        ]
        if let refusal = receipt.refusal { members.append(("refused", .string(refusal))) }
        return .map(members)
    }
}

extension ConsoleProblem {
    /// Where one of them came under the id of another event; the others are durable. `events` says which are.
    fileprivate init?(of receipts: [EventReceipt], _ events: Value) {
        let refused = receipts.filter { $0.refusal != nil }
        guard let first = refused.first, let refusal = first.refusal else { return nil }
        let others = receipts.count > 1 ? "; \(receipts.count - refused.count) of \(receipts.count) are taken in" : ""
        self.init(
            .conflict,
            "another-event",
            "Another event has this id",
            detail: "event '\(first.key.id)' of '\(first.key.source)': \(refusal)\(others)",
            remedy: "give each report an id of its own: only what says the same once more keeps the id that it had",
            events: events
        )
    }
}
