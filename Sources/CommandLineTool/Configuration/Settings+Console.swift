import Console
import Domain

extension Settings {
    /// Where the API listens, and how.
    func console() throws(OperatorError) -> ConsoleConfiguration {
        let (host, port) = try listen()
        let certificate = tls.map { ServerCertificate(certificateFile: $0.certificate, keyFile: $0.key) }
        return ConsoleConfiguration(host: host, port: port, certificate: certificate)
    }
}
