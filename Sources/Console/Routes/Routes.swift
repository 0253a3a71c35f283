import CEL
import Domain
import HTTPTypes

/// Every route of the console. There is no other way in.
struct Routes {
    let all: [Route]

    init(_ parts: ConsoleParts) {
        let events = EventsRoute(parts)
        let runs = RunsRoute(parts)
        let incidents = IncidentsRoute(parts)
        let status = StatusRoute(parts)
        let orders = OrdersRoute(parts)
        let quarantine = QuarantineRoute(parts)
        let redactions = RedactionsRoute(parts)
        let reads = ReadsRoute(parts)
        let changes = ChangesRoute(parts)
        let people: [(String, @Sendable (Call) async throws(ConsoleProblem) -> Answer)] = [
            ("/v1/decisions", orders.decide), ("/v1/holds", orders.decideHolds), ("/v1/stops", orders.stop),
            ("/v1/resumes", orders.resume), ("/v1/releases", orders.release),
            ("/v1/quarantine", quarantine.answer), ("/v1/redactions", redactions.answer),
            ("/v1/reads", reads.answer), ("/v1/changes", changes.answer),
        ]
        all =
            [
                Route(method: .get, path: "/v1/health", access: .everyone, takesBody: false) {
                    _ throws(ConsoleProblem) in
                    Answer(.ok, ["status": "ok"])
                },
                Route(
                    method: .post,
                    path: "/v1/events",
                    access: .holders(of: .intake),
                    takesBody: true,
                    answer: events.answer
                ),
                Route(
                    method: .post,
                    path: "/v1/runs",
                    access: .holders(of: .admin),
                    takesBody: true,
                    answer: runs.answer
                ),
                Route(
                    method: .get,
                    path: "/v1/incidents",
                    access: .holders(of: .approver),
                    takesBody: false,
                    answer: incidents.list
                ),
                Route(
                    method: .get,
                    path: "/v1/incidents/{id}",
                    access: .holders(of: .approver),
                    takesBody: false,
                    answer: incidents.detail
                ),
                Route(
                    method: .get,
                    path: "/v1/status",
                    access: .holders(of: .approver),
                    takesBody: false,
                    answer: status.answer
                ),
            ]
            + people.map { path, answer in
                Route(method: .post, path: path, access: .holders(of: .approver), takesBody: true, answer: answer)
            }
    }
}
