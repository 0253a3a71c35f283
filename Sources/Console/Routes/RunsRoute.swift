import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ports

/// `POST /v1/runs`: a person runs a playbook, for real or as a drill.
///
/// - Shape: `{"playbook": "botnet", "device": "press-7", "dry_run": true, "event": {…}, "digest": "5f…"}`. The event, a
///   CloudEvent of the same device, may be left out, and so may the digest of the playbook's text, SHA-256 in
///   hexadecimal: a run of another text is refused then. Whether it is a drill must be said.
struct RunsRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let order = try order(in: call)
        do throws(OrderRefusal) {
            let incident = try await parts.starter.start(order, by: call.actor)
            return Answer(.accepted, ["incident": .string(incident.description)])
        } catch {
            throw ConsoleProblem(error, "not-started", "The run was not started")
        }
    }

    private func order(in call: Call) throws(ConsoleProblem) -> RunOrder {
        do throws(EventProblem) {
            let fields = try EventFields(call.json("a run", parts), what: "a run")
            try fields.allow(["playbook", "digest", "device", "event", "dry_run"])
            guard let device = try fields.device("device") else { throw fields.missing("device", "the device's name") }
            let order = RunOrder(
                playbook: try fields.name("playbook"),
                digest: try digest(in: fields),
                device: device,
                event: try event(in: fields),
                dryRun: try fields.flag("dry_run")
            )
            guard order.event == nil || order.event?.device == device else {
                throw EventProblem(
                    .invalid,
                    "the event is of another device",
                    pointer: "/event",
                    remedy: "send an event of '\(device)', or none"
                )
            }
            return order
        } catch {
            throw ConsoleProblem(error)
        }
    }

    private func digest(in fields: EventFields) throws(EventProblem) -> Digest? {
        guard let text = try fields.optionalName("digest") else { return nil }
        if let digest = Digest(hex: text) { return digest }
        throw fields.invalid(
            "digest",
            text,
            remedy: "give the SHA-256 of the playbook's text in hexadecimal, or leave it out"
        )
    }

    private func event(in fields: EventFields) throws(EventProblem) -> Event? {
        guard let value = fields["event"] else { return nil }
        return try CloudEventsStructured.event(of: value, at: "/event", arrived: parts.surroundings.now())
    }
}
