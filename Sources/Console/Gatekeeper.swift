import Domain
import HTTPTypes
import Hummingbird

/// What every request passes through: who asks, may they, and only then the body.
struct Gatekeeper: Sendable {
    private let tokens: TokenVerifier
    private let bodies: BodyReader

    init(_ parts: ConsoleParts, _ open: OpenBodies) {
        tokens = parts.tokens
        bodies = BodyReader(bytesMax: parts.limits.eventBytesMax, surroundings: parts.surroundings, open: open)
    }

    func response(to request: Request, _ context: ConsoleContext, by route: Route) async -> Response {
        let call: Call
        do throws(ConsoleProblem) {
            let (actor, groups) = try caller(of: request, for: route)
            let body = route.takesBody ? try await bodies.body(of: request, on: context.channel) : []
            call = Call(actor: actor, groups: groups, request: request, parameters: context.parameters, body: body)
        } catch {
            return context.closing(error.answer.response)
        }
        do throws(ConsoleProblem) {
            return try await route.answer(call).response
        } catch {
            return error.answer.response
        }
    }

    private func caller(
        of request: Request,
        for route: Route
    ) throws(ConsoleProblem) -> (actor: Actor, groups: Set<String>) {
        switch route.access {
        case .everyone: return (Actor(name: "anyone", proof: "none"), [])
        case .holders(let scope):
            guard let caller = tokens.caller(authorization: request.headers.value(of: .authorization)) else {
                throw .unauthenticated
            }
            guard caller.scope.covers(scope) else { throw .forbidden(scope) }
            return (caller.actor, caller.groups)
        }
    }
}
