public import Domain

/// Where devices and their certificates are recorded.
///
/// To add one: a file in `Registries`, a line in `BuiltInRegistries.all`. Every implementation passes the contract
/// suite of `TestKit`.
public protocol DeviceRegistry: Sendable {
    /// The device as it is now; `nil` where the registry does not know it. One that is known only as the gateway of
    /// others is not registered, and has them as its children.
    /// - Throws: where the registry could not be asked. Guards then hold the device: not knowing is not permission.
    func device(_ id: DeviceID) async throws(OperatorError) -> Device?

    /// Several at once, where that is quicker than one after the other: what ``device(_:)`` says of each.
    func devices(_ ids: [DeviceID]) async -> [DeviceID: Result<Device?, OperatorError>]

    /// How many devices there are.
    func fleet() async throws(OperatorError) -> FleetSnapshot

    /// The certificates of a device, the newest first.
    func certificates(of id: DeviceID) async throws(OperatorError) -> [DeviceCertificate]

    /// Makes the receivers (broker, gateway) refuse every active certificate of the device, until ``reactivate(_:)``.
    /// Sets a state: doing it again changes nothing. Returns once the receivers were told; a device verification proves that they heard.
    /// - Returns: the certificates that are inactive now. - Throws: ``ActionFailure/permanent(_:)`` where the device is
    ///   not recorded or has no certificate.
    func deactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate]

    /// The inverse of ``deactivate(_:)``. Revoked certificates stay revoked.
    func reactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate]

    /// Revokes every certificate of the device for good.
    func revoke(_ id: DeviceID, reason: RevocationReason) async throws(ActionFailure) -> [DeviceCertificate]

    /// Whether a handshake with any certificate of the device is refused, and what shows it: one sentence per
    /// certificate. Read back from what the receivers read (for the built-in registry: the CRL file), not from memory,
    /// after they were told once more to read it.
    func refusal(of id: DeviceID) async throws(OperatorError) -> CertificateRefusal
}

extension DeviceRegistry {
    public func devices(_ ids: [DeviceID]) async -> [DeviceID: Result<Device?, OperatorError>] {
        var answers: [DeviceID: Result<Device?, OperatorError>] = [:]
        for id in ids where answers[id] == nil {
            do throws(OperatorError) {
                answers[id] = .success(try await device(id))
            } catch {
                answers[id] = .failure(error)
            }
        }
        return answers
    }
}

/// Whether a device's certificates are refused, as read back.
public struct CertificateRefusal: Hashable, Sendable {
    public let isRefused: Bool
    public let evidence: [String]

    public init(isRefused: Bool, evidence: [String]) {
        self.isRefused = isRefused
        self.evidence = evidence
    }
}
