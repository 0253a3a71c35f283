/// Something outside of the engine that breaks its word, to see that the invariants see it. No world of a campaign has one.
package enum Sabotage: CaseIterable, Hashable, Sendable {
    /// The disk says that it wrote, and now and then did not.
    case diskForgets
    /// The disk keeps the rows, and not the audit entries of some transaction.
    case diskDropsEntries
    /// A receiver that is to tell repeats does each command anew.
    case receiversForgetKeys
    /// Receivers do it, and say that they refused.
    case receiversDeny
    /// Drivers say that it was done, whatever became of it.
    case driversClaim
    /// A gateway carries out whatever comes, however old.
    case gatewaysIgnoreFences
    /// A receiver that is asked says that nothing came.
    case probesDeny
}
