import CCurl
import CurlShim
import Synchronization

/// A request together with the task that waits for it.
struct HTTPSubmission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let reply: Reply<HTTPResponse, HTTPFailure>
}

/// The thread that drives libcurl's multi handle, and with it the pool of kept connections.
///
/// SAFETY: `multi` belongs to the loop's thread. The one call made from others is `curl_multi_wakeup`, which libcurl
/// documents as safe from any thread; it is made under the inbox's lock while the inbox is open, and the thread closes
/// the inbox under that lock before it frees the handle.
final class CurlLoop: @unchecked Sendable {
    private struct Inbox {
        var submissions: [HTTPSubmission] = []
        var cancelled: [UInt64] = []
        /// Submitted and not yet answered.
        var requestsOpen = 0
        var nextID: UInt64 = 1
        var isStopping = false
        var isClosed = false
    }

    private let multi: UnsafeMutableRawPointer
    private let limits: HTTPLimits
    private let inbox = Mutex(Inbox())

    init(limits: HTTPLimits) {
        Self.initialiseLibrary
        guard let multi = curl_multi_init() else { preconditionFailure("out of memory") }
        self.multi = multi
        self.limits = limits
        cordon_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connectionsMax)
        cordon_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHostMax)
        cordon_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.idleConnectionsMax)
    }

    func start() {
        DedicatedThread.start(named: "cordon-http") { self.run() }
    }

    /// - Throws: `.notSent` where the client is full or shut down.
    func submit(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPSubmission {
        let accepted: Result<HTTPSubmission, HTTPFailure> = inbox.withLock { inbox in
            guard !inbox.isStopping else { return .failure(Self.shutDown) }
            guard inbox.requestsOpen < limits.requestsMax else {
                return .failure(
                    .notSent(
                        .overloaded,
                        "A request was not sent: \(limits.requestsMax) are already under way, which is all that is allowed. Try later."
                    )
                )
            }
            let submission = HTTPSubmission(id: inbox.nextID, request: request, reply: Reply())
            inbox.nextID += 1
            inbox.requestsOpen += 1
            inbox.submissions.append(submission)
            curl_multi_wakeup(multi)
            return .success(submission)
        }
        return try accepted.get()
    }

    func cancel(_ submission: HTTPSubmission) {
        inbox.withLock { inbox in
            guard !inbox.isClosed else { return }
            inbox.cancelled.append(submission.id)
            curl_multi_wakeup(multi)
        }
    }

    func stop() {
        inbox.withLock { inbox in
            guard !inbox.isClosed else { return }
            inbox.isStopping = true
            curl_multi_wakeup(multi)
        }
    }

    private static let shutDown = HTTPFailure.notSent(
        .shutDown,
        "A request was not sent: the HTTP client has been shut down."
    )

    /// Once per process; libcurl counts on it before its first handle is made.
    private static let initialiseLibrary: Void = {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()
}

// Everything below runs on the loop's thread.
extension CurlLoop {
    private func run() {
        var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
        while takeOrders(into: &transfers) {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            settleFinished(&transfers)
            curl_multi_poll(multi, nil, 0, 1_000, nil)
        }
        for transfer in transfers.values {
            drop(transfer, .shutDown, because: "the HTTP client was shut down")
        }
        inbox.withLock { $0.isClosed = true }
        curl_multi_cleanup(multi)
    }

    /// - Returns: false when it is time to end.
    private func takeOrders(into transfers: inout [UnsafeMutableRawPointer: CurlTransfer]) -> Bool {
        let (submissions, cancelled, isStopping) = inbox.withLock { inbox in
            defer {
                inbox.submissions = []
                inbox.cancelled = []
            }
            return (inbox.submissions, inbox.cancelled, inbox.isStopping)
        }
        for submission in submissions {
            if isStopping || cancelled.contains(submission.id) {
                let cancelled = HTTPFailure.notSent(.cancelled, "A request was cancelled before anything was sent.")
                settle(submission, .failure(isStopping ? Self.shutDown : cancelled))
                continue
            }
            do throws(HTTPFailure) {
                let transfer = try CurlTransfer(submission, headerBytesMax: limits.responseHeaderBytesMax)
                curl_multi_add_handle(multi, transfer.easy)
                transfers[transfer.easy] = transfer
            } catch {
                settle(submission, .failure(error))
            }
        }
        for (easy, transfer) in transfers where cancelled.contains(transfer.submission.id) {
            drop(transfer, .cancelled, because: "the task was cancelled")
            transfers[easy] = nil
        }
        return !isStopping
    }

    private func settleFinished(_ transfers: inout [UnsafeMutableRawPointer: CurlTransfer]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = transfers.removeValue(forKey: easy)
            else { continue }
            let outcome = transfer.outcome(cordon_curl_message_result(message))
            curl_multi_remove_handle(multi, easy)
            settle(transfer.submission, outcome)
        }
    }

    private func drop(_ transfer: CurlTransfer, _ cause: HTTPFailure.Cause, because reason: String) {
        let failure = transfer.abandoned(cause, because: reason)
        curl_multi_remove_handle(multi, transfer.easy)
        settle(transfer.submission, .failure(failure))
    }

    private func settle(_ submission: HTTPSubmission, _ outcome: Result<HTTPResponse, HTTPFailure>) {
        inbox.withLock { $0.requestsOpen -= 1 }
        submission.reply.settle(outcome)
    }
}
