/// An address as it was written.
struct AddressText {
    let family: IPAddress.Family
    let bits: UInt128
    /// Whether an IPv6 address gives its last 32 bits as IPv4: `64:ff9b::192.0.2.33`.
    let endsInDots: Bool

    /// The IPv4 address that an IPv6 address of `::ffff:0:0/96` stands for.
    var mapped: UInt128? { family == .six && bits >> 32 == 0xFFFF ? bits & 0xFFFF_FFFF : nil }

    init(_ text: String) throws(AddressFailure) {
        guard text.utf8.count <= LanguageLimits.addressBytesMax else { throw .isMalformed }
        guard !text.utf8.contains(UInt8(ascii: "%")) else { throw .hasZone }
        var scanner = ByteScanner(text)
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let six = Self.scanSix(&scanner) else { throw .isMalformed }
            family = .six
            (bits, endsInDots) = six
        } else {
            guard let four = Self.scanFour(&scanner), scanner.isAtEnd else { throw .isMalformed }
            family = .four
            (bits, endsInDots) = (four, false)
        }
    }

    private static func scanFour(_ scanner: inout ByteScanner) -> UInt128? {
        var bits: UInt128 = 0
        for position in 0..<4 {
            guard position == 0 || scanner.take("."), let number = scanNumber(&scanner, max: 255) else { return nil }
            bits = bits << 8 | number
        }
        return bits
    }

    /// A decimal number of at most two or three digits, without a zero before it: to some `010` is eight.
    /// - Precondition: `max` has more than one digit.
    static func scanNumber(_ scanner: inout ByteScanner, max: Int) -> UInt128? {
        guard let first = scanner.digit() else { return nil }
        var number = first
        while let digit = scanner.digit() {
            number = number * 10 + digit
            guard first != 0, number <= max else { return nil }
        }
        return UInt128(number)
    }

    private static func scanSix(_ scanner: inout ByteScanner) -> (bits: UInt128, endsInDots: Bool)? {
        var groups: [UInt128] = []
        var gap = scanner.take("::") ? 0 : Int?.none
        while !scanner.isAtEnd, groups.count < 8 {
            var rest = scanner
            if groups.count <= 6, let four = scanFour(&rest), rest.isAtEnd {
                return join(groups + [four >> 16, four & 0xFFFF], gap).map { ($0, true) }
            }
            guard let group = scanGroup(&scanner) else { return nil }
            groups.append(group)
            if scanner.take("::") {
                guard gap == nil else { return nil }
                gap = groups.count
            } else if !scanner.isAtEnd {
                guard scanner.take(":"), !scanner.isAtEnd else { return nil }
            }
        }
        guard scanner.isAtEnd else { return nil }
        return join(groups, gap).map { ($0, false) }
    }

    private static func scanGroup(_ scanner: inout ByteScanner) -> UInt128? {
        guard var group = scanner.hexDigit() else { return nil }
        for _ in 0..<3 {
            guard let digit = scanner.hexDigit() else { break }
            group = group << 4 | digit
        }
        return UInt128(group)
    }

    /// Eight groups as one number. A gap stands for at least one of them.
    private static func join(_ groups: [UInt128], _ gap: Int?) -> UInt128? {
        var groups = groups
        if let gap, groups.count < 8 {
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        } else if gap != nil || groups.count != 8 {
            return nil
        }
        return groups.reduce(0) { $0 << 16 | $1 }
    }
}

/// Why a text is no address, or no block of them.
package enum AddressFailure: Error {
    case isMalformed
    case hasZone
    case isMapped
    case hasNoPrefix

    /// What is wrong, to be put behind the text.
    var reason: String {
        switch self {
        case .isMalformed: "is not an address, as in 192.168.0.1 or 2001:db8::68"
        case .hasZone: "has a zone, which has no meaning beyond one machine"
        case .isMapped: "is an IPv4 address written as IPv6: write it as 192.168.0.1"
        case .hasNoPrefix: "does not end in the length of a prefix, as in 192.168.0.0/24 or 2001:db8::/32"
        }
    }
}
