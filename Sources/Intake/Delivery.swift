public import CEL
public import Domain
public import JSON

/// What arrived at once, and what its carrier says of it. Its JSON is parsed here, once.
public struct Delivery: Sendable {
    public let body: [UInt8]
    /// `nil` where the carrier has no word for it, as MQTT 3: then the shape of the body decides.
    public let contentType: MediaType?
    /// When it arrived, for an event that does not say when it happened.
    public let arrived: Instant
    /// The body as JSON; `nil` where its carrier says that it is something else.
    public let json: Result<Value, JSONProblem>?
    let limits: Limits
    private let fields: [Arrival.Field]

    public init(_ arrival: Arrival, limits: Limits = Limits()) {
        body = arrival.body
        contentType = arrival.contentType.map(MediaType.init)
        arrived = arrival.arrived
        self.limits = limits
        fields = arrival.fields
        json = Self.mayBeJSON(contentType) ? Self.parsed(body, limits) : nil
    }

    /// The value of a header, by its lower-case name. Of one that comes twice, the last counts.
    func field(_ name: String) -> String? {
        fields.last { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
    }

    /// The body as JSON where it is JSON and the carrier names no format, so that its shape decides.
    var shape: Value? {
        guard contentType == nil || contentType?.essence == "application/json" else { return nil }
        return try? json?.get()
    }

    /// The body as JSON, for a format that is JSON.
    package func value() throws(EventProblem) -> Value {
        if let contentType, !contentType.isUTF8 {
            throw EventProblem(
                .unsupportedContentType,
                "the charset is \(Quoting.excerpt(contentType.charset ?? ""))",
                remedy: "send UTF-8, the one encoding that JSON has"
            )
        }
        do throws(JSONProblem) {
            return try (json ?? Self.parsed(body, limits)).get()
        } catch {
            throw EventProblem(error)
        }
    }

    /// SNS sends JSON as `text/plain`.
    private static func mayBeJSON(_ type: MediaType?) -> Bool {
        guard let type else { return true }
        return type.isJSON || type.essence == "text/plain"
    }

    private static func parsed(_ body: [UInt8], _ limits: Limits) -> Result<Value, JSONProblem> {
        Result { () throws(JSONProblem) in
            try JSONText.parse(body, limits: JSONLimits(bytesMax: limits.eventBytesMax))
        }
    }
}
