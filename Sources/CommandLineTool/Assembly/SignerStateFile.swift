package import Domain
import Foundation
package import Ledger
package import Ports

/// The signer's state in a file of its own, outside the database.
package struct SignerStateFile: SignerStateKeeper {
    let path: String

    package init(path: String) { self.path = path }

    /// - Returns: `nil` where there is no file. A file that cannot be read is an error: a state that got lost is for a
    ///   person to look into.
    package func load() throws(OperatorError) -> SignerState? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let state = SignerState(String(decoding: data, as: UTF8.self)) else {
            throw OperatorError(
                attempted: "read the signer's state \(path)",
                reason: "it is not in the form that Cordon writes",
                remedy: "restore it from a backup that is as new as the database; 'cordon audit verify' tells more"
            )
        }
        return state
    }

    /// Temporary file, flush, rename, flush of the folder: a crash leaves the old state or the new one.
    package func keep(_ state: SignerState) async throws(StoreFailure) {
        let temporary = path + ".new"
        unlink(temporary)
        do throws(FileProblem) {
            try KeyFile.write(state.text.utf8, to: temporary)
        } catch {
            throw failure(error.code)
        }
        guard rename(temporary, path) == 0 else { throw failure(errno) }
        let folder = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        guard folder >= 0 else { throw .broken(problem(errno)) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .broken(problem(errno)) }
    }

    /// Before the rename nothing has changed, so that a lack of room is one that may pass.
    private func failure(_ code: Int32) -> StoreFailure {
        [ENOSPC, EDQUOT].contains(code) ? .full(problem(code)) : .broken(problem(code))
    }

    private func problem(_ code: Int32) -> OperatorError {
        OperatorError(
            attempted: "keep the signer's state \(path)",
            reason: String(cString: strerror(code)),
            remedy: "check that the folder has room and belongs to this user"
        )
    }
}
