public import Domain

/// What an entry holds a commitment to. It lies beside the log, and is gone once it was redacted.
public struct PrivateValue: Hashable, Sendable {
    public static let saltBytes = 16

    public let sequence: UInt64
    public let field: PrivateField
    /// Random, and never used twice: without it the value cannot be guessed and tried.
    public let salt: [UInt8]
    public let value: String

    public init(sequence: UInt64, field: PrivateField, salt: [UInt8], value: String) {
        self.sequence = sequence
        self.field = field
        self.salt = salt
        self.value = value
    }

    /// SHA-256(02 ‖ salt ‖ tag of the field that the value would stand in ‖ value).
    public var commitment: Digest { Digest(of: [0x02] + salt + [field.open.rawValue] + Array(value.utf8)) }
}
