/// What a witness answers.
///
/// - Source: C2SP `tlog-witness`, "add-checkpoint".
package struct WitnessAnswer: Hashable, Sendable {
    /// Of the body that holds the size that was cosigned last.
    static let sizeType = "text/x.tlog.size"

    package let status: Int
    package let contentType: String
    package let body: String

    package init(_ status: Int, _ body: String, contentType: String = "text/plain; charset=utf-8") {
        self.status = status
        self.body = body
        self.contentType = contentType
    }

    static func conflict(size: UInt64) -> Self { Self(409, "\(size)\n", contentType: sizeType) }
}
