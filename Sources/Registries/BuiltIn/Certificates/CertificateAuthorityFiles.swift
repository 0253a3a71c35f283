import Crypto
package import Domain
import Foundation

/// Where a CA lives: its certificate, which everybody may read, and its key, which only its user may.
package struct CertificateAuthorityFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Makes a CA. Never overwrites one. Replacing a CA means new certificates for the whole fleet, so think of its
    /// validity in decades.
    package func create(
        named name: String,
        validity: Duration,
        _ surroundings: RegistrySurroundings
    ) throws(OperatorError) -> CertificateAuthority {
        let attempted = "make the CA \(certificate)"
        do {
            var certificateFile = try NewFile(certificate, mode: 0o644, of: .folder)
            var keyFile = try NewFile(key, mode: 0o600, of: .folder)
            let (authority, keyPEM) = try CertificateAuthority.make(named: name, validity: validity, surroundings)
            try keyFile.fill(keyPEM.reveal { Array($0.utf8) })
            try certificateFile.fill(Array(authority.certificatePEM.utf8))
            return authority
        } catch let failure as FileFailure {
            throw failure.whileTrying(to: attempted)
        } catch {
            throw OperatorError(attempted: attempted, reason: "\(error)", remedy: "use another name for the CA")
        }
    }

    /// - Throws: where a file cannot be read, others may read the key, or the two are no CA.
    package func load() throws(OperatorError) -> CertificateAuthority {
        let attempted = "load the CA \(certificate)"
        do {
            let key = try P256.Signing.PrivateKey(pemRepresentation: readKey().reveal { $0 })
            return try CertificateAuthority(certificatePEM: try text(of: certificate), key: key)
        } catch let failure as FileFailure {
            throw failure.whileTrying(to: attempted)
        } catch let error as OperatorError {
            throw error
        } catch let problem as CertificateAuthorityProblem {
            throw OperatorError(attempted: attempted, reason: "\(problem)", remedy: Self.restore)
        } catch {
            // The library's own words could quote the key.
            throw OperatorError(attempted: attempted, reason: "\(key) is not a P-256 key in PEM", remedy: Self.restore)
        }
    }

    private static let restore = "restore both files from a backup, or correct their paths in the configuration"

    private func readKey() throws -> Secret {
        let file = try OpenFile(key, O_RDONLY)
        let attributes = try FileManager.default.attributesOfItem(atPath: key)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            throw OperatorError(
                attempted: "load the key of the CA",
                reason: "others than its owner may open \(key) (mode \(String(mode, radix: 8)))",
                remedy: "chmod 600 \(key)"
            )
        }
        return Secret(String(decoding: try file.contents(bytesMax: 64 * 1024) ?? [], as: UTF8.self))
    }

    private func text(of path: String) throws -> String {
        String(decoding: try OpenFile(path, O_RDONLY).contents(bytesMax: 64 * 1024) ?? [], as: UTF8.self)
    }
}
