import Domain
import Ports
import Response

/// Asks the registry once more before a device is touched whose run began some time ago: people may have thought about it
/// for hours, and somebody may have protected it meanwhile, or connected others through it.
struct ProtectionCheck: Sendable {
    private let registry: any DeviceRegistry
    private let surroundings: any Surroundings
    /// What is known of a device counts for so long.
    private let countsFor: Duration

    init(_ registry: any DeviceRegistry, _ surroundings: any Surroundings, _ limits: Limits) {
        self.registry = registry
        self.surroundings = surroundings
        countsFor = limits.protectionCountsFor
    }

    /// Why the command may not be handed over, if it may not: nothing has left then. Where the registry is to be asked,
    /// it may not in any case from the deadline on.
    func objection(to intent: Intent, until deadline: Instant) async -> ActionFailure? {
        let (protection, mayBeUnknown): (BoundProtection, Bool)
        switch intent.protection {
        case .ofNoMatter: return nil
        // It may wait until the deadline for its place, and nobody is asked once more then as long as this look counts.
        case .asked(let known, _) where counts(known) && deadline <= known + countsFor: return nil
        case .asked(_, let bound): (protection, mayBeUnknown) = (bound, false)
        case .undecided(let bound): (protection, mayBeUnknown) = (bound, true)
        }
        let id = intent.attempt.request.device
        // Its turn was written late, or it waited long for its place: it goes back at once, and does not wait for the
        // registry first.
        guard surroundings.now() < deadline else {
            let remedy = "look whether the disk or the receiver is slow"
            return .transient(Self.unknown(id, "no time was left to ask the registry", remedy))
        }
        do throws(OperatorError) {
            let device = try await registry.device(id)
            if let reason = protection.objection(device ?? .unregistered(id)) {
                return .permanent(Self.protected(id, reason))
            }
        } catch {
            // Not knowing is not permission, unless a person gave it.
            if !mayBeUnknown { return .transient(Self.unknown(id, error.reason, error.remedy)) }
        }
        guard surroundings.now() >= deadline else { return nil }
        return .transient(Self.unknown(id, "the registry took too long", "look whether the registry is slow"))
    }

    /// Whether what was known of a device then still counts. What became known later than now, as the clock was set back, may
    /// be older than it says.
    func counts(_ known: Instant) -> Bool {
        let now = surroundings.now()
        return known <= now && now <= known + countsFor
    }

    private static func unknown(_ id: DeviceID, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(
            attempted: "learn whether device '\(id)' was protected, or made a gateway, since its alarm",
            reason: "\(reason); \(HandOverWords.nothingSent) this time",
            remedy: remedy
        )
    }

    private static func protected(_ id: DeviceID, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "act on device '\(id)'",
            reason: "what is known of it changed after its alarm: \(reason); \(HandOverWords.nothingSent) this time",
            remedy: "leave it, or have the registry say otherwise and the step sent anew: 'cordon approve --anew'"
        )
    }
}
