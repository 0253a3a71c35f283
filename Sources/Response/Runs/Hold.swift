public import Domain
import Ledger

/// Why a guard stopped a step.
public struct Hold: Hashable, Sendable {
    public enum Cause: String, CaseIterable, Hashable, Sendable {
        case protected
        case limit
        /// Of an action, over all playbooks.
        case actionLimit = "action-limit"
        /// It is the gateway of other devices, which would be lost with it.
        case gateway
        /// No other device of its site would be left working.
        case lastOfSite = "last-of-site"
        /// Too many alarms at once to believe each of them.
        case storm
        /// Alarms cut this device off again and again.
        case flapping
        /// The playbook's version is new, and its first devices are being watched.
        case canary
        /// A time without automation.
        case frozen
        /// It was held back until its event was older than `max_age`.
        case tooOld = "too-old"
        /// Somebody threw the kill switch. Not for anybody to approve: it goes on when the stop is lifted.
        case stopped
        /// Whether the device is protected could not be decided, or whether others would be lost with it, or whether it is the
        /// last of its site. Not knowing is not permission.
        case undecided
        /// Nobody could say how many devices there are, and a limit is a share of them. A cause of its own: who lets pass that
        /// a device may be protected has not agreed to a limit that nobody counts.
        case uncounted
    }

    public let cause: Cause
    /// Which of several of that cause: the limit, with the part of the fleet that it is counted over, also where nobody could
    /// count it; the action whose limit it is; who protects the device; what of it the registry could not say; the storm, by
    /// its beginning; the freeze. Whoever lets one pass has said nothing of the others. Nil where a run meets but one: its
    /// device is one gateway, at one site, its version has one canary, and of a run that somebody has looked at nobody asks
    /// again how old its event is.
    let subject: String?
    /// The numbers and names that the guard saw, as a sentence.
    public let explanation: String
    /// When it is looked at again by itself; nil where only a person ends it.
    public let until: Instant?

    /// What the audit log calls it: its cause, or that it goes on by itself.
    var word: String { until == nil ? cause.rawValue : PassingHold.soaking.text }

    public init(_ cause: Cause, of subject: String? = nil, _ explanation: String, until: Instant? = nil) {
        self.cause = cause
        self.subject = subject
        self.explanation = explanation
        self.until = until
    }
}

extension Hold {
    /// As the subject of a hold: the storm that began then.
    static func storm(since start: Instant) -> String { "since \(start.nanosecondsSinceEpoch) ns" }

    /// Of a storm: when it began. Nil of anything else, and where an earlier version did not keep it.
    var startOfStorm: Instant? {
        guard cause == .storm, let words = subject?.split(separator: " "), words.count == 3 else { return nil }
        return Int64(words[1]).map { Instant(nanosecondsSinceEpoch: $0) }
    }
}

/// That a person let a step pass what a guard says.
package struct Waiver: Hashable, Sendable {
    let cause: Hold.Cause
    /// nil of all of the cause; so it is where an earlier version did not tell them apart.
    let subject: String?

    init(_ hold: Hold) { (cause, subject) = (hold.cause, hold.subject) }

    func covers(_ hold: Hold) -> Bool { cause == hold.cause && (subject == nil || subject == hold.subject) }

    /// The stored spelling.
    var text: String { subject.map { "\(cause.rawValue) \($0)" } ?? cause.rawValue }

    init?(text: String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let cause = words.first.flatMap(Hold.Cause.init(rawValue:)) else { return nil }
        (self.cause, subject) = (cause, words.dropFirst().first)
    }
}

public enum SkipReason: Hashable, Sendable {
    case conditionFalse
    /// A `go_to` passed over it.
    case jumpedOver
    /// The event was older than `max_age`: it opens an incident, but touches no device.
    case eventTooOld
    case overLimit(String)
    /// A branch that was not taken.
    case notTaken
    /// A loop had no such item.
    case noItem
    /// The `while` of its loop was false before it.
    case loopOver
    /// An `end` was reached beside it: in another branch, or in another round.
    case ended
    /// What it stands in failed at its beginning: a list that is too long, a condition that cannot be decided.
    case outerFailed
    /// People did not agree; who, or that nobody did.
    case notApproved(String)
    /// What it stands in took longer than its `timeout`.
    case timedOut
    /// The alarm was over before it began.
    case cleared
    /// A run of higher severity took the device over.
    case superseded(by: RunID)
    /// People were told already that a guard holds many, for the same cause.
    case toldAlready
    /// A person takes back what was done.
    case released(by: String)
    /// Of a release: another run has the same measure in force.
    case stillOwned(by: RunID)
    /// Of a release: another run has let the device in.
    case lifted(by: RunID)
    /// Of the release of what let the device in for a time: nothing keeps it off any more.
    case keptOffByNobody

    /// What people read.
    public var text: String {
        switch self {
        case .conditionFalse: "its condition is false"
        case .jumpedOver: "passed over by go_to"
        case .eventTooOld: "the event is older than max_age"
        case .overLimit(let explanation), .notApproved(let explanation): explanation
        case .notTaken: "another branch was taken"
        case .noItem: "there was no item for it"
        case .loopOver: "the 'while' of its loop was false"
        case .ended: "an 'end' was reached first"
        case .outerFailed: "what it stands in could not begin"
        case .timedOut: "no time was left for it"
        case .cleared: "the alarm was over"
        case .superseded(let other): "run \(other) is of higher severity"
        case .toldAlready: "people were told already: others are held for the same cause"
        case .released(let name): "released by \(name)"
        case .stillOwned(let other): "run \(other) still has it in force"
        case .lifted(let other): "run \(other) let the device in"
        case .keptOffByNobody: "nothing keeps the device off any more"
        }
    }
}
