import CEL
import JSON

/// The state that Mosquitto's dynamic security plugin begins with: the engine may do everything, a device may use its
/// own topics.
///
/// - Shape: JSON `{defaultACLAccess, clients, groups, roles}`. With certificates as identity a client needs no password.
/// - Source: eclipse/mosquitto, plugins/dynamic-security; run against 2.0.11.
enum DynamicSecurityFile {
    static func text(engine: String, devices: [String]) -> String {
        JSONText.string([
            "defaultACLAccess": [
                "publishClientSend": false, "publishClientReceive": true, "subscribe": false, "unsubscribe": true,
            ],
            "clients": .list([client(engine, role: "admin")] + devices.map { client($0, role: role(of: $0)) }),
            "groups": [],
            "roles": .list([admin] + devices.map(deviceRole)),
        ])
    }

    private static func client(_ name: String, role: String) -> Value {
        ["username": .string(name), "roles": [["rolename": .string(role)]]]
    }

    private static func role(of device: String) -> String { "device-\(device)" }

    /// `#` does not cover topics that begin with `$`.
    private static var admin: Value {
        let everything = ["#", "$CONTROL/dynamic-security/#", "$SYS/#"]
        return [
            "rolename": "admin",
            "acls": .list(
                everything.flatMap { topic in
                    ["publishClientSend", "publishClientReceive", "subscribePattern"].map { allow($0, topic) }
                }
            ),
        ]
    }

    private static func deviceRole(_ device: String) -> Value {
        [
            "rolename": .string(role(of: device)),
            "acls": [
                allow("publishClientSend", "fleet/\(device)/#"), allow("publishClientSend", "telemetry/\(device)"),
                allow("subscribePattern", "fleet/\(device)/#"),
            ],
        ]
    }

    private static func allow(_ kind: String, _ topic: String) -> Value {
        ["acltype": .string(kind), "topic": .string(topic), "priority": 0, "allow": true]
    }
}
