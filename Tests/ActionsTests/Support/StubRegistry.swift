import Domain
import Ports

/// A registry that answers every change with one certificate, or with a failure.
struct StubRegistry: DeviceRegistry {
    var failure: ActionFailure?

    func device(_ id: DeviceID) async throws(OperatorError) -> Device? { Device(id: id) }
    func fleet() async throws(OperatorError) -> FleetSnapshot { FleetSnapshot([]) }
    func certificates(of id: DeviceID) async throws(OperatorError) -> [DeviceCertificate] { [] }

    func deactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] { try set(id, .inactive) }
    func reactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] { try set(id, .active) }

    func revoke(_ id: DeviceID, reason: RevocationReason) async throws(ActionFailure) -> [DeviceCertificate] {
        guard reason == .keyCompromise else {
            throw .permanent(OperatorError(attempted: "revoke", reason: reason.text, remedy: "none"))
        }
        return try set(id, .revoked)
    }

    func refusal(of id: DeviceID) async throws(OperatorError) -> CertificateRefusal {
        CertificateRefusal(isRefused: true, evidence: [])
    }

    private func set(_ id: DeviceID, _ status: CertificateStatus) throws(ActionFailure) -> [DeviceCertificate] {
        if let failure { throw failure }
        return [DeviceCertificate(serial: "0a1b", device: id, status: status, notAfter: .distantFuture)]
    }
}
