import JSON
import Testbed

/// What `cordon incidents show --json` tells of an incident.
struct IncidentAccount: CustomStringConvertible {
    struct Step {
        let state: String
        let attempts: Int
        let error: String
    }

    let phase: String
    /// Empty where it has none yet.
    let outcome: String
    let eventsCount: Int
    let isDrill: Bool
    let steps: [String: Step]
    let description: String

    init(_ text: String) throws {
        let document = try JSONDocument.parse(Array(text.utf8))
        description = text
        phase = document["phase"].string ?? ""
        outcome = document["outcome"].string ?? ""
        eventsCount = document["events"].int.map(Int.init) ?? 0
        isDrill = document["drill"].bool ?? false
        let pairs = document["steps"].items.map { step in
            (
                step["id"].string ?? "",
                Step(
                    state: step["state"].string ?? "",
                    attempts: step["attempts"].int.map(Int.init) ?? 0,
                    error: step["error"].string ?? ""
                )
            )
        }
        steps = Dictionary(pairs) { $1 }
    }

    func state(_ step: String) -> String { steps[step]?.state ?? "none" }
    func attempts(_ step: String) -> Int { steps[step]?.attempts ?? 0 }
    func error(_ step: String) -> String { steps[step]?.error ?? "" }
}
