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
//
// A client that somebody else disabled before stays so when the device is let in. The broker itself keeps that, whoever dies:
// such a client is marked, by a role that allows and denies nothing. What is to be done is read off the client each time, so
// that every order may be repeated, and may be the last one:
//
//     disabled, not barred   by somebody else: Cordon bars before it disables, and enables before it takes the bar away. It
//                            is marked, where the broker answers in time, and then barred
//     disabled and barred    by an earlier attempt, or by another run: its mark, or that it has none, is not touched
//     enabled                a mark is an old one, as of a client that an administrator has enabled since, and is taken away
//
// A client that is let in and stays disabled keeps its mark. Without it, a repeat would take the client for one to enable.

extension DynamicSecurity {
    typealias Command = [(String, Value)]

    /// What is sent to the plugin, each in a message of its own: it does one command after the other, also where one fails, as
    /// to make a role that there is does.
    enum Order: String {
        case disable
        case enable
        /// That somebody else disabled it.
        case mark
        /// That this is over.
        case unmark
        /// Lets it in, and leaves it disabled.
        case unbar

        /// The command whose refusal is the step's.
        var command: String {
            switch self {
            case .disable: "disableClient"
            case .enable: "enableClient"
            case .mark: "addClientRole"
            case .unmark, .unbar: "removeClientRole"
            }
        }

        /// Which field of the request holds it.
        var field: String {
            switch self {
            case .disable, .enable: "payload"
            case .mark: "payload before it, where somebody else disabled it"
            case .unmark: "payload before it, where that is over"
            case .unbar: "payload instead, where somebody else disabled it"
            }
        }

        func correlation(_ key: StepKey) -> String { "\(key)/\(rawValue)" }

        fileprivate func commands(_ device: DeviceID) -> [Command] {
            func role(_ name: String, _ role: String) -> Command {
                DynamicSecurity.command(name, device) + DynamicSecurity.named(role)
            }
            switch self {
            case .disable:
                return [
                    createBarredRole, role("addClientRole", barredRole) + first,
                    DynamicSecurity.command(command, device),
                ]
            case .enable:
                return [
                    DynamicSecurity.command(command, device), role("removeClientRole", barredRole),
                    role("removeClientRole", foundDisabledRole),
                ]
            // To add a role that the client has is an error.
            case .mark:
                return [
                    create(foundDisabledRole), role("removeClientRole", foundDisabledRole),
                    role("addClientRole", foundDisabledRole),
                ]
            case .unmark: return [role("removeClientRole", foundDisabledRole)]
            case .unbar: return [role("removeClientRole", barredRole)]
            }
        }
    }

    /// The role of whoever is barred.
    static let barredRole = "cordon-barred"
    /// The role of whoever was disabled before Cordon barred it.
    static let foundDisabledRole = "cordon-found-disabled"
    /// Before the roles that a person gives; far from the ends, as the plugin subtracts priorities from each other.
    private static let first: Command = [("priority", 1_000_000)]

    static let getRole: Command = [("command", "getRole")] + named(barredRole)
    private static let createBarredRole: Command = create(barredRole) + [("acls", .list(denials.map(\.rule)))]

    private static func create(_ role: String) -> Command { [("command", "createRole")] + named(role) }
    private static func named(_ role: String) -> Command { [("rolename", .string(role))] }

    static func command(_ name: String, _ device: DeviceID) -> Command {
        [("command", .string(name)), ("username", .string(device.description))]
    }

    /// The request as it goes out.
    static func request(_ commands: [Command], correlation: String) -> String {
        let commands = commands.map { Value.map($0 + [("correlationData", .string(correlation))]) }
        return JSONText.string(["commands": .list(commands)])
    }

    static func request(_ order: Order, _ device: DeviceID, _ key: StepKey) -> String {
        request(order.commands(device), correlation: order.correlation(key))
    }

    // MARK: - Barring and letting in

    /// Cuts a client off.
    func bar(_ request: RenderedRequest, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        await mark(request, key, timeout: timeout / 4)
        try await send(.disable, of: request, key, timeout: timeout * 3 / 4)
    }

    /// Notes whether somebody else had disabled it, where the broker says so in time. Where it does not, the client is cut off
    /// all the same: a broker that is slow because many are being cut off must not keep any from it.
    private func mark(_ request: RenderedRequest, _ key: StepKey, timeout: Duration) async {
        do throws(ActionFailure) {
            let client = try await client(request.device, key, timeout: timeout / 2)
            if let order = client.orderBeforeBarring {
                try await send(order, of: request, key, timeout: timeout / 2)
            }
        } catch {
            // What refuses this refuses what follows, too, and there it is the step's.
            return
        }
    }

    /// Lets a client in again.
    func letIn(_ request: RenderedRequest, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        let order: Order?
        do throws(ActionFailure) {
            order = try await client(request.device, key, timeout: timeout / 2).orderForLettingIn
        } catch {
            throw error.withoutEffect
        }
        if let order { try await send(order, of: request, key, timeout: timeout / 2) }
    }

    // MARK: - What was read back

    /// The names of a client's own roles, the first one first.
    static func roles(of client: MapValue) -> [String] {
        guard case .list(let roles)? = client["roles"] else { return [] }
        return roles.compactMap { role in
            guard case .map(let role) = role, case .string(let name)? = role["rolename"] else { return nil }
            return name
        }
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

    /// Reads back what was set by ``Order/disable``, or by ``Order/enable``.
    func confirm(
        _ order: Order,
        _ device: DeviceID,
        _ key: StepKey,
        timeout: Duration
    ) async throws(ActionFailure) -> Completion {
        let client = try await client(device, key, timeout: timeout)
        let isCutOff = client.isDisabled && client.isBarred
        guard order == .disable ? isCutOff : client.isLetIn else {
            throw .unknownOutcome(
                OperatorError(
                    attempted: "see device '\(device)' \(order.rawValue)d on broker '\(broker.name)'",
                    reason: "the broker says: \(client.sentence(of: device))",
                    remedy: "somebody else may be changing it: check with 'mosquitto_ctrl dynsec getClient \(device)' "
                        + "and 'mosquitto_ctrl dynsec getRole \(Self.barredRole)': take away what it allows, and leave the role"
                )
            )
        }
        let isLeft = order == .enable && client.isDisabled
        return Completion(
            .confirmed,
            output: ["disabled": .bool(client.isDisabled)],
            evidence: client.sentence(of: device) + (isLeft ? "; was disabled and not barred before: left so" : "")
        )
    }
}

extension DynamicSecurity.Client {
    fileprivate var orderBeforeBarring: DynamicSecurity.Order? {
        guard isDisabled else { return isMarked ? .unmark : nil }
        return hasBarredRole || isMarked ? nil : .mark
    }

    fileprivate var orderForLettingIn: DynamicSecurity.Order? {
        guard isDisabled, isMarked else { return .enable }
        return hasBarredRole ? .unbar : nil
    }

    /// As far as it is Cordon's to do so.
    fileprivate var isLetIn: Bool { !isBarred && (!isDisabled || isMarked) }

    fileprivate func sentence(of device: DeviceID) -> String {
        "getClient \(device): disabled \(isDisabled), barred from every topic \(isBarred)"
    }
}

extension ActionFailure {
    /// The same where nothing has left yet that cuts anybody off, or lets anybody in.
    fileprivate var withoutEffect: Self {
        guard case .unknownOutcome(let error, let retryAfter) = self else { return self }
        return .transient(error, retryAfter: retryAfter)
    }
}

extension RenderingCall {
    func dynamicSecurityRequest(_ orders: DynamicSecurity.Order...) -> RenderedRequest {
        let payloads = orders.map { order in
            RenderedRequest.Field(order.field, DynamicSecurity.request(order, device, key))
        }
        return request([RenderedRequest.Field("topic", DynamicSecurity.controlTopic)] + payloads)
    }
}
