import Domain
import Ports
import Response

/// Asks the registry once more before a device is touched whose run began some time ago: people may have thought about it
/// for hours, and somebody may have protected it meanwhile.
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

    /// Why the command may not be handed over, if it may not: nothing has left then. From the deadline on it may not in any
    /// case, and whoever gives it a place says so.
    func objection(to intent: Intent, until deadline: Instant) async -> ActionFailure? {
        let now = surroundings.now()
        switch intent.protection {
        case .ofNoMatter: return nil
        case .asked(let known) where now <= known + countsFor: return nil
        case .asked, .undecided: break
        }
        // Its turn was written late: it goes back at once, and does not wait for the registry first.
        guard now < deadline else { return nil }
        let id = intent.attempt.request.device
        do throws(OperatorError) {
            if try await registry.device(id)?.isProtected == true { return .permanent(Self.protected(id)) }
        } catch {
            // Not knowing is not permission, unless a person gave it.
            if intent.protection != .undecided { return .transient(Self.unknown(id, error.reason, error.remedy)) }
        }
        guard surroundings.now() >= deadline else { return nil }
        return .transient(Self.unknown(id, "the registry took too long", "look whether the registry is slow"))
    }

    private static func unknown(_ id: DeviceID, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(
            attempted: "learn whether device '\(id)' was protected since its alarm",
            reason: "\(reason); \(HandOverWords.nothingSent) this time",
            remedy: remedy
        )
    }

    private static func protected(_ id: DeviceID) -> OperatorError {
        OperatorError(
            attempted: "act on device '\(id)'",
            reason: "it was protected in the registry after its alarm; \(HandOverWords.nothingSent) this time",
            remedy: "leave it, or take the protection away and have the step sent anew"
        )
    }
}
