package import Domain
import DurableFiles
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
        guard let text = try KeptFile.text(path, "read the signer's state \(path)") else { return nil }
        guard let state = SignerState(text) else {
            throw OperatorError(
                attempted: "read the signer's state \(path)",
                reason: "it is not in the form that Cordon writes",
                remedy: "restore it from a backup that is as new as the database; 'cordon audit verify' tells more"
            )
        }
        return state
    }

    package func keep(_ state: SignerState) async throws(StoreFailure) {
        do throws(FileProblem) {
            try DurableFile.replace(path, Array(state.text.utf8))
        } catch {
            // Before it is in place nothing has changed, so that a lack of room is one that may pass.
            let mayPass = !error.isInPlace && [ENOSPC, EDQUOT].contains(error.code)
            throw mayPass ? .full(problem(error.code)) : .broken(problem(error.code))
        }
    }

    private func problem(_ code: Int32) -> OperatorError {
        OperatorError(
            attempted: "keep the signer's state \(path)",
            reason: String(cString: strerror(code)),
            remedy: "check that the folder has room and belongs to this user"
        )
    }
}
