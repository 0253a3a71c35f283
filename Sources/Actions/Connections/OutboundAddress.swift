import Dispatch
import Domain
import Foundation

/// Where the host of a connection leads: resolved once, every address checked, and the connection pinned to what was checked.
///
/// Without the pin, a name could lead to one address when it is checked and to another when it is used.
struct OutboundAddress {
    /// Of the connection.
    let name: String
    let url: String
    let allowsPrivateAddresses: Bool

    /// The addresses in libcurl's form: `HOST:PORT:ADDRESS[,ADDRESS]`.
    func pins() async throws(ActionFailure) -> [String] {
        guard let url = URLComponents(string: self.url), let host = url.host, !host.isEmpty
        else { throw .permanent(error("its URL has no host", remedy: "write 'url' as https://host/path")) }
        let port = url.port ?? (url.scheme == "http" ? 80 : 443)
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let addresses = await Self.resolve(bare)
        guard !addresses.isEmpty else {
            throw .transient(error("the name '\(bare)' has no address now", remedy: "check the name and the resolver"))
        }
        if !allowsPrivateAddresses, let inner = addresses.first(where: \.isInner) {
            throw .permanent(
                error(
                    "'\(bare)' leads to \(inner.text), an address inside",
                    remedy: "set 'connections.\(name).allow_private: true' if that is meant"
                )
            )
        }
        return ["\(bare):\(port):\(addresses.map(\.text).joined(separator: ","))"]
    }

    private func error(_ reason: String, remedy: String) -> OperatorError {
        OperatorError(attempted: "find connection '\(name)'", reason: reason, remedy: remedy)
    }

    /// Off the cooperative pool: a resolver may take its time.
    private static func resolve(_ host: String) async -> [IPAddress] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: IPAddress.all(of: host)) }
        }
    }
}
