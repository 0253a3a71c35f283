/// What came of checking one signature of a playbook.
public struct SignatureVerdict: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The playbook is as it was signed. Whose key that is, and whether to trust it, is another question.
        case valid
        /// The playbook, or the signature, was changed since.
        case invalid
        /// Completes "it cannot be checked: …".
        case notChecked(String)
    }

    public let outcome: Outcome
    /// Who says to have signed.
    public let signee: String
    public let algorithm: String
    /// SHA-256 of the key, in hexadecimal digits, for comparing; empty where there is no key.
    public let fingerprint: String
}
