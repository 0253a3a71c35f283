import HTTPTypes
import Hummingbird
import Logging

/// Turns what no route answered into a problem, too.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return context.closing(ConsoleProblem.notFound.answer.response)
        } catch {
            context.logger.error("a request failed: \(type(of: error))")
            return context.closing(ConsoleProblem.failed.answer.response)
        }
    }
}
