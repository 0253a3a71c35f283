import CEL
import Domain
import HTTPTypes
import Intake
import Ports

/// Why a request is not served, as RFC 9457 writes it.
struct ConsoleProblem: Error {
    let status: HTTPResponse.Status
    /// The stable code, the end of the problem's `type`.
    let code: String
    let title: String
    let detail: String
    let pointer: String?
    let line: Int?
    let column: Int?
    let remedy: String
    /// What became of each, where some of what came together is taken in.
    let events: Value?
    let headers: HTTPFields

    init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ title: String,
        detail: String,
        pointer: String? = nil,
        line: Int? = nil,
        column: Int? = nil,
        remedy: String,
        events: Value? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.pointer = pointer
        self.line = line
        self.column = column
        self.remedy = remedy
        self.events = events
        self.headers = headers
    }

    var answer: Answer {
        var members: [(String, Value)] = [
            ("type", .string("urn:cordon:problem:\(code)")), ("title", .string(title)),
            ("status", .int(Int64(status.code))),
            ("detail", .string(detail)),
        ]
        if let pointer { members.append(("pointer", .string(pointer))) }
        if let line { members.append(("line", .int(Int64(line)))) }
        if let column { members.append(("column", .int(Int64(column)))) }
        members.append(("remedy", .string(remedy)))
        if let events { members.append(("events", events)) }
        return Answer(status, .map(members), contentType: "application/problem+json", headers: headers)
    }
}

extension ConsoleProblem {
    init(_ problem: EventProblem) {
        let status: HTTPResponse.Status =
            switch problem.kind {
            case .unsupportedContentType: .unsupportedMediaType
            case .tooLarge: .contentTooLarge
            case .malformedJSON, .notAnEvent, .missing, .wrongType, .invalid: .badRequest
            }
        self.init(
            status,
            problem.kind.code,
            problem.title,
            detail: problem.detail,
            pointer: problem.pointer,
            line: problem.line,
            column: problem.column,
            remedy: problem.remedy
        )
    }

    init(_ refusal: IntakeRefusal, _ furtherRemedy: String = "") {
        switch refusal {
        case .full(let capacity, let retryAfter):
            self.init(
                notNow: "full",
                "The engine takes nothing more for the moment",
                detail: "\(capacity) things are waiting already; nothing of this request was taken in",
                retryAfter: retryAfter,
                furtherRemedy
            )
        case .busy(let reason, let retryAfter):
            self.init(
                notNow: "busy",
                "The engine takes no new event for the moment",
                detail: "\(reason); nothing of this request was taken in",
                retryAfter: retryAfter,
                furtherRemedy
            )
        case .noRoom(let retryAfter):
            self.init(
                notNow: "no-room",
                "The engine's disk is full",
                detail: "what is not durable is not acknowledged",
                retryAfter: retryAfter,
                furtherRemedy
            )
        case .tooMany(let perSecond, let burst, let retryAfter):
            self.init(
                .tooManyRequests,
                notNow: "too-many",
                "This sender brings too many events",
                detail:
                    "\(perSecond) a second are taken of each sender, and as many at once as come in \(burst.spoken); "
                    + "nothing of this request was taken in",
                retryAfter: retryAfter
            )
        case .closing:
            self.init(
                notNow: "closing",
                "The engine is shutting down",
                detail: "what is not durable is not acknowledged",
                retryAfter: ConsoleLimits.closingRetryAfter,
                furtherRemedy
            )
        case .kept(let retryAfter):
            self.init(
                notNow: "no-room",
                "The engine's disk is full",
                detail: "it is kept in memory, and counts as soon as there is room",
                retryAfter: retryAfter,
                remedy: "make room, and do not send it again: 'cordon incidents' and 'cordon holds' show whether it "
                    + "counted; should the engine end before there is room, it is lost\(furtherRemedy)"
            )
        }
    }

    init(_ refusal: OrderRefusal, _ code: String, _ title: String) {
        switch refusal {
        case .objection(let error): self.init(error, .unprocessableContent, code, title)
        case .notNow(let refusal): self.init(refusal, ConsoleProblem.stopRemedy)
        }
    }

    /// Whoever cannot reach the engine now may want to stop it.
    private static let stopRemedy = "; the file STOP stops everything even now"

    private init(
        _ status: HTTPResponse.Status = .serviceUnavailable,
        notNow code: String,
        _ title: String,
        detail: String,
        retryAfter: Duration,
        _ furtherRemedy: String = "",
        remedy: String? = nil
    ) {
        let seconds = max(1, (retryAfter.milliseconds + 999) / 1_000)
        self.init(
            status,
            code,
            title,
            detail: detail,
            remedy: remedy ?? "keep it, and send it again in \(seconds) s\(furtherRemedy)",
            // What must not be sent again has no time for it.
            headers: remedy == nil ? [.retryAfter: String(seconds)] : [:]
        )
    }

    init(_ error: OperatorError, _ status: HTTPResponse.Status, _ code: String, _ title: String) {
        self.init(status, code, title, detail: error.reason, remedy: error.remedy)
    }

    static let unauthenticated = Self(
        .unauthorized,
        "unauthenticated",
        "A token is needed",
        detail: "the request has no token that is known here",
        remedy: "send 'Authorization: Bearer <token>', or the token as the password of 'Authorization: Basic'",
        headers: [.wwwAuthenticate: #"Basic realm="cordon""#]
    )

    static func forbidden(_ needed: TokenScope) -> Self {
        Self(
            .forbidden,
            "forbidden",
            "The token may not do this",
            detail: "a token with the scope '\(needed.text)' is needed",
            remedy: "use such a token, or ask whoever runs the engine for one"
        )
    }

    static let notFound = Self(
        .notFound,
        "not-found",
        "There is nothing here",
        detail: "no such path, or no such thing",
        remedy: "check the method and the path"
    )

    static let failed = Self(
        .internalServerError,
        "internal",
        "The request failed",
        detail: "the reason stands in the engine's log",
        remedy: "try again; tell whoever runs the engine if it stays so"
    )
}
