public import Domain
package import Playbooks

/// What a stop covers.
public enum StopScope: Hashable, Sendable {
    case everything
    case playbook(String)
    case action(String)
    case group(String)
    case tag(String)
    case device(DeviceID)

    /// The stored spelling: `all`, or the kind, a colon and the name.
    public var text: String {
        switch self {
        case .everything: "all"
        case .playbook(let name): "playbook:\(name)"
        case .action(let name): "action:\(name)"
        case .group(let name): "group:\(name)"
        case .tag(let name): "tag:\(name)"
        case .device(let id): "device:\(id)"
        }
    }

    public init?(text: String) {
        if text == "all" {
            self = .everything
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "playbook": self = .playbook(parts[1])
        case "action": self = .action(parts[1])
        case "group": self = .group(parts[1])
        case "tag": self = .tag(parts[1])
        case "device":
            guard let id = DeviceID(parts[1]) else { return nil }
            self = .device(id)
        default: return nil
        }
    }

    /// As `cordon stop` and `cordon resume` take it.
    public var option: String {
        switch self {
        case .everything: "--all"
        case .playbook(let name): "--playbook \(Self.quoted(name))"
        case .action(let name): "--action \(Self.quoted(name))"
        case .group(let name): "--group \(Self.quoted(name))"
        case .tag(let name): "--tag \(Self.quoted(name))"
        case .device(let id): "--device \(Self.quoted(id.description))"
        }
    }

    /// As a shell takes it for one word.
    private static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                || "-_.:/@%+,=".utf8.contains(byte)
        }
        guard !isPlain || name.isEmpty else { return name }
        // By scalars: a quote and a mark that joins it are one `Character`, and two to a shell.
        let signs = "\\\"$`!".unicodeScalars
        let escaped = name.unicodeScalars.reduce(into: "") { $0 += signs.contains($1) ? "\\\($1)" : "\($1)" }
        return "\"\(escaped)\""
    }

    /// Completes "… is stopped".
    public var words: String {
        switch self {
        case .everything: "everything"
        case .playbook(let name): "playbook \(name)"
        case .action(let name): "the action \(name)"
        case .group(let name): "the group \(name)"
        case .tag(let name): "whatever has the tag \(name)"
        case .device(let id): "device \(id)"
        }
    }

    /// Whether what is in it is what the registry says.
    var isOfRegistry: Bool {
        switch self {
        case .group, .tag: true
        case .everything, .playbook, .action, .device: false
        }
    }

    /// Whether a command of this action, of this playbook or one that it calls, to this device is covered. A device that the
    /// registry could not describe may be of any group, and have any tag: not knowing is not permission. Messages, and what
    /// lets it in, do no harm there, and go on.
    package func covers(
        _ action: ActionDescriptor,
        of playbooks: some Sequence<String>,
        to device: Device,
        isUnknown: Bool
    ) -> Bool {
        if isUnknown, isOfRegistry, action.cutsOff { return true }
        return covers(action.name, of: playbooks, to: device)
    }

    private func covers(_ action: String, of playbooks: some Sequence<String>, to device: Device) -> Bool {
        switch self {
        case .everything: true
        case .playbook(let name): playbooks.contains(name)
        case .action(let name): name == action
        case .group(let name): device.groups.contains(name)
        case .tag(let name): device.tags.contains(name)
        case .device(let id): device.id == id
        }
    }
}
