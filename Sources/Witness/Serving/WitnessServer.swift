import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import Ports
public import ServiceLifecycle

/// The two addresses of a witness, over HTTP: `POST /add-checkpoint`, and `GET /` for a person.
///
/// It asks nobody who they are: what counts is the signature on the checkpoint.
public struct WitnessServer: Service {
    private let application: Application<RouterResponder<BasicRequestContext>>
    private let address: String

    /// `onListening` is called once, with the port, when connections are accepted.
    public init(
        host: String,
        port: Int,
        desk: WitnessDesk,
        surroundings: any Surroundings,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        address = "\(host):\(port)"
        let router = Router()
        router.post("/add-checkpoint") { request, _ in
            await Self.answer(to: request, at: desk, surroundings)
        }
        router.get("/") { _, _ in Self.response(WitnessAnswer(200, await desk.overview())) }
        application = Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(WitnessLimits.idleSeconds))
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(WitnessLimits.connectionsMax, logger: logger)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// Serves until the service group that runs it shuts down.
    /// - Throws: ``OperatorError`` where the address cannot be listened on.
    public func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw OperatorError(
                attempted: "listen on \(address)",
                reason: String(cString: strerror(error.errnoCode)),
                remedy: "stop what listens there, or choose another with --listen"
            )
        }
    }

    private static func answer(
        to request: Request,
        at desk: WitnessDesk,
        _ surroundings: any Surroundings
    ) async -> Response {
        let deadline = surroundings.now() + WitnessLimits.bodyTimeout
        let body = await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                let buffer = try? await request.body.collect(upTo: WitnessLimits.requestBytesMax)
                return buffer.map { Array($0.readableBytesView) }
            }
            group.addTask {
                await surroundings.sleep(until: deadline)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
        guard let body else {
            return response(WitnessAnswer(400, "the body is too large, or did not arrive whole and in time\n"))
        }
        return response(await desk.addCheckpoint(body))
    }

    private static func response(_ answer: WitnessAnswer) -> Response {
        Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: [.contentType: answer.contentType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
        )
    }
}
