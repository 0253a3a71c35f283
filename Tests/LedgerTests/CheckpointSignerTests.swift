import Domain
import Ledger
import Testing

@Suite struct CheckpointSignerTests {
    private let key = Samples.key()
    private let leaves = (0..<20).map { TreeHash(ofLeaf: [UInt8($0)]) }

    private func state(of size: Int) throws -> SignerState {
        var signer = try CheckpointSigner(key: key, state: .beginning(of: Samples.plant), tree: MerkleTree())
        _ = try signer.sign(try signer.prepare(MerkleTree(leaves[..<size]), since: leaves[..<size]))
        return signer.state
    }

    @Test func `each checkpoint continues the one before it`() throws {
        var signer = try CheckpointSigner(key: key, state: .beginning(of: Samples.plant), tree: MerkleTree())
        for (old, new) in [(0, 3), (3, 4), (4, 4), (4, 20)] {
            let tree = MerkleTree(leaves[..<new])
            let note = try signer.sign(try signer.prepare(tree, since: leaves[old..<new]))
            #expect(try note.verified(by: [key.verifier]) == [key.verifier])
            #expect(Checkpoint(note.text) == Checkpoint(of: tree, origin: Samples.plant))
            #expect(signer.state.last == Checkpoint(note.text))
        }
    }

    @Test func `a smaller tree, another tree of the size, and another past are not signed`() throws {
        let signer = try CheckpointSigner(key: key, state: try state(of: 5), tree: MerkleTree(leaves[..<5]))
        let other = leaves[..<4] + [leaves[19]]
        #expect(throws: SigningRefused.shorterThanSigned(size: 4, signed: 5)) {
            _ = try signer.prepare(MerkleTree(leaves[..<4]), since: [])
        }
        #expect(throws: SigningRefused.otherPast(signed: 5)) { _ = try signer.prepare(MerkleTree(other), since: []) }
        #expect(throws: SigningRefused.unexplained(size: 8)) {
            _ = try signer.prepare(MerkleTree(other + leaves[5..<8]), since: leaves[5..<8])
        }
        #expect(throws: SigningRefused.unexplained(size: 8)) {
            _ = try signer.prepare(MerkleTree(leaves[..<8]), since: leaves[5..<7])
        }
    }

    @Test func `a checkpoint that was overtaken is not signed`() throws {
        var signer = try CheckpointSigner(key: key, state: .beginning(of: Samples.plant), tree: MerkleTree())
        let early = try signer.prepare(MerkleTree(leaves[..<3]), since: leaves[..<3])
        _ = try signer.sign(try signer.prepare(MerkleTree(leaves[..<4]), since: leaves[..<4]))
        var refusal: SigningRefused?
        do throws(SigningRefused) { _ = try signer.sign(early) } catch { refusal = error }
        #expect(refusal == .overtaken)
    }

    @Test func `a signer starts only from the log that it signed`() throws {
        let state = try state(of: 5)
        func refusal(_ key: SigningKey, _ tree: MerkleTree) -> SigningRefused? {
            do throws(SigningRefused) {
                _ = try CheckpointSigner(key: key, state: state, tree: tree)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(key, MerkleTree(leaves[..<5])) == nil)
        #expect(refusal(key, MerkleTree(leaves[..<4])) == .shorterThanSigned(size: 4, signed: 5))
        #expect(refusal(key, MerkleTree(leaves[1..<6])) == .otherPast(signed: 5))
        #expect(refusal(Samples.key(of: Samples.origin("b")), MerkleTree(leaves[..<5])) == .otherLog(Samples.plant))
    }

    @Test func `a state says what was stored, however often an engine dies before its checkpoint is`() throws {
        var signer = try CheckpointSigner(key: key, state: .beginning(of: Samples.plant), tree: MerkleTree())
        for (old, new) in [(0, 3), (3, 5)] {
            let prepared = try signer.prepare(MerkleTree(leaves[..<new]), since: leaves[old..<new])
            let stored = prepared.state.stored
            #expect(stored == UInt64(old))
            _ = try signer.sign(prepared)
            signer.noteStored(UInt64(new))
        }
        var state = signer.state
        for size in [7, 8, 20] {
            let signed = Int(state.last.size)
            let next = try CheckpointSigner(key: key, state: state, tree: MerkleTree(leaves[..<signed]))
            state = try next.prepare(MerkleTree(leaves[..<size]), since: leaves[signed..<size]).state
            #expect(state.last.size == UInt64(size) && state.stored == 5)
        }
    }

    @Test func `the state's text is read as it was written`() throws {
        var signer = try CheckpointSigner(key: key, state: try state(of: 5), tree: MerkleTree(leaves[..<5]))
        signer.noteStored(5)
        let state = signer.state
        #expect(SignerState(state.text) == state)
        let former = try #require(SignerState("cordon-signer-state/1\n\(state.last.text)"))
        #expect(former.last == state.last && former.stored == 0)
        #expect(
            SignerState.beginning(of: Samples.plant).text == """
                cordon-signer-state/2
                stored 0
                example.com/plant-7
                0
                47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

                """
        )
    }

    @Test(arguments: [
        "", "cordon-signer-state/3\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "cordon-signer-state/1\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "cordon-signer-state/1\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
        "cordon-signer-state/2\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "cordon-signer-state/2\nstored 00\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "cordon-signer-state/2\nstored 1\na\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    ])
    func `a torn or foreign state is refused`(_ text: String) { #expect(SignerState(text) == nil) }
}
