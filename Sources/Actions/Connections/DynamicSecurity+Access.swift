import CEL
import Domain
import JSON
import Playbooks
import Ports
import Response

// How a device loses its access to a broker, and gets it back.
//
// To disable its client cuts its session, and is not enough. A connection whose handshake was over before its certificate
// was revoked, and whose CONNECT comes later, is let in: Mosquitto asks neither the CRL nor the client's state then (seen with
// 2.0.11, which waits 95 seconds for a CONNECT). So the client also gets a role, before all others, that allows no topic.

extension DynamicSecurity {
    typealias Command = [(String, Value)]

    enum Access: String {
        case disable
        case enable

        /// The command whose refusal is the step's.
        var command: String { "\(rawValue)Client" }

        func correlation(_ key: StepKey) -> String { "\(key)/\(rawValue)" }

        /// In one message: the plugin does one after the other, also where one fails, as to make a role that there is does.
        fileprivate func commands(_ device: DeviceID) -> [Command] {
            let role: [Command] =
                switch self {
                case .disable: [createRole, DynamicSecurity.command("addClientRole", device) + named + first]
                case .enable: [DynamicSecurity.command("removeClientRole", device) + named]
                }
            return role + [DynamicSecurity.command(command, device)]
        }
    }

    /// The role of whoever is barred.
    static let barredRole = "cordon-barred"
    private static let named: Command = [("rolename", .string(barredRole))]
    /// Before the roles that a person gives; far from the ends, as the plugin subtracts priorities from each other.
    private static let first: Command = [("priority", 1_000_000)]

    static let getRole: Command = [("command", "getRole")] + named
    private static let createRole: Command =
        [("command", "createRole")] + named + [("acls", .list(denials.map(\.rule)))]

    static func command(_ name: String, _ device: DeviceID) -> Command {
        [("command", .string(name)), ("username", .string(device.description))]
    }

    /// The request as it goes out.
    static func request(_ commands: [Command], correlation: String) -> String {
        let commands = commands.map { Value.map($0 + [("correlationData", .string(correlation))]) }
        return JSONText.string(["commands": .list(commands)])
    }

    static func request(_ access: Access, _ device: DeviceID, _ key: StepKey) -> String {
        request(access.commands(device), correlation: access.correlation(key))
    }

    // MARK: - What was read back

    static func hasRole(_ client: MapValue) -> Bool {
        guard case .list(let roles)? = client["roles"], case .map(let first)? = roles.first else { return false }
        return first["rolename"] == .string(barredRole)
    }

    /// Somebody may have changed the role.
    static func barsEverything(_ data: Value?) -> Bool {
        guard case .map(let data)? = data, case .map(let role)? = data["role"], case .list(let rules)? = role["acls"]
        else { return false }
        let found = rules.compactMap(Denial.init)
        return found.count == rules.count && Set(found).isSuperset(of: denials)
    }

    /// `#` does not cover topics that begin with `$`.
    private static let denials: [Denial] = ["publishClientSend", "publishClientReceive", "subscribePattern"].flatMap {
        kind in ["#", "$SYS/#", "$CONTROL/#", "$share/#"].map { Denial(kind: kind, topic: $0) }
    }

    private struct Denial: Hashable {
        let kind: String
        let topic: String

        var rule: Value {
            ["acltype": .string(kind), "topic": .string(topic), "priority": 0, "allow": false]
        }

        init(kind: String, topic: String) {
            self.kind = kind
            self.topic = topic
        }

        /// `nil` of what allows something.
        init?(_ rule: Value) {
            guard case .map(let rule) = rule, rule["allow"] == false, case .string(let kind)? = rule["acltype"],
                case .string(let topic)? = rule["topic"]
            else { return nil }
            self.init(kind: kind, topic: topic)
        }
    }

    /// Reads back what an order set.
    func confirm(
        _ access: Access,
        _ device: DeviceID,
        _ key: StepKey,
        timeout: Duration
    ) async throws(ActionFailure) -> Completion {
        let client = try await client(device, key, timeout: timeout)
        let expected = access == .disable
        guard client.isDisabled == expected, client.isBarred == expected else {
            throw .unknownOutcome(
                OperatorError(
                    attempted: "see device '\(device)' \(access.rawValue)d on broker '\(broker.name)'",
                    reason: "the broker says: \(client.sentence(of: device))",
                    remedy: "somebody else may be changing it: check with 'mosquitto_ctrl dynsec getClient \(device)' "
                        + "and 'mosquitto_ctrl dynsec getRole \(Self.barredRole)', which may not allow anything"
                )
            )
        }
        return Completion(
            .confirmed,
            output: ["disabled": .bool(client.isDisabled)],
            evidence: client.sentence(of: device)
        )
    }
}

extension DynamicSecurity.Client {
    fileprivate func sentence(of device: DeviceID) -> String {
        "getClient \(device): disabled \(isDisabled), barred from every topic \(isBarred)"
    }
}

extension RenderingCall {
    func dynamicSecurityRequest(_ access: DynamicSecurity.Access) -> RenderedRequest {
        request([
            .init("topic", DynamicSecurity.controlTopic),
            .init("payload", DynamicSecurity.request(access, device, key)),
        ])
    }
}
