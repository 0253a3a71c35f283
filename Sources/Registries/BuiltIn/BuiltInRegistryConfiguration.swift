/// Where the built-in registry keeps things, and whom it tells.
package struct BuiltInRegistryConfiguration: Hashable, Sendable {
    /// The SQLite file. A lock file lies beside it, `<database>.lock`.
    package var database: String
    package var authority: CertificateAuthorityFiles
    /// The PEM files from which receivers read the CRL (`crlfile` of Mosquitto): mode 0644, in folders that only cordon
    /// writes to.
    package var crlFiles: [String]
    /// The brokers to signal after each new CRL. Empty where receivers look at the file by themselves: then nothing is
    /// known of when they do.
    package var brokers: [BrokerProcess]
    /// From now to `nextUpdate`. Brokers that load an expired CRL refuse every client, so renew it well before.
    package var crlValidity: Duration
    /// Of certificates, unless the one who issues says otherwise.
    package var certificateValidity: Duration

    package init(
        database: String,
        authority: CertificateAuthorityFiles,
        crlFiles: [String],
        brokers: [BrokerProcess] = [],
        crlValidity: Duration = .seconds(7 * 24 * 3_600),
        certificateValidity: Duration = .seconds(365 * 24 * 3_600)
    ) {
        self.database = database
        self.authority = authority
        self.crlFiles = crlFiles
        self.brokers = brokers
        self.crlValidity = crlValidity
        self.certificateValidity = certificateValidity
    }
}
