/// Why a signed note is not believed.
public enum NoteRefused: Error, Hashable, Sendable {
    case tooLarge
    case malformed
    /// A key that is known did not make the signature under its name.
    case badSignature(String)
    /// None of the known keys signed it.
    case noKnownSigner
}
