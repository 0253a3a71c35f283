import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Logging
import Ports

/// `POST /v1/events`: answers once what came is durable.
struct EventsRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let reading: Reading
        do throws(EventProblem) {
            reading = try parts.reader.read(delivery(of: call))
        } catch {
            // It is written down, so it counts as an event.
            try charge(1, to: call.actor)
            await parts.inbox.refused(error.sentence, from: call.actor)
            throw ConsoleProblem(error)
        }
        switch reading {
        case .events(let events):
            try charge(events.count, to: call.actor)
            return try await taken(events, from: call.actor)
        case .notice(let notice): return await noted(notice, from: call.actor)
        }
    }

    private func charge(_ count: Int, to sender: Actor) throws(ConsoleProblem) {
        do throws(TooMany) {
            try parts.rates.take(count, from: sender, at: parts.surroundings.now())
        } catch {
            let problem = ConsoleProblem(error, parts.limits)
            if error.isNews {
                parts.logger.warning(
                    "\(sender.name) is refused: \(problem.detail); 'intake' in cordon.yaml says how many"
                )
            }
            throw problem
        }
    }

    private func delivery(of call: Call) throws(EventProblem) -> Delivery {
        guard let contentType = call.request.headers[.contentType] else {
            throw EventProblem(
                .unsupportedContentType,
                "the request has no content type",
                remedy: "send 'Content-Type: application/cloudevents+json'"
            )
        }
        return Delivery(
            body: call.body,
            contentType: contentType,
            fields: call.request.headers.map { ($0.name.canonicalName, $0.value) },
            arrived: parts.surroundings.now(),
            limits: parts.limits
        )
    }

    private func taken(_ events: [Event], from actor: Actor) async throws(ConsoleProblem) -> Answer {
        guard !events.isEmpty else { return Answer(.accepted, ["events": []]) }
        do throws(IntakeRefusal) {
            let receipts = try await parts.inbox.submit(events, from: actor)
            return Answer(.accepted, ["events": .list(receipts.map(Self.document))])
        } catch {
            throw ConsoleProblem(error)
        }
    }

    /// The link carries a token, so it goes to the log alone, where the operator looks for it.
    private func noted(_ notice: IntakeNotice, from actor: Actor) async -> Answer {
        parts.logger.notice("\(notice.sentence); nothing was fetched: open the link if you want that: \(notice.link)")
        await parts.inbox.refused("\(notice.sentence); the link stands in the engine's log", from: actor)
        return Answer(.ok, ["notice": .string(notice.sentence)])
    }

    private static func document(_ receipt: EventReceipt) -> Value {
        [
            "source": .string(receipt.key.source),
            "id": .string(receipt.key.id),
            "duplicate": .bool(receipt.isDuplicate),
            "incidents": .list(receipt.incidents.map { .string($0.description) }),
        ]
    }
}
