/// Where an issued certificate and its key were written.
package struct IssuedCertificateFiles: Hashable, Sendable {
    package let serial: SerialNumber
    /// PEM, mode 0644.
    package let certificate: String
    /// PEM, mode 0600.
    package let key: String

    init(of issued: IssuedCertificate, folder: String) {
        serial = issued.serial
        // A device's id may hold ':', which some file systems and tools read as something else.
        let name = issued.subject.commonName.replacing(":", with: "_")
        certificate = "\(folder)/\(name).crt"
        key = "\(folder)/\(name).key"
    }
}
