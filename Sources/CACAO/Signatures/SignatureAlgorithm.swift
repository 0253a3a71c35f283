private import Crypto
private import CryptoExtras

/// The algorithms that can be checked here.
///
/// - Source: CACAO 2.0, section 10.15 (`signature-algorithm-type-ov`); RFC 7518, section 3.1, and RFC 8037.
enum SignatureAlgorithm: String {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case ed25519 = "Ed25519"

    /// Whether a signature of a message is right; nil where the key is none for the algorithm. `key` is a
    /// SubjectPublicKeyInfo.
    func verifies(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool? {
        switch self {
        case .rs256, .ps256: Self.rsa(key).map { isValid(signature, SHA256.hash(data: message), $0) }
        case .rs384, .ps384: Self.rsa(key).map { isValid(signature, SHA384.hash(data: message), $0) }
        case .rs512, .ps512: Self.rsa(key).map { isValid(signature, SHA512.hash(data: message), $0) }
        case .es256: Self.p256(signature, message, key)
        case .es384: Self.p384(signature, message, key)
        case .es512: Self.p521(signature, message, key)
        case .ed25519: Self.ed25519(signature, message, key)
        }
    }

    private static func rsa(_ key: [UInt8]) -> _RSA.Signing.PublicKey? {
        try? _RSA.Signing.PublicKey(derRepresentation: key)
    }

    private func isValid(_ signature: [UInt8], _ digest: some Crypto.Digest, _ key: _RSA.Signing.PublicKey) -> Bool {
        let padding: _RSA.Signing.Padding = rawValue.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: digest,
            padding: padding
        )
    }

    // Both forms of a signature on a curve are met: that of JWA, r and s one after the other, and DER.

    private static func p256(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool? {
        guard let key = try? P256.Signing.PublicKey(derRepresentation: key) else { return nil }
        let forms = [
            try? P256.Signing.ECDSASignature(rawRepresentation: signature),
            try? P256.Signing.ECDSASignature(derRepresentation: signature),
        ]
        return forms.compactMap(\.self).contains { key.isValidSignature($0, for: message) }
    }

    private static func p384(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool? {
        guard let key = try? P384.Signing.PublicKey(derRepresentation: key) else { return nil }
        let forms = [
            try? P384.Signing.ECDSASignature(rawRepresentation: signature),
            try? P384.Signing.ECDSASignature(derRepresentation: signature),
        ]
        return forms.compactMap(\.self).contains { key.isValidSignature($0, for: message) }
    }

    private static func p521(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool? {
        guard let key = try? P521.Signing.PublicKey(derRepresentation: key) else { return nil }
        let forms = [
            try? P521.Signing.ECDSASignature(rawRepresentation: signature),
            try? P521.Signing.ECDSASignature(derRepresentation: signature),
        ]
        return forms.compactMap(\.self).contains { key.isValidSignature($0, for: message) }
    }

    /// A SubjectPublicKeyInfo of RFC 8410, or the 32 bytes of the key alone.
    private static func ed25519(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool? {
        let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let raw = key.starts(with: head) ? Array(key.dropFirst(head.count)) : key
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else { return nil }
        return key.isValidSignature(signature, for: message)
    }
}

/// The algorithms by which a playbook is hashed before it is signed.
enum HashAlgorithm: String {
    case sha256 = "sha-256"
    case sha384 = "sha-384"
    case sha512 = "sha-512"

    func hash(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
