import Domain
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Ports

/// Reads the body of a request: no more than may be, and for no longer.
struct BodyReader: Sendable {
    let bytesMax: Int
    let surroundings: any Surroundings

    func body(of request: Request) async throws(ConsoleProblem) -> [UInt8] {
        guard request.headers[.contentEncoding] == nil else { throw Self.encoded }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bytesMax { throw tooLarge }
        let deadline = surroundings.now() + ConsoleLimits.bodyTimeout
        let outcome = await withTaskGroup(of: Result<[UInt8], ConsoleProblem>.self) { group in
            group.addTask { await collected(request.body) }
            group.addTask {
                await surroundings.sleep(until: deadline)
                return .failure(Self.tooSlow)
            }
            let first = await group.next()
            group.cancelAll()
            return first
        }
        guard let outcome else { preconditionFailure("two tasks were added") }
        return try outcome.get()
    }

    private func collected(_ body: RequestBody) async -> Result<[UInt8], ConsoleProblem> {
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                guard bytes.count + chunk.readableBytes <= bytesMax else { return .failure(tooLarge) }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
            return .success(bytes)
        } catch {
            return .failure(Self.brokenOff)
        }
    }

    private var tooLarge: ConsoleProblem { ConsoleProblem(.tooLarge(bytesMax: bytesMax)) }

    private static let encoded = ConsoleProblem(
        .unsupportedMediaType,
        "content-encoding",
        "The body is encoded",
        detail: "no content encoding is undone here",
        remedy: "send the body as it is, without 'Content-Encoding'"
    )

    private static let tooSlow = ConsoleProblem(
        .requestTimeout,
        "too-slow",
        "The body did not arrive in time",
        detail: "\(ConsoleLimits.bodyTimeout) are given for it",
        remedy: "send it again over a better connection"
    )

    private static let brokenOff = ConsoleProblem(
        .badRequest,
        "broken-off",
        "The body did not arrive whole",
        detail: "the connection ended within it",
        remedy: "send it again"
    )
}
