/// Addresses that begin with the same bits: the `net.CIDR` of an expression. It keeps the address that it was written
/// with: `192.168.0.1/24`.
///
/// - Source: cel-spec conformance, `network_ext`; cel-go, `ext.Network`, after Kubernetes.
public struct AddressBlock: Sendable, Hashable {
    package let address: IPAddress
    package let prefixLength: Int

    private init(_ address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Parses `192.168.0.0/24` or `2001:db8::/32`.
    package init(parsing text: String) throws(AddressFailure) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .hasNoPrefix }
        let written = try AddressText(String(parts[0]))
        // Its prefix would have to be counted in another family.
        guard written.mapped == nil else { throw .isMapped }
        var scanner = ByteScanner(String(parts[1]))
        guard let length = AddressText.scanNumber(&scanner, max: written.family.bitsCount), scanner.isAtEnd else {
            throw .hasNoPrefix
        }
        self.init(IPAddress(written.family, written.bits), prefixLength: Int(length))
    }

    /// Nil for what is no block.
    public init?(_ text: String) {
        do throws(AddressFailure) { try self.init(parsing: text) } catch { return nil }
    }

    /// Without what the address has beyond the prefix.
    package var masked: AddressBlock {
        let rest = address.family.bitsCount - prefixLength
        return AddressBlock(IPAddress(address.family, address.prefix(prefixLength) << rest), prefixLength: prefixLength)
    }

    package func contains(_ other: IPAddress) -> Bool {
        address.family == other.family && address.prefix(prefixLength) == other.prefix(prefixLength)
    }

    package func contains(_ other: AddressBlock) -> Bool {
        prefixLength <= other.prefixLength && contains(other.address)
    }
}

// MARK: - As a value

extension AddressBlock: Opaque {
    static let typeName = TypeName("net.CIDR")
    public var typeName: TypeName { Self.typeName }
    public var description: String { "\(address)/\(prefixLength)" }
}

extension AddressBlock: Representable {
    public static var celType: CELType { .opaque(typeName.description, []) }
    public init?(celValue: Value) {
        guard case .opaque(let value) = celValue, let block = value as? Self else { return nil }
        self = block
    }
    public var celValue: Value { .opaque(self) }
}
