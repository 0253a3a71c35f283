package import Domain
package import Ledger

/// One checkpoint on its way to one witness: what to send, and what to make of the answer. A value without any I/O.
package struct CosigningDialogue {
    package enum Next: Hashable, Sendable {
        /// Send it, with the proof from ``oldSize``.
        case send
        /// The witness cosigned it, at this time of its clock.
        case cosigned(Instant, lines: String)
        /// The witness holds that our log has two histories.
        case contradicted(String)
        /// Nothing is proven; try again later.
        case failed(String)
    }

    private let note: SignedNote
    package let checkpoint: Checkpoint
    private let witness: WitnessKey
    /// What the witness cosigned last, as far as we know.
    package private(set) var oldSize: UInt64
    /// Whether the witness has said itself what it cosigned last.
    private var isCorrected = false

    /// - Returns: `nil` where the note is none of a checkpoint.
    package init?(_ note: String, to witness: WitnessKey, cosigned oldSize: UInt64) {
        guard let note = try? SignedNote(note), let checkpoint = Checkpoint(note.text) else { return nil }
        self.note = note
        self.checkpoint = checkpoint
        self.witness = witness
        self.oldSize = min(oldSize, checkpoint.size)
    }

    /// Whether the request needs hashes: not where nothing was cosigned, or just this.
    package var needsProof: Bool { oldSize > 0 && oldSize < checkpoint.size }

    package func request(_ hashes: [TreeHash]) -> String? {
        CosigningRequest(note, oldSize: oldSize, hashes: hashes)?.text
    }

    package mutating func take(status: Int, contentType: String?, body: [UInt8]) -> Next {
        switch status {
        case 200: return cosigned(String(decoding: body, as: UTF8.self))
        case 409 where contentType == WitnessAnswer.sizeType: return conflict(String(decoding: body, as: UTF8.self))
        case 422:
            return .contradicted(
                "the proof from the \(oldSize) entries that it saw to our \(checkpoint.size) does not convince it"
            )
        case 403: return .failed("it does not accept our log's key: give it the key that signs the log now")
        case 404: return .failed("it does not know our log: give it the log's key")
        default: return .failed("it answered with status \(status)")
        }
    }

    private func cosigned(_ lines: String) -> Next {
        do throws(NoteRefused) {
            let answered = try SignedNote("\(note)\(lines)")
            guard let cosignature = try answered.cosignatures(by: [witness]).last else { throw .noKnownSigner }
            return .cosigned(cosignature.time, lines: answered.lines(of: witness))
        } catch {
            return .failed("its cosignature is not believed: \(error.sentence)")
        }
    }

    /// It cosigned another size last than we thought: the proof must begin there.
    private mutating func conflict(_ body: String) -> Next {
        guard body.hasSuffix("\n"), let size = UInt64(body.dropLast()) else {
            return .failed("it answered with status 409, and not with the size that it saw")
        }
        if size > checkpoint.size {
            return .contradicted("it saw \(size) entries, and our last checkpoint has \(checkpoint.size)")
        }
        if size == oldSize {
            return .contradicted("it saw \(size) entries that are not the ones that we signed")
        }
        guard !isCorrected else { return .failed("it named one size that it saw, and then another") }
        isCorrected = true
        oldSize = size
        return .send
    }
}
