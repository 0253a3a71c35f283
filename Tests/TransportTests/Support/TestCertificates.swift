import Foundation

/// An authority made for one test, a server certificate for 127.0.0.1 and a client certificate, by `openssl`.
final class TestCertificates: Sendable {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test-CA -keyout ca.key -out ca.pem"
        )
        try issue("server", extensions: "subjectAltName=IP:127.0.0.1")
        try issue("client", extensions: "extendedKeyUsage=clientAuth")
    }

    var authority: String { folder.path("ca.pem") }

    func certificate(_ name: String) -> String { folder.path("\(name).pem") }

    func key(_ name: String) -> String { folder.path("\(name).key") }

    private func issue(_ name: String, extensions: String) throws {
        let file = try folder.write(extensions, to: "\(name).ext")
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr"
        )
        try openssl(
            "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile \(file) -out \(name).pem"
        )
    }

    private func openssl(_ arguments: String) throws {
        try ChildProcess.run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init), in: folder.url)
    }
}
