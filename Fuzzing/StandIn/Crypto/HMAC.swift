/// HMAC with SHA-256, the only hash there is here.
///
/// - Source: RFC 2104.
public enum HMAC<Hash> {
    public static func authenticationCode(for data: [UInt8], using key: SymmetricKey) -> [UInt8] {
        let short = key.bytes.count > SHA256.blockBytes ? SHA256.hash(data: key.bytes) : key.bytes
        let block = short + [UInt8](repeating: 0, count: SHA256.blockBytes - short.count)
        let inner = SHA256.hash(data: block.map { $0 ^ 0x36 } + data)
        return SHA256.hash(data: block.map { $0 ^ 0x5C } + inner)
    }
}

public struct SymmetricKey {
    let bytes: [UInt8]

    public init(data: [UInt8]) { bytes = data }
}
