/// A form in which entries leave for another program: one line for each row.
///
/// A new one is a file here and a line in ``BuiltInAuditFormats/all``. A line ends no line within itself, is a function of
/// the row alone, and says of a row that cannot be read that it cannot be read.
package protocol AuditFormat: Sendable {
    /// What `--format` takes.
    static var name: String { get }
    /// Completes "writes …".
    static var summary: String { get }

    init(_ style: AuditStyle)

    /// Without its line feed.
    func line(of row: ViewedRow) -> String
}

/// What the one who asks for a format decides.
package struct AuditStyle: Hashable, Sendable {
    /// Whether names of people and what they wrote may leave.
    package let withPrivate: Bool
    /// The version of the program that writes.
    package let version: String

    package init(withPrivate: Bool, version: String) {
        self.withPrivate = withPrivate
        self.version = version
    }
}
