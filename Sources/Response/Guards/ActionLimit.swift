public import Domain
import Playbooks

/// At most so many different devices that an action reaches within any window, over all playbooks.
public struct ActionLimit: Hashable, Sendable {
    public let devices: Int
    public let window: Duration

    public init(devices: Int, window: Duration) {
        precondition(devices >= 1 && window > .zero, "a limit lets something pass")
        self.devices = devices
        self.window = window
    }

    /// What holds unless an installation says otherwise: nothing takes back what is final, so little of it is done at once.
    public static func standard(for kinds: [ActionKind]) -> [String: Self] {
        let final = kinds.map(\.descriptor).filter { $0.touchesDevice && $0.reversal == .final }
        return Dictionary(uniqueKeysWithValues: final.map { ($0.name, Self(devices: 10, window: .seconds(3_600))) })
    }
}

/// A debit of the limit of an action: it was about to reach a device.
public struct ActionUse: Hashable, Sendable {
    public let action: String
    public let device: DeviceID
    public let at: Instant
    /// Debited from the drills' own windows.
    public let isDrill: Bool

    package init(action: String, device: DeviceID, at: Instant, isDrill: Bool) {
        self.action = action
        self.device = device
        self.at = at
        self.isDrill = isDrill
    }
}
