package import Domain
package import Ports

/// A registry of the devices that a test names; every other device is unknown to it, but for what these say of it.
package final class FakeRegistry: DeviceRegistry {
    private struct State {
        var devices: [DeviceID: Device] = [:]
        var statuses: [DeviceID: CertificateStatus] = [:]
        var problem: OperatorError?
    }

    private let state = Watched(State())

    package init(_ devices: [Device] = []) {
        state.update { $0.devices = Dictionary(devices.map { ($0.id, $0) }) { _, last in last } }
    }

    /// From now on this is what is known of the device.
    package func record(_ device: Device) { state.update { $0.devices[device.id] = device } }

    /// From now on the device is protected.
    package func protect(_ id: DeviceID) { change(id, isProtected: true) }

    /// From now on the device has the tag.
    package func tag(_ id: DeviceID, _ tag: String) { change(id, tag: tag) }

    private func change(_ id: DeviceID, tag: String? = nil, isProtected: Bool = false) {
        state.update { state in
            let device = state.devices[id] ?? Device(id: id)
            state.devices[id] = Device(
                id: id,
                site: device.site,
                model: device.model,
                groups: device.groups,
                tags: device.tags.filter { $0 != tag } + [tag].compactMap(\.self),
                isProtected: device.isProtected || isProtected,
                gateway: device.gateway
            )
        }
    }

    /// From now on it cannot be asked.
    package func fail(_ problem: OperatorError) { state.update { $0.problem = problem } }

    package func device(_ id: DeviceID) async throws(OperatorError) -> Device? {
        let now = state.value
        if let problem = now.problem { throw problem }
        let device = (now.devices[id] ?? .unregistered(id)).standing(among: now.devices.values)
        return device.isRegistered || device.children > 0 ? device : nil
    }

    package func fleet() async throws(OperatorError) -> FleetSnapshot {
        let now = state.value
        if let problem = now.problem { throw problem }
        return FleetSnapshot(now.devices.values)
    }

    package func certificates(of id: DeviceID) async throws(OperatorError) -> [DeviceCertificate] {
        let now = state.value
        if let problem = now.problem { throw problem }
        guard now.devices[id] != nil else { return [] }
        return [certificate(of: id, now.statuses[id] ?? .active)]
    }

    package func deactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] {
        try set(id, .inactive)
    }

    package func reactivate(_ id: DeviceID) async throws(ActionFailure) -> [DeviceCertificate] {
        try set(id, .active)
    }

    package func revoke(_ id: DeviceID, reason: RevocationReason) async throws(ActionFailure) -> [DeviceCertificate] {
        try set(id, .revoked)
    }

    package func refusal(of id: DeviceID) async throws(OperatorError) -> CertificateRefusal {
        let certificates = try await certificates(of: id)
        return CertificateRefusal(
            isRefused: certificates.allSatisfy { $0.status != .active },
            evidence: certificates.map { "certificate \($0.serial) is \($0.status.text)" }
        )
    }

    private func set(_ id: DeviceID, _ status: CertificateStatus) throws(ActionFailure) -> [DeviceCertificate] {
        let now = state.value
        if let problem = now.problem { throw .transient(problem) }
        guard now.devices[id] != nil else { throw .permanent(Sample.error("no device '\(id)'")) }
        state.update { state in
            if state.statuses[id] != .revoked { state.statuses[id] = status }
        }
        return [certificate(of: id, state.value.statuses[id] ?? .active)]
    }

    private func certificate(of id: DeviceID, _ status: CertificateStatus) -> DeviceCertificate {
        DeviceCertificate(serial: "0a1b", device: id, status: status, notAfter: .distantFuture)
    }
}

extension Device {
    /// With how many of them go through it, and how many could stand in for it.
    fileprivate func standing(among devices: some Collection<Device>) -> Device {
        let peers = devices.count { $0.id != id && $0.site == site && (model.isEmpty || $0.model == model) }
        return Device(
            id: id,
            isRegistered: isRegistered,
            site: site,
            model: model,
            groups: groups,
            tags: tags,
            isProtected: isProtected,
            gateway: gateway,
            children: devices.count { $0.gateway == id },
            peers: site.isEmpty ? nil : peers
        )
    }
}
