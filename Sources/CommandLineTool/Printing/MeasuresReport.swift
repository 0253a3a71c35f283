import CEL
package import Domain
import JSON
package import Ports
import Response

/// What `cordon measures` says: what is in force on devices, or on one of them.
package struct MeasuresReport {
    /// Of measures that are listed at once.
    static let listedMax = 100_000

    private let history: any History
    private let device: DeviceID?
    private let registry: () -> (any DeviceRegistry)?

    /// The registry, where it is at hand, is opened only to tell a name that no device has.
    package init(
        _ history: any History,
        of device: DeviceID? = nil,
        registry: @escaping () -> (any DeviceRegistry)? = { nil }
    ) {
        self.history = history
        self.device = device
        self.registry = registry
    }

    /// A line for each.
    /// - Throws: also where there are none because the registry knows no such device.
    package func text(limit: Int) async throws(OperatorError) -> String {
        let measures = try await history.measures(of: device, after: nil, limit: limit)
        guard !measures.elements.isEmpty else { return try await nothing() }
        return (measures.elements.map(\.line) + [remainder(measures)].compactMap(\.self)).joined(separator: "\n")
    }

    /// The same as a list for programs; what is not in it is told beside it.
    package func json(limit: Int) async throws(OperatorError) -> (list: String, remainder: String?) {
        let measures = try await history.measures(of: device, after: nil, limit: limit)
        if measures.elements.isEmpty { _ = try await nothing() }
        return (JSONText.string(.list(measures.elements.map(\.json))), remainder(measures))
    }

    /// Where the registry says otherwise, of all that is in force, however much that is: a page is only what is read at once.
    package func check(
        against registry: any DeviceRegistry,
        pageCount: Int = 1_000
    ) async throws(OperatorError) -> (text: String, agrees: Bool) {
        var drifts: [Drift] = []
        var last: Measure?
        while true {
            let page = try await history.measures(of: device, after: last, limit: pageCount)
            drifts += try await Drift.all(of: page.elements, in: registry)
            last = page.elements.last ?? last
            guard !page.elements.isEmpty, page.leftOut > 0 else { break }
        }
        guard last != nil else { return (try await nothing(), true) }
        guard !drifts.isEmpty else { return ("the registry agrees with what is in force", true) }
        return (drifts.map { Terminal.safe($0.sentence) }.joined(separator: "\n"), false)
    }

    private func remainder(_ measures: Portion<Measure>) -> String? { measures.remainder(limitMax: Self.listedMax) }

    /// Whoever mistypes a name would believe that nothing is in force on the device that they mean.
    private func nothing() async throws(OperatorError) -> String {
        guard let device else { return "nothing is in force" }
        if let registry = registry(), await isUnknown(device, to: registry) {
            throw OperatorError(
                attempted: "tell what is in force on device '\(device)'",
                reason: "nothing is, and the registry knows no device of this name",
                remedy: "check the name: 'cordon devices list' lists those that it knows"
            )
        }
        return "nothing is in force on device '\(device)'"
    }

    /// A registry that cannot be asked does not say that it knows none.
    private func isUnknown(_ device: DeviceID, to registry: any DeviceRegistry) async -> Bool {
        do throws(OperatorError) {
            return try await registry.device(device) == nil
        } catch {
            return false
        }
    }
}

extension Measure {
    fileprivate var line: String {
        let end = until.map { "until \($0.rfc3339)" } ?? "until it is released"
        let columns = [
            (id.description, 24), (device.description, 14), (action, 24), (state.text, 10),
            ("since \(since.rfc3339)", 30),
            (end, 30),
        ]
        let text = columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ")
        return Terminal.safe("\(text) \(incident) \(playbook)/\(step), taken back by \(inverse)")
    }

    fileprivate var json: Value {
        [
            "measure": .string(id.description), "device": .string(device.description), "action": .string(action),
            "inverse": .string(inverse), "state": .string(state.text), "since": .string(since.rfc3339),
            "until": until.map { .string($0.rfc3339) } ?? .null, "run": .string(run.description),
            "incident": .string(incident.description), "playbook": .string(playbook), "step": .string(step),
        ]
    }
}
