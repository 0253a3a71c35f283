import Domain
public import Ports

extension Engine: StatusReporter {
    public func status() -> EngineStatus {
        var status = EngineStatus()
        status.runsOpen = load.runsOpen
        status.effectsUnderWay = performer.countUnderWay
        status.lettersWaiting = mailbox.count
        status.noRoomSince = load.noRoomSince
        status.clockGap = parts.surroundings.wallClock() - parts.surroundings.now()
        status.stranded = load.stranded
        status.givenUp = load.givenUp
        status.connections = performer.connections
        return status
    }

    /// Why no event is taken in now, whatever it says; nil where it may be.
    var refusalOfEvents: IntakeRefusal? {
        let limits = parts.limits
        if performer.countUnderWay >= limits.effectsUnderWayMax {
            return .busy(
                reason: "\(limits.effectsUnderWayMax) effects are under way already",
                retryAfter: limits.inboxRetryAfter
            )
        }
        if load.runsBytes >= limits.runsOpenBytesMax {
            return .busy(
                reason:
                    "\(load.runsOpen) incidents are open already, and take what memory there is for them; somebody must "
                    + "look at them",
                retryAfter: limits.breakerPauseMax
            )
        }
        return nil
    }
}
