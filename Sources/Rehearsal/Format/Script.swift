import CEL
import Domain
import Playbooks

/// What receivers and people do, as a test says it. What it does not name succeeds.
struct Script: Sendable {
    /// By path, id or action of a step: the path counts before the id, and the id before the action.
    var replies: [String: Replies] = [:]
    /// By connection.
    var outages: [String: Outage] = [:]
    /// By path or id of a step; under `anyStep` for those that are not named.
    var people: [String: [PersonAnswer]] = [:]

    static let anyStep = ""

    func replies(for step: Step, _ call: ActionCall) -> Replies? {
        replies[step.path] ?? replies[step.id] ?? replies[call.descriptor.name]
    }

    func isDown(_ call: ActionCall, after elapsed: Duration) -> Bool {
        call.connections.contains { connection in
            guard let outage = outages[connection.name] else { return false }
            return outage.length.map { elapsed < $0 } ?? true
        }
    }

    /// What each person says; as many as are asked agree at once unless a test says otherwise.
    func answers(at step: Step, _ policy: ApprovalPolicy) -> [PersonAnswer] {
        people[step.path] ?? people[step.id] ?? people[Self.anyStep]
            ?? Array(repeating: PersonAnswer(word: .approves, after: .zero), count: policy.people)
    }
}

/// What a receiver answers to one attempt after another.
struct Replies: Sendable {
    /// Each so many times; the last one for good.
    let list: [(reply: Reply, times: Int)]

    /// The one to an attempt, the first being 1.
    func reply(to attempt: Int) -> Reply {
        var rest = attempt
        for (reply, times) in list.dropLast() {
            if rest <= times { return reply }
            rest -= times
        }
        guard let last = list.last else { preconditionFailure("a script says at least one thing") }
        return last.reply
    }
}

/// What a receiver answers to one attempt.
struct Reply: Hashable, Sendable {
    var word: Word
    /// How long it takes; nil for the shortest time in which it can.
    var after: Duration?
    /// What `steps.<id>.output` gives, where it succeeds; nil for what is usual.
    var output: Value?
    /// Why it fails; empty for something usual.
    var reason = ""

    enum Word: Hashable, Sendable {
        /// The receiver says so.
        case ok
        /// The receiver answers this, and the step's own condition judges it.
        case answers(Value)
        /// Handed over, and nobody says more.
        case sent
        /// Certainly without effect, and trying again would not help.
        case fails
        /// Certainly without effect; trying again may help.
        case unreachable
        /// Nobody knows.
        case noAnswer
        /// What an HTTP receiver answers.
        case status(Int)
    }
}

/// What somebody says who is asked.
struct PersonAnswer: Hashable, Sendable {
    enum Word: Hashable, Sendable { case approves, rejects, noAnswer }

    let word: Word
    /// Since they were asked.
    let after: Duration
}

/// A connection that cannot be reached from the event on.
struct Outage: Hashable, Sendable {
    /// Nil for ever.
    let length: Duration?
}
