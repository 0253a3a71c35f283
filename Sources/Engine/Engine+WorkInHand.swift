import Domain
import Ports
import Response

// Which run is in hand, for the process after this one.
extension Engine {
    /// Tells of each run before the core lets it go on. It answers nothing: what the core decides does not hang on it.
    var takeInHand: @Sendable (RunID) -> Void {
        { [hand = parts.workInHand] in hand.take($0, for: .deciding) }
    }

    /// What was decided is to be written. Where that is about several runs, nobody could say later which it was.
    func takeInHand(toWrite turn: Turn) {
        if let run = turn.onlyRun { parts.workInHand.take(run, for: .writing) }
    }
}

extension Turn {
    /// The one run that goes on in this turn. Nil where there are several, or an event begins or moves it: that is noted
    /// by whoever brought it, until it is durable.
    fileprivate var onlyRun: RunID? {
        var only: RunID?
        for change in changes {
            switch change {
            case .advanced(let run, _):
                guard only == nil || only == run.id else { return nil }
                only = run.id
            case .event: return nil
            case .playbook, .incident, .opened, .overruled, .touch, .used, .fence, .measure, .stop, .lifted,
                .stopSwitch:
                continue
            }
        }
        return only
    }
}
