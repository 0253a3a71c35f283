public import CEL
public import Domain

extension Playbook {
    public struct Guards: Sendable {
        /// Where one is true for a device, the device is held: the playbook's own, and those of the playbooks it calls.
        public private(set) var protect: [Protection]
        public let limits: [DeviceLimit]
        public let over: Over
        public let storm: Storm?
        public let flapping: Flapping?
        public let canary: Canary?
        public let freezes: [Freeze]
        /// A device that is the gateway of others.
        public let gateways: Caution
        /// The last device of its site that works.
        public let lastOfSite: Caution

        func adding(_ more: [Protection]) -> Self {
            var guards = self
            guards.protect += more
            return guards
        }
    }

    /// What becomes of a device whose loss reaches further than itself.
    public enum Caution: String, CaseIterable, Hashable, Sendable {
        case hold
        case allow
    }

    /// A condition that holds a device, and where it sees it.
    public struct Protection: Sendable {
        public let condition: Program
        public let frame: Frame.Index
        /// Whose it is.
        public let playbook: String
    }

    /// At most so many different devices within any `window`.
    public struct DeviceLimit: Hashable, Sendable {
        public enum Amount: Hashable, Sendable {
            case devices(Int)
            /// A part of those that there are, in millionths, and at least so many.
            case share(millionths: Int, atLeast: Int)
        }

        public let amount: Amount
        public let scope: LimitScope
        public let window: Duration
    }

    /// What a limit is counted over.
    public enum LimitScope: CaseIterable, Hashable, Sendable {
        case fleet
        /// Devices of the same site.
        case site
        /// Devices of a group of the device, each of its groups by itself.
        case group

        public var text: String {
            switch self {
            case .fleet: "fleet"
            case .site: "site"
            case .group: "group"
            }
        }
    }

    /// What becomes of a run that a limit stops.
    public enum Over: String, CaseIterable, Hashable, Sendable {
        case hold
        case skip
    }

    /// Alarms of so many devices within any `window` are no attack on each of them.
    public struct Storm: Hashable, Sendable {
        public let devices: Int
        public let window: Duration
        /// Whether the playbook says nothing. Then it takes ``timesLimit`` times what its tightest limit allows, where that
        /// is more: a playbook that may touch a thousand devices is meant for many alarms.
        public let isStandard: Bool

        public static let timesLimit = 4
        static let standard = Self(devices: 100, window: .seconds(300), isStandard: true)
    }

    /// So many runs that alarms started on one device within any `window`: the alarm comes and goes, and whoever cuts the
    /// device off once more mends nothing.
    public struct Flapping: Hashable, Sendable {
        public let runs: Int
        public let window: Duration
        /// Whether the playbook says nothing.
        public let isStandard: Bool

        static let standard = Self(runs: 5, window: .seconds(3_600), isStandard: true)
        /// What the standard comes to at most, however short the window of `dedupe` is.
        static let standardRunsMax = 60

        /// Where a playbook says nothing: as often as the window of `dedupe` alone lets an alarm of the device in. What ends
        /// that window early does not make it more often. Where alarms are joined by something else than their device, several
        /// runs on one may be meant.
        static func usual(besides dedupe: Dedupe) -> Self? {
            guard dedupe.by.source == Dedupe.device else { return nil }
            let often = Int(min(Double(standardRunsMax), Self.standard.window / dedupe.window))
            return Self(runs: max(standard.runs, often), window: standard.window, isStandard: true)
        }
    }

    /// So many devices first, for so long, with a new version.
    public struct Canary: Hashable, Sendable {
        public let devices: Int
        public let soak: Duration
        /// Whether also with the first version of a playbook, which replaces none.
        public let includesFirst: Bool

        /// Where a playbook says nothing. A first version is not delayed: its first incident has nothing to compare with.
        static let standard = Self(devices: 5, soak: .seconds(600), includesFirst: false)
    }

    /// A time in which no device is touched without a person.
    public enum Freeze: Hashable, Sendable {
        case once(from: Instant, until: Instant)
        case weekly(WeeklyFreeze)
    }

    public struct WeeklyFreeze: Hashable, Sendable {
        public let days: [Weekday]
        /// Minutes after midnight.
        public let from: Int
        /// Minutes after midnight; not after `from`: on the next day.
        public let until: Int
        /// The name of a time zone that exists.
        public let zone: String
    }
}

public enum Weekday: Int, CaseIterable, Hashable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    public var text: String {
        switch self {
        case .monday: "monday"
        case .tuesday: "tuesday"
        case .wednesday: "wednesday"
        case .thursday: "thursday"
        case .friday: "friday"
        case .saturday: "saturday"
        case .sunday: "sunday"
        }
    }
}
