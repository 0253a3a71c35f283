import Dispatch
package import Domain
import Foundation

/// Where a configured party is: its name resolved once, every address checked, and the connection pinned to what was checked.
///
/// Without the pin, a name could lead to one address when it is checked and to another when it is used.
package struct OutboundAddress: Sendable {
    /// Such as "connection 'soc'".
    private let party: String
    /// Where the configuration speaks of it, such as "connections.soc".
    private let setting: String
    private let host: String
    private let port: Int
    private let allowsPrivateAddresses: Bool

    package init(of party: String, setting: String, url: String, allowsPrivateAddresses: Bool) {
        let parts = URLComponents(string: url)
        self.init(
            of: party,
            setting: setting,
            host: parts?.host ?? "",
            port: parts?.port ?? (parts?.scheme == "http" ? 80 : 443),
            allowsPrivateAddresses: allowsPrivateAddresses
        )
    }

    package init(of party: String, setting: String, host: String, port: Int, allowsPrivateAddresses: Bool) {
        self.party = party
        self.setting = setting
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.port = port
        self.allowsPrivateAddresses = allowsPrivateAddresses
    }

    /// The addresses in libcurl's form: `HOST:PORT:ADDRESS[,ADDRESS]`.
    package func pins() async throws(ActionFailure) -> [String] {
        let addresses = try await addresses()
        return ["\(host):\(port):\(addresses.map(\.text).joined(separator: ","))"]
    }

    /// The same, and what is left of the time: a resolver takes as long as its own settings allow.
    /// - Throws: where nothing is left. Whoever asked has given up by then, and nothing may be sent.
    package func pins(within timeout: Duration) async throws(ActionFailure) -> (pins: [String], left: Duration) {
        let began = ContinuousClock.now
        let pins = try await pins()
        let left = timeout - (ContinuousClock.now - began)
        guard left > .zero else {
            let remedy = "look whether the resolver answers; nothing was sent"
            throw .transient(error("the name '\(host)' was found too late", remedy: remedy))
        }
        return (pins, left)
    }

    package func addresses() async throws(ActionFailure) -> [IPAddress] {
        guard !host.isEmpty
        else { throw .permanent(error("its URL has no host", remedy: "write 'url' as https://host/path")) }
        let addresses = await Self.resolve(host)
        guard !addresses.isEmpty else {
            throw .transient(error("the name '\(host)' has no address now", remedy: "check the name and the resolver"))
        }
        if !allowsPrivateAddresses, let inner = addresses.first(where: \.isInner) {
            throw .permanent(
                error(
                    "'\(host)' leads to \(inner.text), an address inside",
                    remedy: "set 'allow_private: true' in '\(setting)' if that is meant"
                )
            )
        }
        return addresses
    }

    private func error(_ reason: String, remedy: String) -> OperatorError {
        OperatorError(attempted: "find \(party)", reason: reason, remedy: remedy)
    }

    /// Off the cooperative pool: a resolver may take its time.
    private static func resolve(_ host: String) async -> [IPAddress] {
        let itself = IPAddress.all(of: host, isAddress: true)
        if !itself.isEmpty { return itself }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: IPAddress.all(of: host)) }
        }
    }
}
