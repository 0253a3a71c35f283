/// Why a proof proves nothing.
public enum ProofRefused: Error, Hashable, Sendable {
    /// An index at or beyond the size, or an old size beyond the new one.
    case outsideTree
    /// The empty tree is a prefix of every tree, so a proof from it means nothing.
    case fromNothing
    /// More or fewer hashes than the sizes ask for.
    case wrongLength
    /// The hashes lead to another root than the one that was claimed.
    case otherRoot
}
