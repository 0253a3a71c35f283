/// The form of every link that SNS sends: `https`, a host of SNS, no port, no user.
///
/// - Source: `^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?$`, as the validators of AWS's own SDKs check the host.
enum SNSLink {
    static func isGenuine(_ link: String) -> Bool {
        let scheme = "https://"
        guard link.hasPrefix(scheme), link.utf8.count <= IntakeLimits.linkBytesMax,
            link.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return false }
        return isHost(link.dropFirst(scheme.count).prefix { !"/?#".contains($0) })
    }

    private static func isHost(_ host: Substring) -> Bool {
        var labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.last == "cn" { labels.removeLast() }
        guard labels.count == 4, labels[0] == "sns", labels[2...] == ["amazonaws", "com"] else { return false }
        // All of it is ASCII already.
        return labels[1].count >= 3 && labels[1].allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }
}
