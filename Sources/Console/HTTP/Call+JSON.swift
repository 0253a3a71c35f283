import CEL
import HTTPTypes
import Hummingbird
import Intake
import Ports

extension Call {
    /// The body as JSON, which it has to say that it is; `what` completes "… is asked for in JSON".
    func json(_ what: String, _ parts: ConsoleParts) throws(EventProblem) -> Value {
        let type = request.headers.value(of: .contentType).map { MediaType($0) }
        guard let type, type.essence == "application/json" else {
            throw EventProblem(
                .unsupportedContentType,
                "\(what) is asked for in JSON",
                remedy: "send 'Content-Type: application/json'"
            )
        }
        let arrival = Arrival(body: body, contentType: type.essence, arrived: parts.surroundings.now())
        return try Delivery(arrival, limits: parts.limits).value()
    }
}
