/// An answer that arrived whole, whatever its status says.
public struct HTTPResponse: Hashable, Sendable {
    public let status: Int
    /// In the order of the wire; a name may come more than once.
    public let headers: [HTTPField]
    public let body: [UInt8]

    public init(status: Int, headers: [HTTPField], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of that name, compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
