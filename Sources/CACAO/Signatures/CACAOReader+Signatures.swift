internal import CEL
internal import Domain
internal import Playbooks

// Whether the playbook is as it was signed.
//
// - Source: CACAO 2.0, sections 2.5, 10.15 and appendix A. What is signed is the hash of the playbook's canonical JSON
//   with this one signature in it, without its value. The committee's own example signs the hash as lower-case
//   hexadecimal text; the pseudo code of the specification reads as if its bytes were meant. Both are accepted: both say
//   that the playbook is the one that was signed.
extension CACAOReader {
    private static let signatureKeys = [
        "type", "id", "created_by", "created", "modified", "revoked", "signee", "valid_from", "valid_until",
        "related_to", "related_version", "hash_algorithm", "algorithm", "public_key", "public_cert_chain", "cert_url",
        "thumbprint", "value", "signature",
    ]

    mutating func checkSignatures(_ root: YAMLNode, _ properties: Properties) -> [SignatureVerdict] {
        properties.list("signatures", &findings).compactMap { check($0, of: root) }
    }

    private mutating func check(_ node: YAMLNode, of root: YAMLNode) -> SignatureVerdict? {
        guard let properties = Properties(node, of: "a signature", known: Self.signatureKeys, &findings) else {
            return nil
        }
        _ = properties.identifier("id", isRequired: true, &findings)
        for name in ["created", "modified"] { _ = properties.timestamp(name, isRequired: true, &findings) }
        let signee = properties.text("signee", isRequired: true, &findings)
        let algorithm = properties.text("algorithm", isRequired: true, &findings)
        let hash = properties.text("hash_algorithm", isRequired: true, &findings)
        let value = properties.text("value", isRequired: true, &findings)
        guard let algorithm, let hash, let value, isOfThisVersion(properties, root) else { return nil }
        let key = self.key(properties)
        let outcome = self.outcome(node, root, algorithm.value, hash.value, value.value, key)
        report(outcome, at: value.node)
        reportValidity(properties)
        return SignatureVerdict(
            outcome: outcome,
            signee: signee?.value ?? "",
            algorithm: algorithm.value,
            fingerprint: key.map { Digest(of: $0).description } ?? ""
        )
    }

    private mutating func isOfThisVersion(_ properties: Properties, _ root: YAMLNode) -> Bool {
        let id = properties.identifier("related_to", isRequired: true, &findings)
        let version = properties.timestamp("related_version", isRequired: true, &findings)
        guard let id, let version else { return false }
        if let own = root["id"]?.scalar?.text, own != id.id {
            report(.invalidSignature, "this is the signature of another playbook", at: id.node)
            return false
        }
        if let own = root["modified"]?.scalar?.text, own != version.text {
            report(.invalidSignature, "this is the signature of another version of the playbook", at: version.node)
            return false
        }
        return true
    }

    private func outcome(
        _ node: YAMLNode,
        _ root: YAMLNode,
        _ algorithm: String,
        _ hash: String,
        _ value: String,
        _ key: [UInt8]?
    ) -> SignatureVerdict.Outcome {
        guard let known = SignatureAlgorithm(rawValue: algorithm) else {
            return .notChecked("the algorithm \(DisplayText.quoted(algorithm)) is not known here")
        }
        guard let hashed = HashAlgorithm(rawValue: hash) else {
            return .notChecked("the hash \(DisplayText.quoted(hash)) is not known here")
        }
        guard let key else { return .notChecked("it has no 'public_key' and no 'public_cert_chain'") }
        guard let signature = Self.base64URL(value) else { return .invalid }
        let digest = hashed.hash(CanonicalJSON.bytes(of: Self.signed(root, by: node)))
        let messages = [Array(Digest.hex(digest).utf8), digest]
        let answers = messages.compactMap { known.verifies(signature, of: $0, by: key) }
        guard !answers.isEmpty else { return .notChecked("its key is none for \(algorithm)") }
        return answers.contains(true) ? .valid : .invalid
    }

    /// The playbook with one signature, which has no value yet and is not countersigned.
    static func signed(_ root: YAMLNode, by signature: YAMLNode) -> YAMLNode {
        guard case .mapping(let entries) = root.content, case .mapping(let properties) = signature.content else {
            return root
        }
        let bare = YAMLNode(
            .mapping(properties.filter { $0.key != "value" && $0.key != "signature" }),
            from: signature.start,
            to: signature.end
        )
        let replaced = entries.map { entry in
            guard entry.key == "signatures" else { return entry }
            let list = YAMLNode(.sequence([bare]), from: entry.value.start, to: entry.value.end)
            return YAMLEntry(key: entry.key, from: entry.keyStart, to: entry.keyEnd, value: list)
        }
        return YAMLNode(.mapping(replaced), from: root.start, to: root.end)
    }

    /// A SubjectPublicKeyInfo.
    private mutating func key(_ properties: Properties) -> [UInt8]? {
        if let text = properties.text("public_key", &findings) {
            return Base64.bytes(of: text.value.filter { $0 != " " })
        }
        guard let first = properties.texts("public_cert_chain", &findings).first else { return nil }
        return Base64.bytes(of: first.value).flatMap { DER.publicKey(ofCertificate: $0) }
    }

    private static func base64URL(_ text: String) -> [UInt8]? {
        let digits = text.replacing("-", with: "+").replacing("_", with: "/").filter { $0 != "=" }
        return Base64.bytes(of: digits)
    }

    private mutating func report(_ outcome: SignatureVerdict.Outcome, at node: YAMLNode) {
        switch outcome {
        case .valid: break
        case .invalid:
            report(
                .invalidSignature,
                "the playbook is not what was signed",
                at: node,
                remedy: "get it from its producer again; whoever changed it has to sign it anew"
            )
        case .notChecked(let reason):
            report(.uncheckedSignature, "the signature cannot be checked: \(reason)", at: node)
        }
    }

    private mutating func reportValidity(_ properties: Properties) {
        if properties.flag("revoked", &findings) == true, let node = properties["revoked"] {
            report(.uncheckedSignature, "its signer has revoked this signature", at: node)
        }
        let from = properties.timestamp("valid_from", &findings)
        let until = properties.timestamp("valid_until", &findings)
        guard let now = now?.nanosecondsSinceEpoch else { return }
        if let from, now < from.nanoseconds {
            report(.uncheckedSignature, "the signature is not valid before \(from.text)", at: from.node)
        }
        if let until, now >= until.nanoseconds {
            report(.uncheckedSignature, "the signature is no longer valid", at: until.node)
        }
    }
}
