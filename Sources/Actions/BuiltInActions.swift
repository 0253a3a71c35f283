public import Playbooks
public import Ports
public import Response

/// Every kind of action in this build, in the order in which the reference lists them.
public enum BuiltInActions {
    public static let all: [any BuiltInAction.Type] = [
        DeviceCommandAction.self,
        DeviceVerifyAction.self,
        SessionDisconnectAction.self,
        SessionRestoreAction.self,
        CertificateDeactivateAction.self,
        CertificateReactivateAction.self,
        CertificateRevokeAction.self,
        WebhookSendAction.self,
        HTTPRequestAction.self,
        MessageAwaitAction.self,
    ]

    public static var descriptors: [ActionDescriptor] { all.map { $0.descriptor } }

    /// Those that a playbook names: a wait is written in another way.
    public static var named: [ActionDescriptor] { descriptors.filter { !$0.listens } }

    /// What the core may know of them.
    public static var kinds: [ActionKind] { all.map { $0.kind } }

    public static func drivers(_ connections: Connections, _ surroundings: any Surroundings) -> [any ActionDriver] {
        all.map { $0.init(connections, surroundings) }
    }
}

/// An action that is made from the configured connections and the clock.
public protocol BuiltInAction: ActionDriver {
    init(_ connections: Connections, _ surroundings: any Surroundings)
}

extension BuiltInAction {
    static var kind: ActionKind { ActionKind(Self.self) }
}
