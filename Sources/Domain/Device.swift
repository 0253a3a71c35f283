/// One member of the fleet, as the registry described it when it was asked.
public struct Device: Hashable, Sendable {
    public let id: DeviceID
    /// Whether the device is recorded in the registry. One that is not has no site, model, groups or tags.
    public let isRegistered: Bool
    public let site: String
    public let model: String
    public let groups: [String]
    public let tags: [String]
    /// Never touched by automation, always held.
    public let isProtected: Bool
    /// The device that it reaches the others through; nil where it needs none, or the registry does not know.
    public let gateway: DeviceID?
    /// How many devices have this one as their gateway.
    public let children: Int
    /// How many other devices of its site there are, of its model where it has one; nil where it has no site.
    public let peers: Int?

    public init(
        id: DeviceID,
        isRegistered: Bool = true,
        site: String = "",
        model: String = "",
        groups: [String] = [],
        tags: [String] = [],
        isProtected: Bool = false,
        gateway: DeviceID? = nil,
        children: Int = 0,
        peers: Int? = nil
    ) {
        self.id = id
        self.isRegistered = isRegistered
        self.site = site
        self.model = model
        self.groups = groups
        self.tags = tags
        self.isProtected = isProtected
        self.gateway = gateway
        self.children = children
        self.peers = peers
    }

    public static func unregistered(_ id: DeviceID) -> Self { Self(id: id, isRegistered: false) }
}

/// What the registry says of one certificate.
public enum CertificateStatus: CaseIterable, Hashable, Sendable {
    case active
    /// Refused for now; can be made active again (on a CRL: `certificateHold`).
    case inactive
    /// Refused for good.
    case revoked

    /// The stored spelling.
    public var text: String {
        switch self {
        case .active: "active"
        case .inactive: "inactive"
        case .revoked: "revoked"
        }
    }

    public init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }
}

/// One certificate of a device.
public struct DeviceCertificate: Hashable, Sendable {
    /// The serial number, lower-case hexadecimal, two digits a byte.
    public let serial: String
    public let device: DeviceID
    public let status: CertificateStatus
    public let notAfter: Instant

    public init(serial: String, device: DeviceID, status: CertificateStatus, notAfter: Instant) {
        self.serial = serial
        self.device = device
        self.status = status
        self.notAfter = notAfter
    }
}
