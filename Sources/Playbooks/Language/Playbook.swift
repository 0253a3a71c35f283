public import CEL
public import Domain

/// A checked, immutable playbook: what to do when a device misbehaves.
///
/// There is no public initialiser: ``PlaybookCompiler`` is the only door, and it reports every problem. A class, because
/// every run that is open refers to its own.
public final class Playbook: Sendable {
    public let name: String
    public let summary: String
    public let severity: Severity
    public let mode: Mode
    public let trigger: Trigger
    public let guards: Guards
    /// Constants that a run computes once, when it starts, in this order.
    public let inputs: [Input]
    /// Every step that a run may come to, in the order of the text; a ``Step/Index`` counts here. Their number bounds the
    /// length of a run.
    public let steps: [Step]
    /// What their expressions see; the first is the playbook's own.
    public let frames: [Frame]
    /// The steps at the top level, in order.
    public let main: [Step.Index]
    /// The steps that run when the others are done, whatever became of them.
    public let always: [Step.Index]
    /// The steps that take back what others did, the last first. None of the text.
    public let releases: [Step.Index]
    /// Whether it asks how large the fleet is.
    public let readsFleet: Bool
    /// SHA-256 of the text: the version. A run executes the version that it began with.
    public let digest: Digest
    /// The text, kept with every run that is pinned to it: as it was written, or a ``PlaybookBundle`` where it takes
    /// more than that to compile it again.
    public let text: String
    /// Where the text came from, for messages.
    public let file: String

    /// The variables that its own expressions see, and their types.
    public var scope: Scope { frames[Frame.root].scope }

    public subscript(index: Step.Index) -> Step { steps[index.position] }

    public struct Input: Sendable {
        public let name: String
        public let template: Template
    }

    /// How far a playbook goes. A server-wide mode can only tighten it.
    public enum Mode: Int, CaseIterable, Comparable, Hashable, Sendable {
        /// Match and count only.
        case observe
        /// Do everything but the last hand-over to a driver.
        case drill
        /// Every effect waits for a person.
        case ask
        /// Act.
        case enforce

        /// The stored spelling, and that of YAML.
        public var text: String {
            switch self {
            case .observe: "observe"
            case .drill: "drill"
            case .ask: "ask"
            case .enforce: "enforce"
            }
        }

        public init?(text: String) {
            guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
            self = match
        }

        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    public struct Trigger: Sendable {
        /// The `on.event` of a playbook that only people start.
        public static let manual = "manual"

        /// The event type that starts it.
        public let event: String
        public let condition: Program?
        /// An older event opens an incident but touches no device.
        public let maxAge: Duration
        public let dedupe: Dedupe
        public let cleared: Cleared

        public var isManual: Bool { event == Self.manual }
    }

    /// What an event says that the alarm is over, or was none, does to a run.
    public enum Cleared: CaseIterable, Hashable, Sendable {
        case ignore
        /// No further step begins.
        case stop
        /// Besides, what can be undone is undone.
        case release

        public var text: String {
            switch self {
            case .ignore: "ignore"
            case .stop: "stop"
            case .release: "release"
            }
        }
    }

    /// Further events with the same value of `by` within `window` join the incident.
    public struct Dedupe: Sendable {
        /// What joins alarms unless a playbook says otherwise.
        static let device = "device.id"

        public let by: Program
        public let window: Duration
    }

    package init(
        name: String,
        summary: String,
        severity: Severity,
        mode: Mode,
        trigger: Trigger,
        guards: Guards,
        inputs: [Input],
        steps: [Step],
        main: [Step.Index],
        always: [Step.Index],
        releases: [Step.Index],
        frames: [Frame],
        readsFleet: Bool,
        digest: Digest,
        text: String,
        file: String
    ) {
        self.name = name
        self.summary = summary
        self.severity = severity
        self.mode = mode
        self.trigger = trigger
        self.guards = guards
        self.inputs = inputs
        self.steps = steps
        self.main = main
        self.always = always
        self.releases = releases
        self.frames = frames
        self.readsFleet = readsFleet
        self.digest = digest
        self.text = text
        self.file = file
    }
}

extension Playbook {
    /// Whether a release comes by its time, or with the end of the alarm, and not only when a person orders it.
    public func isTakenBackByItself(_ release: Step) -> Bool {
        guard case .release(let index, _) = release.body else { return false }
        guard let call = self[index].call else { return false }
        return call.expires != nil || trigger.cleared == .release && !call.descriptor.liftsContainment
    }
}
