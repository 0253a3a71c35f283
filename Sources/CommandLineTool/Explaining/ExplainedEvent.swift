import Actions
import CEL
import Domain
import Foundation
import Playbooks
import Ports
import Registries
import Rehearsal
import Response

/// An event, its device and the time: what playbooks are asked about.
struct ExplainedEvent {
    let event: Event
    let lookup: DeviceLookup
    let fleet: FleetSnapshot?
    let now: Instant
    /// The mode of the server.
    let mode: Playbook.Mode
    /// What a person should know about where the device comes from.
    let note: String?

    var device: Device {
        switch lookup {
        case .found(let device): device
        case .unavailable(let id, _): .unregistered(id)
        }
    }

    var facts: Facts {
        var facts = Facts(event: event, device: device, now: now)
        facts.fleet = fleet
        return facts
    }
}

/// Looks the device of an event up: in a file, or in the registry of the working folder.
struct DeviceSource {
    /// Nil where no configuration is at hand.
    let settings: Settings?
    let file: String?

    func explained(_ event: Event, at now: Instant) async throws -> ExplainedEvent {
        let mode = try settings?.mode() ?? .enforce
        if let file { return explained(event, at: now, mode, .found(try device(of: file, event.device)), nil, nil) }
        guard let registry = try registry() else {
            let note =
                "no registry is configured here: \(event.device) counts as a device that it does not know; "
                + "give --device FILE to say otherwise"
            return explained(event, at: now, mode, .found(.unregistered(event.device)), nil, note)
        }
        let fleet = try? await registry.fleet()
        do throws(OperatorError) {
            let device = try await registry.device(event.device)
            let note = device?.isRegistered == true ? nil : "the registry does not know \(event.device)"
            return explained(event, at: now, mode, .found(device ?? .unregistered(event.device)), fleet, note)
        } catch {
            let note = "the registry does not answer: \(error.reason)"
            return explained(event, at: now, mode, .unavailable(event.device, error), fleet, note)
        }
    }

    private func explained(
        _ event: Event,
        at now: Instant,
        _ mode: Playbook.Mode,
        _ lookup: DeviceLookup,
        _ fleet: FleetSnapshot?,
        _ note: String?
    ) -> ExplainedEvent {
        ExplainedEvent(event: event, lookup: lookup, fleet: fleet, now: now, mode: mode, note: note)
    }

    private func device(of file: String, _ id: DeviceID) throws -> Device {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw OperatorError(
                attempted: "read the device of \(file)",
                reason: "there is no such file, or it cannot be read",
                remedy: "check the path"
            )
        }
        return try DeviceReader.read(bytes: [UInt8](bytes), file: file, standing: id)
    }

    private func registry() throws -> (any DeviceRegistry)? {
        guard let settings else { return nil }
        for (name, schema) in settings.connections.sorted(by: { $0.key < $1.key }) {
            guard case .registry(let type) = schema else { continue }
            return try ConnectionFactory(settings).registry(name, type)
        }
        return nil
    }
}
