public import Domain
import Foundation
import NIOCore
import NIOPosix

extension ConsoleConfiguration {
    /// Listens for a moment, and accepts nobody: what keeps the console from listening is said before anything has begun.
    /// Somebody else may still be quicker afterwards.
    public func tryAddress() async throws(OperatorError) {
        try check()
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                // As the server has it, or the connections of the engine before this one would be in its way.
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.autoRead, value: false)
                .bind(host: host, port: port).get()
            try await channel.close().get()
        } catch {
            throw unusable(error)
        }
    }

    /// What is said where nobody can listen.
    func unusable(_ error: any Error) -> OperatorError {
        OperatorError(
            attempted: "listen on \(host):\(port)",
            reason: (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)",
            remedy: "stop what listens there, or configure another port"
        )
    }
}
