import CACAO
import Crypto
import CryptoExtras
import Domain
import Foundation
import Testing

/// Playbooks signed here, and changed since.
@Suite struct SignatureTests {
    private static let unsigned = Workflow([
        ("s", "start", Workflow.done("a")),
        (
            "a", "action",
            "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"manual\", \"command\": \"look\"}], \(Workflow.done("e"))"
        ),
        ("e", "end", ""),
    ])

    /// A signature, its value left open.
    private static func signature(
        _ algorithm: String,
        _ key: String,
        hash: String = "sha-256",
        value: String?
    ) -> String {
        """
        "signatures": [{"type": "jss", "id": "jss--0b184d06-b86f-43b2-8a22-5c514470f003",
          "created": "2026-02-01T12:00:00.000Z", "modified": "2026-02-01T12:00:00.000Z", "signee": "ACME",
          "related_to": "playbook--0b184d06-b86f-43b2-8a22-5c514470f000",
          "related_version": "2026-01-31T12:00:00.000Z",
          "hash_algorithm": "\(hash)", "algorithm": "\(algorithm)",
          \(key)\(value.map { ", \"value\": \"\($0)\"" } ?? "")}]
        """
    }

    private static func text(_ signature: String) -> String {
        var workflow = unsigned
        workflow.properties = signature
        return workflow.text
    }

    /// Signed as OASIS's example is: the hexadecimal text of the hash of the canonical JSON.
    private static func signed(
        _ algorithm: String,
        _ key: Data,
        asBytes: Bool = false,
        _ sign: ([UInt8]) throws -> Data
    ) throws -> String {
        let property = "\"public_key\": \"\(key.base64EncodedString())\""
        let canonical = try CanonicalJSON.text(text(signature(algorithm, property, value: nil)))
        let hash = SHA256.hash(data: Data(canonical.utf8))
        let message = asBytes ? Array(hash) : Array(Digest.hex(Array(hash)).utf8)
        let value = try sign(message).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return text(signature(algorithm, property, value: value.replacing("=", with: "")))
    }

    private static let edwards = Result {
        try Curve25519.Signing.PrivateKey(rawRepresentation: Array(repeating: 7, count: 32))
    }

    private static func edwardsSigned(asBytes: Bool = false) throws -> String {
        let key = try edwards.get()
        let head = Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00])
        return try signed("Ed25519", head + key.publicKey.rawRepresentation, asBytes: asBytes) {
            try key.signature(for: $0)
        }
    }

    private static func outcomes(_ text: String) throws -> [SignatureVerdict.Outcome] {
        try Reading.compiler().translate(bytes: Array(text.utf8), file: "signed.json").signatures.map(\.outcome)
    }

    @Test(arguments: [false, true])
    func `an Ed25519 signature of the hash, as text or as bytes, is valid`(_ asBytes: Bool) throws {
        let text = try Self.edwardsSigned(asBytes: asBytes)
        let verdicts = try Reading.compiler().translate(bytes: Array(text.utf8), file: "signed.json").signatures
        #expect(verdicts.map(\.outcome) == [.valid])
        #expect(verdicts.first?.signee == "ACME")
        #expect(verdicts.first?.fingerprint.count == 64)
    }

    @Test(arguments: ["ES256", "ES384", "ES512"]) func `signatures on curves are checked`(_ algorithm: String) throws {
        let text: String
        switch algorithm {
        case "ES256":
            let key = try P256.Signing.PrivateKey(rawRepresentation: Array(repeating: 7, count: 32))
            text = try Self.signed(algorithm, key.publicKey.derRepresentation) {
                try key.signature(for: $0).rawRepresentation
            }
        case "ES384":
            let key = try P384.Signing.PrivateKey(rawRepresentation: Array(repeating: 7, count: 48))
            text = try Self.signed(algorithm, key.publicKey.derRepresentation) {
                try key.signature(for: $0).derRepresentation
            }
        default:
            let key = try P521.Signing.PrivateKey(rawRepresentation: Array(repeating: 0, count: 65) + [7])
            text = try Self.signed(algorithm, key.publicKey.derRepresentation) {
                try key.signature(for: $0).rawRepresentation
            }
        }
        #expect(try Self.outcomes(text) == [.valid])
    }

    @Test func `RSA signatures are checked, with both paddings and every hash`() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        for algorithm in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
            let padding: _RSA.Signing.Padding = algorithm.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
            let text = try Self.signed(algorithm, key.publicKey.derRepresentation) { message in
                switch algorithm.suffix(3) {
                case "256": try key.signature(for: SHA256.hash(data: message), padding: padding).rawRepresentation
                case "384": try key.signature(for: SHA384.hash(data: message), padding: padding).rawRepresentation
                default: try key.signature(for: SHA512.hash(data: message), padding: padding).rawRepresentation
                }
            }
            #expect(try Self.outcomes(text) == [.valid], "\(algorithm)")
        }
    }

    @Test func `white space and the order of properties do not matter; every other change does`() throws {
        let text = try Self.edwardsSigned()
        #expect(try Self.outcomes(text.replacing(", ", with: " ,\n\t")) == [.valid])
        for (old, new) in [("look", "do"), ("ACME", "ACNE"), ("\"Example\"", "\"example\""), ("sha-256", "sha-512")] {
            #expect(Reading.codes(text.replacing(old, with: new)) == ["CA0601"], "\(old)")
        }
    }

    @Test func `a signature of another playbook, or of another version of it, is none of this one`() throws {
        let text = try Self.edwardsSigned()
        let version = text.replacing("\"related_version\": \"2026-01-31T", with: "\"related_version\": \"2026-01-30T")
        let playbook = text.replacing("\"related_to\": \"playbook--0b", with: "\"related_to\": \"playbook--0c")
        #expect(Reading.codes(version) == ["CA0601"])
        #expect(Reading.codes(playbook) == ["CA0601"])
    }

    @Test(arguments: [
        ("Ed448", "\"public_key\": \"MCow\"", "sha-256"), ("RS256", "\"public_key\": \"MCow\"", "sha-256"),
        ("Ed25519", "\"thumbprint\": \"abc\"", "sha-256"), ("Ed25519", "\"public_key\": \"MCow\"", "md5"),
    ])
    func `what cannot be checked is said to be neither right nor wrong`(
        _ algorithm: String,
        _ key: String,
        _ hash: String
    ) throws {
        let text = Self.text(Self.signature(algorithm, key, hash: hash, value: "AAAA"))
        #expect(Reading.codes(text) == ["CA0602"])
        guard case .notChecked? = try Self.outcomes(text).first else { return #expect(Bool(false)) }
    }
}
