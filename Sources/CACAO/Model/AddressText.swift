/// IP addresses as text, with or without the length of a prefix, as STIX writes both.
enum AddressText {
    static func isIPv4(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /([0-9.]+)(?:\/(\d{1,2}))?/) else { return false }
        let parts = match.1.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return isAddress && (match.2.flatMap { Int($0) } ?? 0) <= 32
    }

    static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first else { return false }
        if parts.count == 2 { guard let length = Int(parts[1]), 0...128 ~= length else { return false } }
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
        let groups = halves.map { half in
            half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
        }
        let count = groups.joined().reduce(0) { $0 + ($1.contains(".") ? 2 : 1) }
        let areGroups = groups.joined().allSatisfy { group in
            group.wholeMatch(of: /[0-9a-fA-F]{1,4}/) != nil || isIPv4(String(group))
        }
        return areGroups && (halves.count == 1 ? count == 8 : halves.count == 2 && count < 8)
    }
}
