/// An address of the Internet: the `net.IP` of an expression.
///
/// - Source: cel-spec conformance, `network_ext`; cel-go, `ext.Network`, after Kubernetes.
public struct IPAddress: Sendable, Hashable {
    /// The version of the protocol.
    package enum Family: Int64, Sendable {
        case four = 4
        case six = 6

        var bitsCount: Int {
            switch self {
            case .four: 32
            case .six: 128
            }
        }
    }

    package let family: Family
    /// The address as a number, its last bit lowest.
    let bits: UInt128

    init(_ family: Family, _ bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Parses `192.168.0.1`, without zeros before a number, or `2001:db8::68`. An IPv4 address that is written as IPv6 is
    /// that IPv4 address where it is written in hexadecimals, and refused where it is written with dots.
    package init(parsing text: String) throws(AddressFailure) {
        let written = try AddressText(text)
        guard let mapped = written.mapped else {
            self.init(written.family, written.bits)
            return
        }
        guard !written.endsInDots else { throw .isMapped }
        self.init(.four, mapped)
    }

    /// Nil for what is no address.
    public init?(_ text: String) {
        do throws(AddressFailure) { try self.init(parsing: text) } catch { return nil }
    }

    /// The first so many of its bits.
    func prefix(_ count: Int) -> UInt128 { bits >> (family.bitsCount - count) }
}

// MARK: - Kinds

extension IPAddress {
    /// `0.0.0.0`, `::`
    var isUnspecified: Bool { bits == 0 }

    var isLoopback: Bool {
        switch family {
        case .four: prefix(8) == 127
        case .six: bits == 1
        }
    }

    var isMulticast: Bool {
        switch family {
        case .four: prefix(4) == 0xE
        case .six: prefix(8) == 0xFF
        }
    }

    /// Within one link only. Of IPv6 the scope alone says so, whatever the flags before it.
    var isLinkLocalMulticast: Bool {
        switch family {
        case .four: prefix(24) == 0xE00000
        case .six: isMulticast && prefix(16) & 0xF == 2
        }
    }

    var isLinkLocalUnicast: Bool {
        switch family {
        case .four: prefix(16) == 0xA9FE
        case .six: prefix(10) == 0xFE80 >> 6
        }
    }

    /// Anything else, private networks among it.
    var isGlobalUnicast: Bool {
        let isBroadcast = family == .four && bits == 0xFFFF_FFFF
        return !isBroadcast && !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
    }
}

// MARK: - As a value

extension IPAddress: Opaque {
    static let typeName = TypeName("net.IP")
    public var typeName: TypeName { Self.typeName }

    /// As RFC 5952 writes it: lower case, no zeros before a group, `::` for the longest run of zero groups.
    public var description: String {
        switch family {
        case .four: (0..<4).map { String(bits >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".")
        case .six: sixDescription
        }
    }

    private var sixDescription: String {
        let groups = (0..<8).map { String(bits >> (112 - 16 * $0) & 0xFFFF, radix: 16) }
        guard let gap = Self.longestGap(groups) else { return groups.joined(separator: ":") }
        let (head, tail) = (groups[..<gap.lowerBound], groups[gap.upperBound...])
        return head.joined(separator: ":") + "::" + tail.joined(separator: ":")
    }

    /// The first of the longest runs of zeros; one zero alone is none.
    private static func longestGap(_ groups: [String]) -> Range<Int>? {
        var (longest, start) = (0..<1, 0)
        for (index, group) in groups.enumerated() {
            if group != "0" {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest.count > 1 ? longest : nil
    }
}

extension IPAddress: Representable {
    public static var celType: CELType { .opaque(typeName.description, []) }
    public init?(celValue: Value) {
        guard case .opaque(let value) = celValue, let address = value as? Self else { return nil }
        self = address
    }
    public var celValue: Value { .opaque(self) }
}
