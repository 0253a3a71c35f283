import CCurl

/// A libcurl result code, read as a failure with a sentence.
struct CurlVerdict {
    private let code: CURLcode
    private let detail: String
    private let origin: String
    private let method: String

    /// Takes libcurl's own words as `detail`, control characters escaped; they may be empty.
    init(_ code: CURLcode, detail: String, origin: String, method: String) {
        self.code = code
        self.detail = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        self.origin = origin
        self.method = method
    }

    func failure(anythingSent: Bool, tooLargeStatus: Int?) -> HTTPFailure {
        let attempt = "Sending \(method) to \(origin) failed: \(detail)."
        if let tooLargeStatus {
            return .unknownOutcome(
                .responseTooLarge(status: tooLargeStatus),
                "Sending \(method) to \(origin) was answered with status \(tooLargeStatus), "
                    + "but the answer is longer than allowed. Raise the limit if the receiver is to be trusted."
            )
        }
        if code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL {
            return .invalidRequest("\(attempt) Check the connection's URL.")
        }
        if anythingSent {
            return .unknownOutcome(cause, "\(attempt) The request had been sent, so it may have taken effect: check.")
        }
        return .notSent(cause, "\(attempt) Nothing was sent. \(advice)")
    }

    private var cause: HTTPFailure.Cause {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
        case CURLE_COULDNT_CONNECT: .connect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT:
            .tls
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_GOT_NOTHING: .emptyReply
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            .connectionLost
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL: .malformedResponse
        default: .library(code: Int(code.rawValue))
        }
    }

    private var advice: String {
        switch cause {
        case .resolve: "Check the host's name and this machine's resolver."
        case .connect: "Check that the receiver is up and that no firewall is in between."
        case .tls: "Check the CA file, the client certificate and the name in the receiver's certificate."
        case .timeout: "Check that the receiver can be reached, or allow more time."
        default: "Try again."
        }
    }
}
