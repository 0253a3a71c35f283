public import Domain
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
public import ServiceLifecycle

/// The HTTP API.
///
/// Listens on loopback, or elsewhere with TLS. Every route but the health check asks for a token, before it reads a
/// body. No CORS header is ever sent: a web page of somebody else gets nothing here.
public struct ConsoleServer: Service {
    private let application: Application<RouterResponder<ConsoleContext>>
    private let configuration: ConsoleConfiguration
    private let routes: [Route]
    private let bodies: OpenBodies

    /// `onListening` is called once, with the port, when connections are accepted.
    /// - Throws: where the console must not listen as it is configured, or its certificate cannot be used.
    public init(
        _ configuration: ConsoleConfiguration,
        _ parts: ConsoleParts,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(OperatorError) {
        try configuration.check()
        self.configuration = configuration
        routes = Routes(parts).all
        bodies = OpenBodies(parts.surroundings)
        application = Application(
            router: Self.router(routes, Gatekeeper(parts, bodies)),
            server: try Self.protocols(configuration),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: .maximum(ConsoleLimits.connectionsMax, logger: parts.logger)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port) },
            logger: parts.logger
        )
    }

    /// Serves until the service group that runs it shuts down, which lets the requests under way end, or until the task
    /// is cancelled, which does not.
    /// - Throws: ``OperatorError`` where the address cannot be listened on, or nobody can be accepted any more.
    public func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { await bodies.watch() }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            throw configuration.unusable(error)
        } catch is ServiceGroupError {
            // Where accepting fails, the server logs why and returns.
            throw OperatorError(
                attempted: "accept connections on \(configuration.host):\(configuration.port)",
                reason: "the server ended by itself",
                remedy: "look for the error before it in the log, such as too many open files, then start Cordon again"
            )
        }
    }

    /// Method, path and the scope that is asked for, of every route there is.
    package var routeList: [(method: String, path: String, scope: TokenScope?)] {
        routes.map { route in
            switch route.access {
            case .everyone: (route.method.rawValue, route.path, nil)
            case .holders(let scope): (route.method.rawValue, route.path, scope)
            }
        }
    }
}

extension ConsoleServer {
    private static func router(_ routes: [Route], _ gatekeeper: Gatekeeper) -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: ProblemMiddleware())
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await gatekeeper.response(to: request, context, by: route)
            }
        }
        return router
    }

    private static func protocols(_ configuration: ConsoleConfiguration) throws(OperatorError) -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(configuration.idleTimeout),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: ConsoleLimits.headerBytesMax,
                    maxHeaderListSize: ConsoleLimits.headersBytesMax,
                    maxHeaderFieldCount: ConsoleLimits.headersCountMax
                )
            )
        )
        guard let certificate = configuration.certificate else { return plain }
        do {
            return try .tls(plain, tlsConfiguration: tls(certificate))
        } catch {
            throw OperatorError(
                attempted: "use the certificate \(certificate.certificateFile) with the key \(certificate.keyFile)",
                reason: "\(error)",
                remedy: "give the PEM files of a certificate, its chain behind it, and of its unencrypted key"
            )
        }
    }

    private static func tls(_ certificate: ServerCertificate) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.certificateFile).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyFile, format: .pem))
        )
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
