public import Domain

/// A step of a run: its state, and what outlives a change of state.
public struct StepRecord: Hashable, Sendable {
    public internal(set) var state: StepState = .ready
    public internal(set) var began: Instant?
    public internal(set) var closed: Instant?
    /// Since when it is held back, where that is not since it began: its next attempt was put off.
    package internal(set) var heldSince: Instant?
    /// When the hold came that it is held by; nil where none does, or an earlier version held it. Of two holds the one that
    /// came later has the later moment, whatever the clock says.
    public internal(set) var holdCame: Instant?
    /// What of the time for which its run was held back was counted as this step went on.
    package internal(set) var heldBack: HeldBack?
    /// Whether some attempt's outcome is unknown: then "failed" is not "without effect".
    public internal(set) var hadUnknownOutcome = false
    /// The people who agreed to it, the first first.
    public internal(set) var grants: [Actor] = []
    /// What a person let it pass.
    package internal(set) var waived: [Waiver] = []
    /// How often a person chose to send it anew: each time has a key of its own.
    public internal(set) var generation = 0
    /// Whether the run went on after the step began: what it tells is out of date, and is told anew.
    public internal(set) var isStale = false
    /// Whether it failed when its run was called off, or because it was: nobody waits for it then.
    public internal(set) var isCalledOff = false
    /// Of a verification: since it began another run has let the device in, or may have. It proves nothing any more.
    public internal(set) var isOverruled = false
    /// In a drill: the guard that would have stopped the real thing.
    public internal(set) var wouldHold: Hold?

    package init() {}

    /// Whether what a person says of it had come by then: whoever read a list has said nothing of what came later. True where
    /// nobody names a moment; and of what an earlier version held, which was there before anybody could.
    func hadCome(by moment: Instant?) -> Bool {
        guard let moment else { return true }
        switch state {
        case .held: return holdCame.map { $0 <= moment } ?? true
        case .failed, .exhausted, .inDoubt: return closed.map { $0 <= moment } ?? true
        // Of a step that was sent anew people are asked anew.
        case .asking: return began.map { $0 <= moment } ?? true
        case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined,
            .done, .skipped:
            return true
        }
    }

    /// Whether the device or the registry may have changed because of it.
    public var mayHaveHadEffect: Bool {
        switch state {
        case .intent, .probing, .ok, .sent, .inDoubt: true
        case .retrying, .exhausted, .failed, .skipped: hadUnknownOutcome
        case .ready, .open, .asking, .waiting, .queued, .held, .rehearsed, .joined, .done: false
        }
    }
}

/// For how long a run was held back, as far as it was counted with one of its steps, which may be several times.
package struct HeldBack: Hashable, Sendable {
    let length: Duration
    /// When it was counted last: up to then all of the run's is.
    let until: Instant
}
