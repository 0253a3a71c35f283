import Foundation
import SwiftASN1

/// A CRL as it was read: what it says, and what proves who said it.
///
/// Reading does not check the signature; ``CertificateAuthority/hasSigned(_:)`` does.
/// - Errors: ``CRLRefused``. Lists of a limited scope (a critical `issuingDistributionPoint` or `deltaCRLIndicator`)
///   are refused: what they leave out proves nothing.
/// - Source: RFC 5280, section 5.
package struct SignedRevocationList: Hashable, Sendable {
    package let list: RevocationList
    /// The DER bytes that are signed.
    package let signedPart: [UInt8]
    /// The object identifier of the signature's algorithm, such as `1.2.840.10045.4.3.2`.
    package let algorithm: String
    package let signature: [UInt8]

    package init(pem: [UInt8]) throws(CRLRefused) {
        let document: PEMDocument
        do {
            document = try PEMDocument(pemString: String(decoding: pem, as: UTF8.self))
        } catch {
            throw .malformed("it is not one PEM document")
        }
        guard document.discriminator == "X509 CRL" else { throw .malformed("it is a \(document.discriminator)") }
        try self.init(der: document.derBytes)
    }

    package init(der: [UInt8]) throws(CRLRefused) {
        do {
            self = try Self(derEncoded: DER.parse(der))
        } catch let refused as CRLRefused {
            throw refused
        } catch {
            throw .malformed("\(error)")
        }
    }

    private init(derEncoded node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { fields in
            guard let signedPart = fields.next(), let algorithm = fields.next() else {
                throw CRLRefused.malformed("it has fewer than three parts")
            }
            let signature = try ASN1BitString(derEncoded: &fields)
            guard signature.paddingBits == 0 else { throw CRLRefused.malformed("its signature is no row of bytes") }
            let reader = try RevocationListReader(derEncoded: signedPart)
            guard reader.algorithm == algorithm.encodedBytes else { throw CRLRefused.algorithmMismatch }
            return Self(
                list: reader.list,
                signedPart: Array(signedPart.encodedBytes),
                algorithm: try Self.identifier(of: algorithm),
                signature: Array(signature.bytes)
            )
        }
    }

    private init(list: RevocationList, signedPart: [UInt8], algorithm: String, signature: [UInt8]) {
        self.list = list
        self.signedPart = signedPart
        self.algorithm = algorithm
        self.signature = signature
    }

    private static func identifier(of algorithm: ASN1Node) throws -> String {
        try DER.sequence(algorithm, identifier: .sequence) { fields in
            let identifier = try ASN1ObjectIdentifier(derEncoded: &fields)
            _ = fields.next()
            return "\(identifier)"
        }
    }
}
