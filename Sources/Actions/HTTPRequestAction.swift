import CEL
public import Domain
import JSON
public import Playbooks
public import Ports
public import Response
import Transport

/// Sends one request to a configured HTTP API.
///
/// What such a request does is not known here, so a repeat is not taken to be harmless: a request whose outcome is
/// unknown stays a doubt, but for those that only read. Whether it touches the device, a step of it says.
public struct HTTPRequestAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "http.request",
        summary: "Sends a request to a configured HTTP API, and keeps the answer.",
        parameters: [
            .init("connection", .connection(.http), isRequired: true, summary: "The configured API."),
            .init("method", .choice(methods), isRequired: true, summary: "The method."),
            .init("path", .path, isRequired: true, summary: "What follows the connection's URL; it begins with `/`."),
            .init("headers", .document, summary: "A mapping of further headers."),
            .init("body", .document, summary: "The content: a text as it is, else as JSON."),
        ],
        outputs: [
            .init("status", .int, summary: "The HTTP status that the API answered."),
            .init("body", .dyn, summary: "The answer: JSON as what it is, else the text."),
        ],
        receiver: .once,
        reversal: .notNeeded,
        touchesDevice: false,
        openReach: .init(unless: "method", isOneOf: readingMethods),
        overall: .seconds(300),
        permissions: [],
        example: """
            - id: block
              action: http.request
              touches: device
              with: {connection: firewall, method: POST, path: "/block/${{ device.id }}", body: {reason: exfiltration}}
            """
    )

    static let methods = readingMethods + ["POST", "PUT", "PATCH", "DELETE"]
    private static let readingMethods = ["GET", "HEAD"]
    private static let answerBytesMax = 262_144

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        var fields = [
            RenderedRequest.Field("method", try call.required("method")),
            RenderedRequest.Field("path", try path(call)),
        ]
        let headers = try headers(call)
        if !headers.isEmpty { fields.append(.init("headers", JSONText.string(.map(headers)))) }
        if let body = call.text("body") { fields.append(.init("body", body)) }
        return call.request(fields)
    }

    private static func path(_ call: RenderingCall) throws(OperatorError) -> String {
        let path = try call.required("path")
        let isPath = path.hasPrefix("/") && path.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") }
        guard isPath else { throw refusal("the path", "it is \(DisplayText.quoted(path))", "begin it with '/'") }
        return path
    }

    /// Without what frames a message or says who we are.
    private static func headers(_ call: RenderingCall) throws(OperatorError) -> [(String, Value)] {
        guard case .map(let map)? = call["headers"] else { return [] }
        var headers: [(String, Value)] = []
        for entry in map.entries {
            guard case .string(let name) = entry.key else { continue }
            let value = if case .string(let text) = entry.value { text } else { JSONText.string(entry.value) }
            let isToken = name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil
            let isText = value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isToken, isText, !ownHeaders.contains(name.lowercased()) else {
                let remedy = "credentials belong to the connection, and a value is one line"
                throw refusal("the header \(DisplayText.quoted(name))", "it cannot be given so", remedy)
            }
            headers.append((name, .string(value)))
        }
        return headers
    }

    private static let ownHeaders: Set<String> = [
        "authorization", "connection", "content-length", "cookie", "host", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    private static func refusal(_ what: String, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "render \(what) of http.request", reason: reason, remedy: remedy)
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let api = connections.api(request.connection)
        let (pins, left) = try await OutboundAddress(
            of: "connection '\(api.name)'",
            setting: "connections.\(api.name)",
            url: api.url,
            allowsPrivateAddresses: api.allowsPrivateAddresses
        ).pins(within: intent.timeout)
        let exchange = HTTPExchange(
            attempted: "send a request to '\(api.name)'",
            party: "the API",
            connection: api.name,
            nature: Self.readingMethods.contains(request.field("method")) ? .reading : .once
        )
        let response = try await exchange.answer(
            to: Self.request(request, to: api, pins, left),
            from: api.client
        )
        return Completion(
            .confirmed,
            output: ["status": .int(Int64(response.status)), "body": Self.content(of: response)],
            evidence: "'\(api.name)' answered \(response.status)"
        )
    }

    private static func content(of response: HTTPResponse) -> Value {
        (try? JSONText.parse(response.body)) ?? .string(String(decoding: response.body, as: UTF8.self))
    }

    private static func request(
        _ request: RenderedRequest,
        to api: HTTPConnection,
        _ pins: [String],
        _ timeout: Duration
    ) -> HTTPRequest {
        let base = api.url.hasSuffix("/") ? String(api.url.dropLast()) : api.url
        return HTTPRequest(
            method: request.field("method"),
            url: base + request.field("path"),
            headers: headers(request, api),
            body: Array((request["body"] ?? "").utf8),
            timeout: timeout,
            connectTimeout: min(timeout, .seconds(5)),
            tls: api.tls,
            resolvePins: pins,
            responseBytesMax: answerBytesMax
        )
    }

    private static func headers(_ request: RenderedRequest, _ api: HTTPConnection) -> [HTTPField] {
        var headers: [HTTPField] = []
        if case .map(let map)? = try? JSONText.parse(request["headers"] ?? "") {
            for case (.string(let name), .string(let value)) in map.entries.map({ ($0.key, $0.value) }) {
                headers.append(HTTPField(name, value))
            }
        }
        if let body = request["body"], !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            let isJSON = (try? JSONText.parse(body)) != nil
            headers.append(HTTPField("content-type", isJSON ? "application/json" : "text/plain; charset=utf-8"))
        }
        if let authorization = api.authorization {
            headers.append(HTTPField("authorization", authorization.reveal { copy $0 }))
        }
        return headers
    }
}
