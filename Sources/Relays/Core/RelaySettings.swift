package import Domain

/// What the configuration says of one relay.
package struct RelaySettings: Sendable {
    /// Of the relay, such as `soc`.
    package let name: String
    private let values: [String: String]
    private let secrets: [String: RelaySecret]

    /// `values` are those of all shapes but `.actions`; paths are whole.
    package init(name: String, values: [String: String], secrets: [String: RelaySecret] = [:]) {
        self.name = name
        self.values = values
        self.secrets = secrets
    }

    /// Where the configuration speaks of it.
    package var place: String { "audit.relays: \(name)" }

    package func text(_ key: String) -> String? { values[key] }

    package func flag(_ key: String) -> Bool { values[key] == "true" }

    func secret(_ key: String) -> RelaySecret? { secrets[key] }

    func required(_ key: String) throws(OperatorError) -> String {
        guard let text = values[key] else { throw missing(key) }
        return text
    }

    func requiredSecret(_ key: String) throws(OperatorError) -> RelaySecret {
        guard let secret = secrets[key] else { throw missing(key) }
        return secret
    }

    func port(_ key: String, standard: Int) throws(OperatorError) -> Int {
        guard let text = values[key] else { return standard }
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw wrong("'\(key)' is '\(text)', which is no port", "write a number from 1 to 65535")
        }
        return port
    }

    /// An address to post to, without what a request adds.
    func url(_ key: String, standard: String? = nil) throws(OperatorError) -> String {
        guard let url = values[key] ?? standard else { throw missing(key) }
        guard url.hasPrefix("https://") || (flag("allow_private") && url.hasPrefix("http://")) else {
            throw wrong("'\(key)' is not https", "in the clear is for receivers with 'allow_private: true' alone")
        }
        return url
    }

    private func missing(_ key: String) -> OperatorError { wrong("it needs the key '\(key)'", "add it") }

    func wrong(_ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "set up the relay '\(name)'", reason: reason, remedy: remedy)
    }
}

/// A secret that is read when it is needed, so that a new one needs no restart.
package struct RelaySecret: Sendable {
    private let read: @Sendable () throws(OperatorError) -> Secret

    package init(_ read: @escaping @Sendable () throws(OperatorError) -> Secret) { self.read = read }

    /// - Throws: a refusal: somebody has to put the file right.
    func current() throws(RelayFailure) -> Secret {
        do throws(OperatorError) {
            return try read()
        } catch {
            throw .refused(error)
        }
    }
}
