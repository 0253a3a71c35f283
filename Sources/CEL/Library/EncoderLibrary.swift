/// `base64.encode` and `base64.decode`.
///
/// - Source: cel-go, `ext.Encoders`; that padding may be left out is cel-spec conformance, `encoders_ext/decode`.
enum EncoderLibrary {
    static let functions: [Function] = [
        Function("base64.encode", [.of { (bytes: [UInt8]) in Base64.text(of: bytes) }]),
        Function("base64.decode", [.of(.global, decode)]),
    ]

    @Sendable private static func decode(_ text: String) throws(Fault) -> [UInt8] {
        guard let bytes = Base64.bytes(of: text) else {
            throw Fault(.badConversion, "\(Quoting.excerpt(text)) is not base64, of A to Z, a to z, 0 to 9, + and /")
        }
        return bytes
    }
}
