/// Where the certificates of a TLS connection are kept, as PEM files.
///
/// What cannot be chosen: TLS 1.2 or newer, the peer's certificate and host name verified, always.
public struct TLSFiles: Hashable, Sendable {
    /// Authorities that may vouch for the peer; `nil` for the system's.
    public var caFile: String?
    /// The certificate we present, with its chain; goes with ``keyFile``.
    public var certificateFile: String?
    /// The private key of ``certificateFile``, unencrypted (nobody is there to type a passphrase).
    public var keyFile: String?

    public init(caFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
