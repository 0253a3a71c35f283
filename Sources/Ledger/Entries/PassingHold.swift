/// What keeps a step back and ends without anybody's decision about it: an outcome of `guard.held`. Every other outcome of
/// that action is the cause of a hold that a person must decide about.
package enum PassingHold: CaseIterable, Hashable, Sendable {
    /// It goes on when the stop is lifted.
    case stopped
    /// Its next attempt waits for another run on the device.
    case queued
    /// It goes on when the first devices of its playbook's version were watched for long enough, and fared well.
    case soaking

    /// The stored spelling.
    package var text: String {
        switch self {
        case .stopped: "stopped"
        case .queued: "queued"
        case .soaking: "soaking"
        }
    }

    package init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }
}

extension AuditRecord {
    /// Whether a guard holds a step from here on until a person decides. Earlier versions did not say why a step is held:
    /// by such an entry nobody is known to be waited for.
    package var isHeldForPerson: Bool {
        guard action == .guardHeld, let outcome else { return false }
        return PassingHold(text: outcome) == nil
    }
}
