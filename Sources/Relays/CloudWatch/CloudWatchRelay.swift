import CEL
package import Domain
import JSON
import Ledger
import Logging
import Ports
import Transport

/// Puts entries into a stream of CloudWatch Logs.
///
/// - Shape: `PutLogEvents` of the JSON protocol 1.1, signed with SigV4. A batch is at most 1,048,576 bytes, counted as the
///   UTF-8 of all messages and 26 bytes for each, 10,000 events and 24 hours, in the order of time.
/// - Units: `timestamp` in milliseconds since 1970 UTC.
/// - Errors: 200 is a receipt. What CloudWatch names as too old or too new in it is lost there for good, and said.
/// - Source: Amazon CloudWatch Logs API Reference, `PutLogEvents`.
package struct CloudWatchRelay: AuditRelay {
    package static let descriptor = RelayDescriptor(
        kind: "cloudwatch",
        summary: "Puts entries into a stream of Amazon CloudWatch Logs.",
        settings: [
            .init("region", .text, isRequired: true, "such as `eu-central-1`"),
            .init("group", .text, isRequired: true, "the log group"),
            .init("stream", .text, isRequired: true, "the stream in it; let nobody else write into it"),
            .init("create", .flag, standard: "false", "`true` to make group and stream where they are not there"),
            .init(
                "credentials_file",
                .secretFile,
                "a file with `aws_access_key_id`, `aws_secret_access_key` and, where there is one, `aws_session_token`; "
                    + "unless given, the environment's `AWS_ACCESS_KEY_ID` and so on"
            ),
            .init("url", .url, "the endpoint; `https://logs.<region>.amazonaws.com` unless given"),
            .ca,
        ],
        bounds: RelayBounds(
            entriesMax: 10_000,
            bytesMax: 1_048_576,
            bytesPerEntry: 26,
            spanMax: .seconds(24 * 3_600)
        )
    )

    private let exchange: RelayExchange
    private let signature: AWSSignature
    private let file: RelaySecret?
    private let group: String
    private let stream: String
    private let creates: Bool
    private let parts: RelayParts

    package init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError) {
        let region = try settings.required("region")
        let url = try settings.url("url", standard: "https://logs.\(region).amazonaws.com")
        exchange = RelayExchange(settings: settings, url: url, client: parts.client)
        signature = AWSSignature(service: "logs", region: region)
        file = settings.secret("credentials_file")
        group = try settings.required("group")
        stream = try settings.required("stream")
        creates = settings.flag("create")
        self.parts = parts
        if file == nil {
            guard AWSCredentials(environment: parts.environment) != nil else {
                throw settings.wrong(
                    "it has no credentials",
                    "add 'credentials_file', or set AWS_ACCESS_KEY_ID and so on"
                )
            }
            parts.logger.warning(
                "relay '\(settings.name)' has its credentials from the environment, which other processes of this user can read; a file of mode 0600 is safer"
            )
        }
    }

    package func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure) {
        let events = entries.sorted { $0.record.time < $1.record.time }
        let parameters: Value = [
            "logGroupName": .string(group), "logStreamName": .string(stream),
            "logEvents": .list(events.map(Self.event)),
        ]
        var response = try await call("PutLogEvents", parameters)
        if creates, Self.problem(response) == "ResourceNotFoundException" {
            try await create("CreateLogGroup", ["logGroupName": .string(group)])
            try await create("CreateLogStream", ["logGroupName": .string(group), "logStreamName": .string(stream)])
            response = try await call("PutLogEvents", parameters)
        }
        guard response.status == 200 else { throw failure(response) }
        tellOfLosses(response, among: events)
    }

    private static func event(_ entry: RelayedEntry) -> Value {
        [
            "timestamp": .int(entry.record.time.millisecondsSinceEpoch),
            "message": .string(String(decoding: entry.json, as: UTF8.self)),
        ]
    }

    private func create(_ operation: String, _ parameters: Value) async throws(RelayFailure) {
        let response = try await call(operation, parameters)
        guard response.status == 200 || Self.problem(response) == "ResourceAlreadyExistsException" else {
            throw failure(response)
        }
    }

    private func call(_ operation: String, _ parameters: Value) async throws(RelayFailure) -> HTTPResponse {
        let body = JSONText.write(parameters)
        let headers = signature.signing(
            [
                HTTPField("content-type", "application/x-amz-json-1.1"),
                HTTPField("x-amz-target", "Logs_20140328.\(operation)"),
            ],
            body: body,
            to: exchange.url,
            by: try credentials(),
            // AWS compares it with its own clock.
            at: parts.surroundings.wallClock()
        )
        return try await exchange.post(body, headers: headers)
    }

    private func credentials() throws(RelayFailure) -> AWSCredentials {
        let found = try file.map { (file) throws(RelayFailure) in AWSCredentials(file: try file.current()) }
        guard let credentials = found ?? AWSCredentials(environment: parts.environment) else {
            throw .refused(exchange.error("'credentials_file' lacks aws_access_key_id or aws_secret_access_key"))
        }
        return credentials
    }

    /// The error's name: `com.amazonaws…#ThrottlingException` without what stands before the `#`.
    private static func problem(_ response: HTTPResponse) -> String? {
        guard response.status != 200, let document = try? JSONDocument.parse(response.body) else { return nil }
        return document["__type"].string.map {
            String($0[($0.lastIndex(of: "#").map($0.index(after:)) ?? $0.startIndex)...])
        }
    }

    private func failure(_ response: HTTPResponse) -> RelayFailure {
        let problem = Self.problem(response)
        let failure = exchange.failure(response, saying: problem)
        // Answered with 400, like a mistake of ours.
        let mayPass = ["ThrottlingException", "ServiceUnavailableException", "LimitExceededException"]
        guard let problem, mayPass.contains(problem) else { return failure }
        return .transient(failure.error)
    }

    /// Nothing that is sent again would be taken.
    private func tellOfLosses(_ response: HTTPResponse, among events: [RelayedEntry]) {
        guard let document = try? JSONDocument.parse(response.body) else { return }
        let losses = document["rejectedLogEventsInfo"]
        guard losses.exists, !losses.isNull else { return }
        let old = max(losses["tooOldLogEventEndIndex"].int ?? 0, losses["expiredLogEventEndIndex"].int ?? 0)
        let new = losses["tooNewLogEventStartIndex"].int.map { Int64(events.count) - $0 } ?? 0
        parts.logger.error(
            "relay '\(exchange.settings.name)': CloudWatch does not keep \(old) entries that are too old for it and \(new) that are too new; the log here has them"
        )
    }
}
