import CEL
import Domain
import JSON
import Playbooks
import Ports
import Response
import Transport

/// Mosquitto's dynamic security plugin, over the broker's own control topic.
///
/// - Shape: `{"commands":[{"command":…,"username":…,"correlationData":…}]}`; answers come to every subscriber of the
///   response topic, and are told apart by `correlationData`.
/// - Source: eclipse/mosquitto, plugins/dynamic-security; run against 2.0.11.
struct DynamicSecurity: Sendable {
    static let controlTopic = "$CONTROL/dynamic-security/v1"
    static let responseTopic = "$CONTROL/dynamic-security/v1/response"

    let broker: BrokerConnection

    /// What the plugin says of a client: the MQTT user name, which is the device's id.
    struct Client: Hashable {
        let isDisabled: Bool
        /// Whether it may use no topic, whatever connection it has.
        let isBarred: Bool
        /// Whether it has the role that bars it, wherever among its roles, and whatever that allows by now.
        let hasBarredRole: Bool
        /// Whether it was disabled before it was barred.
        let isMarked: Bool
        /// How many connections it has now, where the plugin says so.
        let connections: Int?
    }

    /// Sends an order as it was recorded.
    func send(
        _ order: Order,
        of request: RenderedRequest,
        _ key: StepKey,
        timeout: Duration
    ) async throws(ActionFailure) {
        // What an earlier version recorded, and a crash left to this one, has the payload alone.
        guard let payload = request[order.field] else { return }
        _ = try await send(payload, order.command, request.device, order.correlation(key), timeout)
    }

    func client(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) -> Client {
        let commands = [Self.command("getClient", device), Self.getRole]
        let answers = try await ask(commands, "getClient", device, correlation: "\(key)/get", timeout: timeout)
        guard case .map(let data)? = answers["getClient"]?["data"], case .map(let client)? = data["client"] else {
            throw .unknownOutcome(error("getClient", device, "the answer names no client"))
        }
        let connections: Int? = if case .list(let list)? = client["connections"] { list.count } else { nil }
        let roles = Self.roles(of: client)
        return Client(
            isDisabled: client["disabled"] == true,
            isBarred: roles.first == Self.barredRole && Self.barsEverything(answers["getRole"]?["data"]),
            hasBarredRole: roles.contains(Self.barredRole),
            isMarked: roles.contains(Self.foundDisabledRole),
            connections: connections
        )
    }

    /// Cuts what came in since, by setting again the state that is set already.
    func disableAgain(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        let command = Self.command("disableClient", device)
        _ = try await ask([command], "disableClient", device, correlation: "\(key)/again", timeout: timeout)
    }

    /// So that a late answer to an earlier question does not pass for one to this one.
    private func ask(
        _ commands: [Command],
        _ decisive: String,
        _ device: DeviceID,
        correlation: String,
        timeout: Duration
    ) async throws(ActionFailure) -> [String: MapValue] {
        let unique = "\(correlation)/\(Digest.hex((0..<8).map { _ in UInt8.random(in: .min ... .max) }))"
        return try await send(Self.request(commands, correlation: unique), decisive, device, unique, timeout)
    }

    /// - Returns: the answers, by their commands.
    /// - Throws: where the decisive command was refused. What else went wrong shows when it is read back.
    private func send(
        _ payload: String,
        _ decisive: String,
        _ device: DeviceID,
        _ correlation: String,
        _ timeout: Duration
    ) async throws(ActionFailure) -> [String: MapValue] {
        let publication = MQTTPublication(topic: Self.controlTopic, payload: Array(payload.utf8))
        let answers = try await broker.ask(
            publication,
            answersOn: Self.responseTopic,
            within: timeout,
            timeout: timeout
        ) { message in Self.answers(in: message.payload, to: correlation) }
        guard let answers else {
            throw .unknownOutcome(
                error(decisive, device, "the broker did not answer within \(timeout.spoken)", remedy: Self.silence)
            )
        }
        if case .string(let refusal)? = answers[decisive]?["error"] {
            throw .permanent(error(decisive, device, "the broker says: \(refusal)"))
        }
        return answers
    }

    private static func answers(in payload: [UInt8], to correlation: String) -> [String: MapValue]? {
        guard let document = try? JSONText.parse(payload), case .map(let fields) = document,
            case .list(let responses)? = fields["responses"]
        else { return nil }
        var answers: [String: MapValue] = [:]
        for case .map(let answer) in responses where answer["correlationData"] == .string(correlation) {
            if case .string(let command)? = answer["command"] { answers[command] = answer }
        }
        return answers.isEmpty ? nil : answers
    }

    /// The plugin answers whatever it is asked. Whoever may not receive the answer hears nothing, also where the
    /// defaults allow to receive: they do not cover `$CONTROL`.
    private static let silence =
        "the engine's role may not receive on $CONTROL/dynamic-security/#: allow it with 'mosquitto_ctrl dynsec addRoleACL "
        + "engine publishClientReceive $CONTROL/dynamic-security/# allow'; or the broker has no dynamic security plugin"

    private func error(
        _ command: String,
        _ device: DeviceID,
        _ reason: String,
        remedy: String? = nil
    ) -> OperatorError {
        OperatorError(
            attempted: "\(command) '\(device)' on broker '\(broker.name)'",
            reason: reason,
            remedy: remedy
                ?? "look with 'mosquitto_ctrl dynsec getClient \(device)': it must be a client, and we an admin"
        )
    }
}
