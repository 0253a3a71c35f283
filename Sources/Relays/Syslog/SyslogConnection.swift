import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Transport

/// One connection to a syslog server, for one batch.
///
/// TLS 1.2 or newer, and the server's certificate and name are verified, always.
struct SyslogConnection: Sendable {
    struct Failure: Error {
        let reason: String
        let mayPass: Bool
    }

    /// From the first byte to the receiver's end of the connection.
    private static let timeout: TimeAmount = .seconds(30)
    private static let connectTimeout: TimeAmount = .seconds(10)

    let host: String
    let port: Int
    let tls: TLSFiles

    /// Returns once the receiver has ended the connection after ours. The addresses are tried in their order.
    func send(_ bytes: [UInt8], to addresses: [IPAddress]) async throws(Failure) {
        let context = try context()
        var failure = Failure(reason: "'\(host)' has no address", mayPass: true)
        for address in addresses {
            let (farewell, trouble) = (FarewellHandler(), TroubleHandler())
            do {
                let channel = try await connect(to: address, context, farewell, trouble)
                return try await Self.deliver(bytes, on: channel, farewell, trouble)
            } catch {
                failure = Failure(reason: Self.reason(trouble.first ?? error), mayPass: true)
            }
        }
        throw failure
    }

    private func context() throws(Failure) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            if let ca = tls.caFile { configuration.trustRoots = .file(ca) }
            if let certificate = tls.certificateFile, let key = tls.keyFile {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw Failure(reason: "its certificate files cannot be used: \(error)", mayPass: false)
        }
    }

    private func connect(
        to address: IPAddress,
        _ context: NIOSSLContext,
        _ farewell: FarewellHandler,
        _ trouble: TroubleHandler
    ) async throws -> any Channel {
        let peer = try SocketAddress(ipAddress: address.text, port: port)
        // A name is verified as a name, an address as the one that we connect to.
        let name = (try? SocketAddress(ipAddress: host, port: port)) == nil ? host : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(Self.connectTimeout)
            // So that the receiver's end of the connection and a break are told apart.
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers = channel.pipeline.syncOperations
                    try handlers.addHandler(farewell)
                    try handlers.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
                    try handlers.addHandler(trouble)
                }
            }
            .connect(to: peer).get()
    }

    private static func deliver(
        _ bytes: [UInt8],
        on channel: any Channel,
        _ farewell: FarewellHandler,
        _ trouble: TroubleHandler
    ) async throws {
        let deadline = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        do {
            try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).get()
        } catch {
            channel.close(promise: nil)
            throw error
        }
        farewell.begin()
        do {
            // Says that this is the end, and waits for the receiver to say so, too.
            try await channel.close().get()
        } catch NIOSSLError.uncleanShutdown where farewell.isAnswered {
            // It ended the connection without the word that RFC 5425 asks for: many do.
        }
        // A refusal of our certificate comes this late, too.
        if let trouble = trouble.first { throw trouble }
    }

    private static func reason(_ error: any Error) -> String {
        error is NIOSSLCloseTimedOutError
            ? "it did not end the connection, so nobody knows what it has read" : "\(error)"
    }
}

/// Sees the receiver end the connection: the end that is sent, and no break.
///
/// It stands before TLS, which keeps a connection open that was ended without a word.
private final class FarewellHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private struct State {
        var hasBegun = false
        var isAnswered = false
    }

    private let state = Mutex(State())

    /// All is sent. An end that came before is no answer to ours.
    func begin() { state.withLock { $0.hasBegun = true } }

    var isAnswered: Bool { state.withLock(\.isAnswered) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
        state.withLock { $0.isAnswered = $0.hasBegun }
        context.fireUserInboundEventTriggered(event)
        context.close(promise: nil)
    }
}

/// Keeps the first thing that went wrong on a connection: NIO tells of it to handlers alone.
private final class TroubleHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let kept = Mutex<(any Error)?>(nil)

    var first: (any Error)? { kept.withLock { $0 } }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case NIOSSLError.uncleanShutdown = error { return }
        kept.withLock { $0 = $0 ?? error }
    }
}
