import Domain
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Ports

/// Reads the body of a request: no more than may be, and for no longer.
///
/// The time is looked at whenever something arrives. Where nothing does, the connection is closed.
struct BodyReader: Sendable {
    let bytesMax: Int
    let surroundings: any Surroundings
    let open: OpenBodies

    func body(of request: Request, on channel: any Channel) async throws(ConsoleProblem) -> [UInt8] {
        guard request.headers.value(of: .contentEncoding) == nil else { throw Self.encoded }
        if let length = request.headers.value(of: .contentLength).flatMap(Int.init), length > bytesMax {
            throw tooLarge
        }
        let now = surroundings.now()
        let deadline = now + ConsoleLimits.bodyTimeout
        let number = open.begin(on: channel, at: now)
        defer { open.end(number) }
        var bytes: [UInt8] = []
        do {
            for try await chunk in request.body {
                guard surroundings.now() < deadline else { throw Self.tooSlow }
                guard bytes.count + chunk.readableBytes <= bytesMax else { throw tooLarge }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
        } catch let problem as ConsoleProblem {
            throw problem
        } catch {
            throw Self.brokenOff
        }
        return bytes
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
