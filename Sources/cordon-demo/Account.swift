import Foundation
import JSON
import Testbed

/// What there is to tell after the run: whom it was about, what the engine says, and when it was asked.
struct Account {
    let engine: CordonProcess
    let culprit: SimulatedDevice
    /// As `GET /v1/incidents/{id}` gives it.
    let incident: JSONDocument
    /// The ids of the playbook's steps, by their position.
    let stepNames: [String]
    /// Just before the event was sent.
    let posted: Date
    /// When its acceptance came back.
    let acknowledged: Date

    /// When a step closed with what was asked of it.
    func success(of step: String) -> Date? {
        guard let position = stepNames.firstIndex(of: step),
            let record = incident["steps"].items.first(where: { $0["position"].int == Int64(position) }),
            record["state"].string == "ok"
        else { return nil }
        return LiveTimeline.time(record["closed"])
    }
}
