/// What has arrived of an answer so far.
struct CurlAnswer {
    private(set) var headers: [HTTPField] = []
    private(set) var headerBytes = 0
    var body: [UInt8] = []

    /// Takes one line as libcurl hands it over, line end included.
    mutating func addHeaderLine(_ bytes: UnsafeRawBufferPointer) {
        headerBytes += bytes.count
        if bytes.starts(with: "HTTP/".utf8) {
            // A new status line: what came before belonged to an interim answer such as `100 Continue`.
            headers = []
            return
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = bytes[(colon + 1)...].drop(while: Self.isBlank).reversed().drop(while: Self.isBlank).reversed()
        headers.append(
            HTTPField(String(decoding: bytes[..<colon], as: UTF8.self), String(decoding: Array(value), as: UTF8.self))
        )
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}
