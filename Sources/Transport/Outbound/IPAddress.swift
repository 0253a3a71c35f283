import Foundation

/// An address as the resolver gives it.
package struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes, the most significant first.
    package let bytes: [UInt8]

    /// Every address of a name, each once. Of one that is an address itself nobody is asked.
    package static func all(of host: String, isAddress: Bool = false) -> [Self] {
        var hints = addrinfo()
        if isAddress { hints.ai_flags = AI_NUMERICHOST }
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [Self] = []
        var next = list
        while let entry = next {
            if let address = Self(entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    package init(bytes: [UInt8]) {
        precondition(bytes.count == 4 || bytes.count == 16, "an address has 4 or 16 bytes")
        self.bytes = bytes
    }

    private init?(_ entry: addrinfo) {
        guard let address = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
        default:
            return nil
        }
    }

    package var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Loopback, private, link-local, shared, multicast, unspecified or reserved: not on the public Internet.
    ///
    /// - Source: IANA special-purpose address registries.
    package var isInner: Bool {
        if let inside = embeddedIPv4 { return Self(bytes: inside).isInner }
        if bytes.count == 16 {
            let isUnspecifiedOrLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] <= 1
            let isLocal = bytes[0] & 0xFE == 0xFC || (bytes[0] == 0xFE && bytes[1] & 0x80 == 0x80)
            return isUnspecifiedOrLoopback || isLocal || bytes[0] == 0xFF
        }
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (224..., _): return true
        case (172, 16...31), (100, 64...127), (198, 18...19): return true
        case (192, 0): return bytes[2] == 0
        default: return false
        }
    }

    /// The IPv4 address to which an IPv6 address leads: `::ffff:a.b.c.d` and `::a.b.c.d`, `64:ff9b::a.b.c.d` and its local
    /// form `64:ff9b:1:…` (NAT64), and `2002:a.b.c.d:…` (6to4).
    ///
    /// - Source: RFC 4291 section 2.5.5, RFC 6052, RFC 8215, RFC 3056.
    private var embeddedIPv4: [UInt8]? {
        guard bytes.count == 16 else { return nil }
        let last = Array(bytes[12...])
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        // `::` and `::1` are addresses of their own.
        let isCompatible = bytes[..<12].allSatisfy { $0 == 0 } && last[..<3] != [0, 0, 0]
        let isTranslated = bytes[..<4] == [0, 0x64, 0xFF, 0x9B]
        if isMapped || isCompatible || isTranslated { return last }
        return bytes[..<2] == [0x20, 0x02] ? Array(bytes[2..<6]) : nil
    }
}
