import CEL
import Domain
import HTTPTypes
import Hummingbird
import Ports
import Response

/// `GET /v1/incidents` and `GET /v1/incidents/{id}`: what happened, as the store has it.
struct IncidentsRoute: Sendable {
    private let history: any History
    private let status: any StatusReporter

    init(_ parts: ConsoleParts) {
        history = parts.history
        status = parts.status
    }

    func list(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let limit = try limit(of: call)
        do throws(OperatorError) {
            let summaries = try await history.incidents(limit: limit)
            let standstills = status.status().standstills
            let documents = summaries.map {
                IncidentDocument.summary($0, standstill: standstills[$0.incident.run])
            }
            return Answer(.ok, ["incidents": .list(documents)])
        } catch {
            throw ConsoleProblem(error, .internalServerError, "unreadable", "The history cannot be read")
        }
    }

    func detail(_ call: Call) async throws(ConsoleProblem) -> Answer {
        guard let id = call.parameters.get("id"), Self.mayBeID(id) else { throw .notFound }
        do throws(OperatorError) {
            if let detail = try await history.incident(id) {
                let standstill = status.status().standstills[detail.incident.run]
                return Answer(.ok, IncidentDocument.detail(detail, standstill: standstill))
            }
        } catch {
            throw ConsoleProblem(error, .internalServerError, "unreadable", "The history cannot be read")
        }
        throw .notFound
    }

    private func limit(of call: Call) throws(ConsoleProblem) -> Int {
        guard let text = call.request.uri.queryParameters.get("limit") else { return ConsoleLimits.incidentsDefault }
        guard let limit = Int(text), (1...ConsoleLimits.incidentsMax).contains(limit) else {
            throw ConsoleProblem(
                .badRequest,
                "invalid-value",
                "A value is not allowed",
                detail: "'limit' is not a number from 1 to \(ConsoleLimits.incidentsMax)",
                remedy: "write such a number, or leave it out for \(ConsoleLimits.incidentsDefault)"
            )
        }
        return limit
    }

    /// The beginning of an id will do, as it does on the command line.
    private static func mayBeID(_ text: String) -> Bool {
        (1...70).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "_")
            }
    }
}
