import CCurl
import CurlShim

/// One request on its way: a libcurl easy handle and the buffers its callbacks use.
///
/// Made, used and destroyed on the loop's thread.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    let submission: HTTPSubmission

    private let request: HTTPRequest
    private let destination: HTTPDestination
    private let headerBytesMax: Int
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var pinList: UnsafeMutablePointer<curl_slist>?

    private var bodyBytesSent = 0
    private var answer = CurlAnswer()
    private var isTooLarge = false

    init(_ submission: HTTPSubmission, headerBytesMax: Int) throws(HTTPFailure) {
        destination = try HTTPDestination(url: submission.request.url)
        guard let easy = curl_easy_init() else { preconditionFailure("out of memory") }
        self.easy = easy
        self.submission = submission
        request = submission.request
        self.headerBytesMax = headerBytesMax
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        curl_slist_free_all(pinList)
        errorText.deallocate()
    }

    /// The answer, or the failure that the code stands for.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
        if code == CURLE_OK {
            return .success(HTTPResponse(status: status, headers: answer.headers, body: answer.body))
        }
        return .failure(
            CurlVerdict(code, detail: detail, origin: destination.origin, method: request.method)
                .failure(anythingSent: anythingSent, tooLargeStatus: isTooLarge ? status : nil)
        )
    }

    /// What to say when the transfer is given up before libcurl has a result.
    func abandoned(_ cause: HTTPFailure.Cause, because reason: String) -> HTTPFailure {
        let attempt = "Sending \(request.method) to \(destination.origin) was given up: \(reason)"
        return anythingSent
            ? .unknownOutcome(cause, "\(attempt). The request had been sent, so it may have taken effect.")
            : .notSent(cause, "\(attempt). Nothing had been sent.")
    }

    /// libcurl counts the bytes of every request that it issued for this handle, repeated ones included.
    private var anythingSent: Bool {
        var bytes = 0
        cordon_curl_get_long(easy, CURLINFO_REQUEST_SIZE, &bytes)
        return bytes > 0
    }

    private var status: Int {
        var status = 0
        cordon_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private var detail: String { String(cString: errorText).printable() }
}

// What libcurl calls while a transfer runs.
extension CurlTransfer {
    fileprivate func supply(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, request.body.count - bodyBytesSent)
        request.body.withUnsafeBytes { body in
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: body[bodyBytesSent..<(bodyBytesSent + count)]))
        }
        bodyBytesSent += count
        return count
    }

    /// Anything but `bytes.count` aborts the transfer.
    fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard answer.body.count + bytes.count <= request.responseBytesMax else {
            isTooLarge = true
            return 0
        }
        answer.body.append(contentsOf: bytes)
        return bytes.count
    }

    fileprivate func receiveHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard answer.headerBytes + bytes.count <= headerBytesMax else {
            isTooLarge = true
            return 0
        }
        answer.addHeaderLine(bytes)
        return bytes.count
    }
}

extension CurlTransfer {
    private func configure() throws(HTTPFailure) {
        guard request.headers.allSatisfy(\.isWellFormed), HTTPField(request.method, "").isWellFormed else {
            throw .invalidRequest(
                "The request to \(destination.origin) has a method or header that cannot be sent. "
                    + "Names are letters, digits and hyphens; values hold no line ends."
            )
        }
        guard request.timeout > .zero, request.connectTimeout > .zero, request.responseBytesMax >= 0 else {
            throw .invalidRequest("The request to \(destination.origin) has a timeout or limit that is not above zero.")
        }
        try set(CURLOPT_CURLU, UnsafeMutableRawPointer(destination.parsed))
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROXY, request.proxy ?? "")
        try set(CURLOPT_TIMEOUT_MS, Int(request.timeout.pollMilliseconds))
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.connectTimeout.pollMilliseconds))
        try set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        try configureTLS()
        try configureLists()
        try configureBody()
        try configureCallbacks()
    }

    private func configureTLS() throws(HTTPFailure) {
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let caFile = request.tls.caFile {
            try set(CURLOPT_CAINFO, caFile)
            // Distributions build libcurl with a folder of public authorities, which would be trusted beside the file.
            try check(cordon_curl_set_text(easy, CURLOPT_CAPATH, nil))
        }
        if let certificate = request.tls.certificateFile { try set(CURLOPT_SSLCERT, certificate) }
        if let key = request.tls.keyFile {
            try set(CURLOPT_SSLKEY, key)
            // Without this OpenSSL would ask for a passphrase on the terminal, and the loop would hang.
            try set(CURLOPT_KEYPASSWD, "")
        }
    }

    private func configureLists() throws(HTTPFailure) {
        for field in request.headers {
            // libcurl takes `Name:` as "leave this header out" and `Name;` as "send it empty".
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            headerList = curl_slist_append(headerList, line)
        }
        // No waiting for `100 Continue`: many receivers never send it.
        headerList = curl_slist_append(headerList, "Expect:")
        for pin in request.resolvePins { pinList = curl_slist_append(pinList, pin) }
        try check(cordon_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList))
        if let pinList { try check(cordon_curl_set_list(easy, CURLOPT_RESOLVE, pinList)) }
    }

    /// libcurl repeats a request by itself when a kept connection turns out to be dead, even if the whole request had
    /// been sent. A body that it cannot rewind makes it fail instead; a request that does more than read and has no body
    /// gets a new connection, on which libcurl never repeats: whether a repeat is harmless is for the engine to say.
    private func configureBody() throws(HTTPFailure) {
        if request.method == "HEAD" { return try set(CURLOPT_NOBODY, 1) }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
        if !request.body.isEmpty {
            try set(CURLOPT_POST, 1)
            try check(cordon_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
        } else if request.method == "POST" || request.method == "PUT" || request.method == "PATCH" {
            try set(CURLOPT_POST, 1)
            try check(cordon_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0))
        }
        if request.body.isEmpty && !["GET", "HEAD"].contains(request.method) { try set(CURLOPT_FRESH_CONNECT, 1) }
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            // libcurl would claim that any body is a form.
            headerList = curl_slist_append(headerList, "Content-Type:")
            try check(cordon_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList))
        }
    }

    private func configureCallbacks() throws(HTTPFailure) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_READDATA, context)
        try set(CURLOPT_WRITEDATA, context)
        try set(CURLOPT_HEADERDATA, context)
        let read = cordon_curl_set_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let target = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().supply(target)
        }
        let write = cordon_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let source = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().receiveBody(source)
        }
        let header = cordon_curl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let source = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().receiveHeaderLine(source)
        }
        for code in [read, write, header] { try check(code) }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(HTTPFailure) {
        try check(cordon_curl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(HTTPFailure) {
        try check(cordon_curl_set_text(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(HTTPFailure) {
        try check(cordon_curl_set_pointer(easy, option, value))
    }

    private func check(_ code: CURLcode) throws(HTTPFailure) {
        guard code == CURLE_OK else {
            let reason = String(cString: curl_easy_strerror(code))
            throw .invalidRequest("The request to \(destination.origin) cannot be prepared: \(reason).")
        }
    }
}
