import CCurl

/// A URL, parsed once by libcurl's own parser: what was checked here is the object the transfer uses.
final class HTTPDestination {
    /// A `CURLU`; lives as long as this object.
    let parsed: OpaquePointer
    /// `https://host:port`. All of a URL that may be shown: paths and queries carry tokens.
    let origin: String

    init(url: String) throws(HTTPFailure) {
        guard let handle = curl_url() else { preconditionFailure("out of memory") }
        parsed = handle
        do throws(HTTPFailure) {
            origin = try Self.origin(of: url, parsedInto: handle)
        } catch {
            curl_url_cleanup(handle)
            throw error
        }
    }

    deinit { curl_url_cleanup(parsed) }

    private static func origin(of url: String, parsedInto handle: OpaquePointer) throws(HTTPFailure) -> String {
        // libcurl forgives `http:///host` and takes backslashes for slashes; other readers of the URL may not.
        guard !url.utf8.contains(0), !url.utf8.contains(UInt8(ascii: "\\")), !url.contains(":///"),
            curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_PATH_AS_IS)) == CURLUE_OK
        else {
            throw .invalidRequest("The request's URL cannot be parsed. Write it as https://host[:port]/path.")
        }
        let scheme = part(CURLUPART_SCHEME, of: handle) ?? ""
        guard scheme == "https" || scheme == "http" else {
            throw .invalidRequest(
                "The request's URL has the scheme '\(scheme.printable())'; only https and http are spoken."
            )
        }
        guard part(CURLUPART_USER, of: handle) == nil, part(CURLUPART_PASSWORD, of: handle) == nil else {
            throw .invalidRequest("The request's URL holds a user name or password. Send an Authorization header.")
        }
        let host = part(CURLUPART_HOST, of: handle) ?? ""
        let port = part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT)) ?? ""
        return "\(scheme)://\(host.printable()):\(port)"
    }

    private static func part(_ which: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, which, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
