import CEL
public import Domain
import Playbooks

/// What may protect the device of an attempt, with everything but the device already in place.
public struct BoundProtection: Sendable {
    /// Why the device is not to be touched, as it is described; nil where it may be.
    public let objection: @Sendable (_ device: Device) -> String?

    package init(objection: @escaping @Sendable (_ device: Device) -> String?) { self.objection = objection }
}

extension Hold {
    /// The registry, as the subject of a hold.
    static let registry = "registry"
}

// Asked before each step that touches the device, of what the registry said at the alarm; and of what it says by then,
// before a command leaves that waited.
extension Run.Origin {
    /// What protects the device, as it is described. All of it: who lets one pass has said nothing of the others.
    func protections(of device: Device, at now: Instant) -> [Hold] {
        let conditions = content.playbook.guards.protect.compactMap { hold(by: $0, of: device, at: now) }
        guard device.isProtected else { return conditions }
        let words = "device \(device.id) is protected in the registry"
        return [Hold(.protected, of: Hold.registry, words)] + conditions
    }

    /// Whoever could call the device protected, as the subject of a hold.
    var protectors: [String] { [Hold.registry] + content.playbook.guards.protect.map { subject(of: $0) } }

    private func subject(of protection: Playbook.Protection) -> String {
        protection.playbook == content.playbook.name ? "guard.protect" : "guard.protect of \(protection.playbook)"
    }

    /// That others would be lost with the device, as it is described, where the playbook minds.
    func gateway(of device: Device) -> Hold? {
        guard device.children > 0, holdsGateways else { return nil }
        let others = device.children == 1 ? "another device" : "\(device.children) other devices"
        return Hold(.gateway, "device \(device.id) is the gateway of \(others), which would be lost with it")
    }

    var holdsGateways: Bool { content.playbook.guards.gateways == .hold }

    private func hold(by protection: Playbook.Protection, of device: Device, at now: Instant) -> Hold? {
        var facts = Facts(event: content.event, device: device, now: now)
        facts.fleet = content.fleet
        let condition = protection.condition
        let owner = subject(of: protection)
        do throws(EvaluationError) {
            let bindings = content.playbook.bindings(facts, in: protection.frame)
            guard try condition.evaluate(bindings) == .bool(false) else {
                return Hold(.protected, of: owner, "\(owner) is true for device \(device.id): \(condition.source)")
            }
            return nil
        } catch {
            let words = "\(owner) could not be decided for device \(device.id): \(error.message)"
            return Hold(.undecided, of: owner, words)
        }
    }
}
