import CEL
import Domain
import Playbooks

/// What the guards say of a step that would touch a device.
enum GuardVerdict {
    case pass
    case skip(SkipReason)
    case hold(Hold)
}

extension Advance {
    /// Asked before the first attempt of every step that touches the device. Protection comes first: it holds even when
    /// every other guard agrees.
    mutating func guardVerdict() -> GuardVerdict {
        if let hold = protection() { return .hold(hold) }
        // One debit per run: its later steps touch the device that it has already been allowed to touch.
        if run.hasTouchedDevice { return .pass }
        let touch = Touch(playbook: run.playbook.name, device: run.device.id, at: now, isDrill: run.isDrill)
        guard let objection = limits.objection(to: touch, limits: run.playbook.guards.limits) else { return .pass }
        switch run.playbook.guards.over {
        case .hold: return .hold(Hold(.limit, objection))
        case .skip: return .skip(.overLimit(objection))
        }
    }

    private func protection() -> Hold? {
        let device = run.device
        if device.isProtected {
            return Hold(.protected, "device \(device.id) is protected in the registry")
        }
        if run.deviceIsUnknown {
            return Hold(.undecided, "the registry could not say whether device \(device.id) is protected")
        }
        guard let protect = run.playbook.guards.protect else { return nil }
        let bindings = run.playbook.scope.bindings(Facts(event: run.event, device: device, now: now))
        do throws(EvaluationError) {
            guard try protect.evaluate(bindings) == .bool(false) else {
                return Hold(.protected, "guard.protect is true for device \(device.id): \(protect.source)")
            }
            return nil
        } catch {
            return Hold(.undecided, "guard.protect could not be decided for device \(device.id): \(error.message)")
        }
    }
}
