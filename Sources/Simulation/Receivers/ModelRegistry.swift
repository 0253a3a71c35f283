import Domain
import Ports
import TestKit

/// The registry of a world's fleet: slow at times, and at times out of reach.
struct ModelRegistry: DeviceRegistry {
    private let records: FakeRegistry
    private let protections: [DeviceID: Instant]
    private let tagged: [DeviceID: Instant]
    private let clock: VirtualClock
    private let faults: Faults
    private let dice: Dice

    init(
        seed: UInt64,
        _ devices: [Device],
        _ protections: [DeviceID: Instant],
        _ tagged: [DeviceID: Instant],
        _ clock: VirtualClock,
        _ faults: Faults
    ) {
        records = FakeRegistry(devices)
        self.protections = protections
        self.tagged = tagged
        self.clock = clock
        self.faults = faults
        dice = Dice(seed: seed, .registry)
    }

    func device(_ id: DeviceID) async throws(OperatorError) -> Device? {
        try await takeTime()
        if let since = protections[id], clock.now() >= since { records.protect(id) }
        if let since = tagged[id], clock.now() >= since { records.tag(id, Scenery.tag) }
        return try await records.device(id)
    }

    func fleet() async throws(OperatorError) -> FleetSnapshot {
        try await takeTime()
        return try await records.fleet()
    }

    func certificates(of id: DeviceID) async throws(OperatorError) -> [DeviceCertificate] {
        try await records.certificates(of: id)
    }

    func deactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] {
        try await records.deactivate(id)
    }

    func reactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] {
        try await records.reactivate(id)
    }

    func revoke(_ id: DeviceID, reason: RevocationReason) async throws(ActionFailure) -> [DeviceCertificate] {
        try await records.revoke(id, reason: reason)
    }

    func refusal(of id: DeviceID) async throws(OperatorError) -> CertificateRefusal {
        try await records.refusal(of: id)
    }

    private func takeTime() async throws(OperatorError) {
        guard !faults.isOver else { return }
        await clock.sleep(for: dice.milliseconds(dice.oneIn(8) ? 500..<5_000 : 0..<20))
        if dice.oneIn(16) { throw Sample.error("the registry is out of reach") }
    }
}
