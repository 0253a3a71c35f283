import Domain
import HTTPTypes
import Hummingbird

/// One thing that can be asked of the console.
struct Route: Sendable {
    enum Access: Hashable, Sendable {
        case everyone
        case holders(of: TokenScope)
    }

    let method: HTTPRequest.Method
    /// As Hummingbird's router has it: `/v1/incidents/{id}`.
    let path: String
    let access: Access
    /// Whether its body is read; that of any other route is not.
    let takesBody: Bool
    let answer: @Sendable (Call) async throws(ConsoleProblem) -> Answer
}

/// A request that may be served.
struct Call: Sendable {
    let actor: Actor
    /// Those that the caller belongs to.
    let groups: Set<String>
    let request: Request
    let parameters: Parameters
    /// Empty where the route takes none.
    let body: [UInt8]
}
