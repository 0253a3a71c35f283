import Crypto
package import Domain
import Foundation
import SwiftASN1
import X509

/// A small certification authority: one P-256 key, one self-signed certificate, leafs directly below it.
///
/// It signs; what it has signed is recorded elsewhere.
package struct CertificateAuthority: Sendable {
    package let certificatePEM: String
    package let notAfter: Instant
    /// The DER bytes of its name: lists and leafs name their issuer with the same bytes.
    let subjectBytes: [UInt8]
    /// Its subject key identifier.
    let keyIdentifier: [UInt8]
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// - Throws: what keeps the certificate from being a CA's of this key.
    init(certificatePEM: String, key: P256.Signing.PrivateKey) throws(CertificateAuthorityProblem) {
        do {
            let document = try PEMDocument(pemString: certificatePEM)
            certificate = try Certificate(derEncoded: document.derBytes)
            subjectBytes = try Self.subjectBytes(of: document.derBytes)
            let extensions = certificate.extensions
            guard case .isCertificateAuthority = try extensions.basicConstraints else { throw Problem.notAnAuthority }
            guard let usage = try extensions.keyUsage, usage.keyCertSign, usage.cRLSign else {
                throw Problem.notAnAuthority
            }
            guard let identifier = try extensions.subjectKeyIdentifier else { throw Problem.notAnAuthority }
            keyIdentifier = Array(identifier.keyIdentifier)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .unreadable("\(error)")
        }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .otherKey }
        self.certificatePEM = certificatePEM
        self.key = key
        notAfter = Instant(certificate.notValidAfter)
    }

    private typealias Problem = CertificateAuthorityProblem

    /// A new authority, not yet in any file.
    static func make(
        named name: String,
        validity: Duration,
        _ surroundings: RegistrySurroundings
    ) throws -> (authority: Self, keyPEM: Secret) {
        let key = surroundings.makeKey()
        let now = surroundings.now()
        let subject = try DistinguishedName { CommonName(name) }
        let identifier = SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(bytes: surroundings.makeSerial().magnitude),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date(now - RegistryLimits.certificateBackdating),
            notValidAfter: Date(now + validity),
            issuer: subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                identifier
                AuthorityKeyIdentifier(keyIdentifier: identifier.keyIdentifier)
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        let pem = try certificate.serializeAsPEM().pemString + "\n"
        return (try Self(certificatePEM: pem, key: key), Secret(key.pemRepresentation + "\n"))
    }

    /// Issues a certificate for a key that is made for it. It never outlives the authority's own.
    /// - Throws: where the subject's name cannot stand in a certificate, or the authority's own has expired.
    package func issue(
        to subject: CertificateSubject,
        validity: Duration,
        _ surroundings: RegistrySurroundings
    ) throws(OperatorError) -> IssuedCertificate {
        let attempted = "issue a certificate for \(subject.commonName.debugDescription)"
        let now = surroundings.now()
        if let problem = subject.problem {
            throw OperatorError(attempted: attempted, reason: problem, remedy: "use another name")
        }
        guard now < notAfter else {
            throw OperatorError(
                attempted: attempted,
                reason: "the CA's own certificate expired at \(CalendarTime(notAfter))",
                remedy: "make a new CA, and give its certificate to brokers and devices"
            )
        }
        do {
            return try sign(
                subject,
                notBefore: now - RegistryLimits.certificateBackdating,
                notAfter: min(now + validity, notAfter),
                surroundings
            )
        } catch {
            throw OperatorError(attempted: attempted, reason: "\(error)", remedy: "report this as a defect of cordon")
        }
    }

    private func sign(
        _ subject: CertificateSubject,
        notBefore: Instant,
        notAfter: Instant,
        _ surroundings: RegistrySurroundings
    ) throws -> IssuedCertificate {
        let leafKey = surroundings.makeKey()
        let serial = surroundings.makeSerial()
        let publicKey = Certificate.PublicKey(leafKey.publicKey)
        let leaf = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(bytes: serial.magnitude),
            publicKey: publicKey,
            notValidBefore: Date(notBefore),
            notValidAfter: Date(notAfter),
            issuer: certificate.subject,
            subject: DistinguishedName { CommonName(subject.commonName) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([subject.usage])
                SubjectAlternativeNames(subject.alternativeNames)
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: keyIdentifier[...])
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        return IssuedCertificate(
            serial: serial,
            subject: subject,
            notBefore: notBefore,
            notAfter: notAfter,
            certificatePEM: try leaf.serializeAsPEM().pemString + "\n",
            keyPEM: Secret(leafKey.pemRepresentation + "\n")
        )
    }

    /// The list as the DER of a CRL, signed.
    package func sign(_ list: RevocationList) throws -> [UInt8] {
        let signedPart = try list.signedPart()
        let signature = try key.signature(for: signedPart).derRepresentation
        return try RevocationList.assemble(signedPart: signedPart, signature: Array(signature))
    }

    /// Whether the list is one of this authority's own.
    package func hasSigned(_ signed: SignedRevocationList) -> Bool {
        guard signed.algorithm == "\(ASN1ObjectIdentifier.ecdsaWithSHA256)", signed.list.issuer == subjectBytes,
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signed.signature)
        else { return false }
        return key.publicKey.isValidSignature(signature, for: signed.signedPart)
    }

    private static func subjectBytes(of certificate: [UInt8]) throws -> [UInt8] {
        try DER.sequence(DER.parse(certificate), identifier: .sequence) { outer in
            guard let signedPart = outer.next() else { throw CertificateAuthorityProblem.notAnAuthority }
            while outer.next() != nil {}
            return try DER.sequence(signedPart, identifier: .sequence) { fields in
                var nodes: [ASN1Node] = []
                while let node = fields.next() { nodes.append(node) }
                // version, serial number, algorithm, issuer, validity, subject
                guard nodes.count > 5 else { throw CertificateAuthorityProblem.notAnAuthority }
                return Array(nodes[5].encodedBytes)
            }
        }
    }
}

extension RegistrySurroundings {
    fileprivate func makeSerial() -> SerialNumber { SerialNumber(random: randomBytes(16)) }

    /// Of 2³² draws one is not below the order of the curve, and is drawn again.
    fileprivate func makeKey() -> P256.Signing.PrivateKey {
        for _ in 0..<16 {
            if let key = try? P256.Signing.PrivateKey(rawRepresentation: randomBytes(32)) { return key }
        }
        preconditionFailure("16 times 32 bytes of randomness were no key: they are not random")
    }
}

extension Date {
    fileprivate init(_ instant: Instant) {
        self.init(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch))
    }
}

extension Instant {
    fileprivate init(_ date: Date) {
        self.init(secondsSinceEpoch: Int(date.timeIntervalSince1970))
    }
}
