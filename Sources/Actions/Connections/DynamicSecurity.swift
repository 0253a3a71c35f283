import CEL
import Domain
import JSON
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
        /// How many connections it has now, where the plugin says so.
        let connections: Int?
    }

    func disable(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        _ = try await send("disableClient", device, correlation: "\(key)/disable", timeout: timeout)
    }

    func enable(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        _ = try await send("enableClient", device, correlation: "\(key)/enable", timeout: timeout)
    }

    func client(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) -> Client {
        let answer = try await send("getClient", device, correlation: "\(key)/get/\(Self.unique)", timeout: timeout)
        guard case .map(let fields) = answer, case .map(let data)? = fields["data"],
            case .map(let client)? = data["client"]
        else { throw .unknownOutcome(error("getClient", device, "the answer names no client")) }
        let connections: Int? = if case .list(let list)? = client["connections"] { list.count } else { nil }
        return Client(isDisabled: client["disabled"] == true, connections: connections)
    }

    /// Cuts what came in since, by setting again the state that is set already.
    func disableAgain(_ device: DeviceID, _ key: StepKey, timeout: Duration) async throws(ActionFailure) {
        _ = try await send("disableClient", device, correlation: "\(key)/again/\(Self.unique)", timeout: timeout)
    }

    /// So that a late answer to an earlier look does not pass for one to this look.
    private static var unique: String { Digest.hex((0..<8).map { _ in UInt8.random(in: .min ... .max) }) }

    /// The request as it goes out, for the one command.
    static func request(_ command: String, _ device: DeviceID, correlation: String) -> String {
        let fields: Value = [
            "command": .string(command), "username": .string(device.description),
            "correlationData": .string(correlation),
        ]
        return JSONText.string(["commands": .list([fields])])
    }

    private func send(
        _ command: String,
        _ device: DeviceID,
        correlation: String,
        timeout: Duration
    ) async throws(ActionFailure) -> Value {
        let publication = MQTTPublication(
            topic: Self.controlTopic,
            payload: Array(Self.request(command, device, correlation: correlation).utf8)
        )
        let answer = try await broker.ask(
            publication,
            answersOn: Self.responseTopic,
            within: timeout,
            timeout: timeout
        ) { message in Self.response(in: message.payload, to: correlation) }
        guard let answer else {
            throw .unknownOutcome(
                error(command, device, "the broker did not answer within \(timeout.spoken)", remedy: Self.silence)
            )
        }
        guard case .map(let fields) = answer, case .string(let refusal)? = fields["error"] else { return answer }
        throw .permanent(error(command, device, "the broker says: \(refusal)"))
    }

    private static func response(in payload: [UInt8], to correlation: String) -> Value? {
        guard let document = try? JSONText.parse(payload), case .map(let fields) = document,
            case .list(let responses)? = fields["responses"]
        else { return nil }
        return responses.first { response in
            guard case .map(let fields) = response else { return false }
            return fields["correlationData"] == .string(correlation)
        }
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
