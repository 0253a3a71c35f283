import Domain
import Ports
import Response

/// A measure that is in force by our own account, and not by the registry's: somebody undid it, or it never held.
struct Drift: Hashable, Sendable {
    let measure: Measure
    /// What the registry says instead, such as "certificate 4681… is active".
    let finding: String

    /// Those of the measures that a registry can be asked about: a certificate that was taken away is there to be seen.
    /// What a broker has in force is proven by `device.verify`.
    static func all(
        of measures: [Measure],
        in registry: any DeviceRegistry
    ) async throws(OperatorError) -> [Drift] {
        var drifts: [Drift] = []
        for measure in measures where measure.state == .inForce && measure.action == "certificate.deactivate" {
            let active = try await registry.certificates(of: measure.device).filter { $0.status == .active }
            drifts += active.map { Drift(measure: measure, finding: "certificate \($0.serial) is active") }
        }
        return drifts
    }

    var sentence: String {
        "\(measure.device): \(finding), and \(measure.action) of \(measure.incident) is in force since "
            + measure.since.rfc3339
    }
}
