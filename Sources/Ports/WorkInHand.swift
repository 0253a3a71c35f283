public import Domain

/// Notes which run the engine has in hand, where the next process finds it, and says which runs are not to be taken in
/// hand any more.
///
/// An event that is durable comes again with each start, as its run is taken up. Where something of that run brings the
/// process down, only a memory that outlives the process keeps it from doing so for ever.
public protocol WorkInHand: Sendable {
    /// The run is in hand from now on, in place of whichever was there. Called each time before a run goes on, so it
    /// must cost next to nothing, and it never fails.
    func take(_ run: RunID, for work: Work)

    /// No run is in hand for this.
    func putDown(_ work: Work)

    /// Counts what the last process had in hand when it ended. Asked once, before anything is done with a run.
    /// - Returns: those of the open runs that nothing is to be done with.
    /// - Throws: where what was counted cannot be kept.
    func setAside(in stored: StoredState) throws(OperatorError) -> [RunID: SetAside]
}

/// What a run is in hand for.
public enum Work: CaseIterable, Sendable {
    case deciding
    /// What was decided is being written.
    case writing
}

/// Why nothing is done with an open run.
public enum SetAside: Hashable, Sendable {
    /// It ended the engine again and again. A person has to decide, and the reason says where.
    case undecided(reason: String)
    /// A person gave it up.
    case givenUp
}

/// Where nothing is noted.
public struct NoWorkInHand: WorkInHand {
    public init() {}

    public func take(_ run: RunID, for work: Work) {}
    public func putDown(_ work: Work) {}
    public func setAside(in stored: StoredState) -> [RunID: SetAside] { [:] }
}
