import Foundation
import SwiftASN1
import X509

/// The certificate by which a client logs in.
package enum ClientCertificate {
    /// The common name in the first certificate of a PEM file, which brokers take as the user name; nil where there is none.
    package static func commonName(inFileAt path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let document = try? PEMDocument.parseMultiple(pemString: text).first(where: {
                $0.discriminator == "CERTIFICATE"
            }),
            let certificate = try? Certificate(pemDocument: document)
        else { return nil }
        let attributes = certificate.subject.flatMap { Array($0) }
        return attributes.first { $0.type == .RDNAttributeType.commonName }.flatMap { String($0.value) }
    }
}
