import Domain
import Foundation
import Registries
import Testing

@Suite struct CertificateAuthorityTests {
    @Test func `openssl accepts a device's certificate as a client's, with the device's id as its common name`()
        async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        _ = try await place.stockedRegistry(with: .pump)
        let verified = try run(
            "openssl",
            [
                "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", place.files.certificate,
                "\(place.folder)/pump-1.crt",
            ]
        )
        #expect(verified.status == 0, "\(verified.output)")
        let text = try run("openssl", ["x509", "-in", "\(place.folder)/pump-1.crt", "-noout", "-text"]).output
        for part in [
            "Subject: CN = pump-1", "TLS Web Client Authentication", "URI:urn:cordon:device:pump-1",
            "X509v3 Subject Key Identifier", "X509v3 Authority Key Identifier", "CA:FALSE", "Digital Signature",
            "ecdsa-with-SHA256",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func `openssl reads the CA as one that signs certificates and lists`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let text = try run("openssl", ["x509", "-in", place.files.certificate, "-noout", "-text"]).output
        for part in ["CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "X509v3 Basic Constraints: critical"] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func `a server's certificate names hosts and addresses, and is no client's`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let hosts = ["broker.example", "127.0.0.1", "::1"]
        let files = try await registry.issueCertificate(to: .server(hosts: hosts), into: place.folder)
        let base = ["verify", "-CAfile", place.files.certificate]
        for name in [["-verify_hostname", "broker.example"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]] {
            let outcome = try run("openssl", base + ["-purpose", "sslserver"] + name + [files.certificate])
            #expect(outcome.status == 0, "\(outcome.output)")
        }
        #expect(try run("openssl", base + ["-purpose", "sslclient", files.certificate]).status != 0)
        #expect(try run("openssl", base + ["-verify_hostname", "other.example", files.certificate]).status != 0)
    }

    @Test func `keys are for their owner alone, certificates for everybody`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let client = try await registry.issueCertificate(to: .client(name: "cordon"), into: place.folder)
        #expect(try place.mode(place.files.key) == 0o600)
        #expect(try place.mode(client.key) == 0o600)
        #expect(try place.mode(place.folder + "/registry.db") == 0o600)
        #expect(try place.mode(place.files.certificate) == 0o644)
        #expect(try place.mode(client.certificate) == 0o644)
        #expect(try place.mode(place.crl) == 0o644)
    }

    @Test func `a key that others may read is not loaded`() throws {
        let place = try Workplace()
        defer { place.remove() }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: place.files.key)
        let error = try #require(throws: OperatorError.self) { _ = try place.files.load() }
        #expect(error.remedy == "chmod 600 \(place.files.key)")
    }

    @Test func `a key of another CA is refused, and no text of a key is in an error`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let other = try Workplace()
        defer { other.remove() }
        let mixed = CertificateAuthorityFiles(certificate: place.files.certificate, key: other.files.key)
        let error = try #require(throws: OperatorError.self) { _ = try mixed.load() }
        #expect(error.reason.contains("do not belong together"))
        let text = String(decoding: try place.bytes(place.files.key), as: UTF8.self)
        try Data(text.dropFirst(40).utf8).write(to: URL(filePath: place.files.key))
        let garbled = try #require(throws: OperatorError.self) { _ = try place.files.load() }
        let inside = text.split(separator: "\n")[1]
        #expect(!garbled.description.contains(inside))
    }

    @Test func `neither a CA nor a certificate is ever overwritten`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let before = try (place.bytes(place.files.key), place.bytes("\(place.folder)/pump-1.key"))
        #expect(throws: OperatorError.self) {
            _ = try place.files.create(named: "Another", validity: .days(1), place.surroundings)
        }
        await #expect(throws: OperatorError.self) {
            _ = try await registry.issueCertificate(to: .device(.pump), into: place.folder)
        }
        #expect(try place.bytes(place.files.key) == before.0)
        #expect(try place.bytes("\(place.folder)/pump-1.key") == before.1)
        #expect(try await registry.certificates(of: .pump).count == 1, "what could not be written is not recorded")
    }

    @Test func `serial numbers are positive, 16 bytes long and never the same`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let authority = try place.files.load()
        let serials = try (0..<50).map { _ in
            try authority.issue(to: .device(.pump), validity: .days(1), place.surroundings).serial
        }
        #expect(Set(serials).count == 50)
        #expect(serials.allSatisfy { $0.magnitude.count == 16 && $0.magnitude[0] < 0x80 })
        #expect(SerialNumber(random: [UInt8](repeating: 0, count: 16)).magnitude.count == 16)
    }

    @Test func `a certificate never outlives its CA`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let authority = try place.files.load()
        let issued = try authority.issue(to: .device(.pump), validity: .days(100_000), place.surroundings)
        #expect(issued.notAfter == authority.notAfter)
        place.clock.advance(by: .days(4_000))
        #expect(throws: OperatorError.self) {
            _ = try authority.issue(to: .device(.pump), validity: .days(1), place.surroundings)
        }
    }

    @Test(arguments: [
        CertificateSubject.device(DeviceID(literal: String(repeating: "x", count: 65))),
        .server(hosts: []), .server(hosts: ["a b"]), .server(hosts: ["-a.example"]), .server(hosts: ["a..b"]),
        .client(name: "../cordon"), .client(name: ""),
    ])
    func `a name that cannot stand in a certificate is refused`(_ subject: CertificateSubject) throws {
        let place = try Workplace()
        defer { place.remove() }
        #expect(throws: OperatorError.self) {
            _ = try place.files.load().issue(to: subject, validity: .days(1), place.surroundings)
        }
    }

    @Test func `a device that is not recorded gets no certificate`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let error = await #expect(throws: OperatorError.self) {
            _ = try await registry.issueCertificate(to: .device(.pump), into: place.folder)
        }
        #expect(error?.remedy == "add it with 'cordon devices add pump-1'")
        #expect(!FileManager.default.fileExists(atPath: "\(place.folder)/pump-1.key"))
    }
}
