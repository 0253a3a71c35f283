/// Addresses and blocks of them: `ip('192.168.0.1')`, `cidr('192.168.0.0/24').containsIP(…)`.
///
/// - Source: cel-spec conformance, `network_ext`; cel-go, `ext.Network`, after Kubernetes.
enum NetworkLibrary {
    static let types: [String: CELType] = [
        IPAddress.typeName.description: IPAddress.celType, AddressBlock.typeName.description: AddressBlock.celType,
    ]

    static let functions: [Function] = [
        Function("ip", [.of(.global, address).spelling(), .of(.member) { (block: AddressBlock) in block.address }]),
        Function("isIP", [.of { (text: String) in IPAddress(text) != nil }.spelling()]),
        Function(
            "ip.isCanonical",
            [.of { (text: String) throws(Fault) in try address(text).description == text }.spelling()]
        ),
        Function("cidr", [.of(.global, block).spelling()]),
        Function("isCIDR", [.of { (text: String) in AddressBlock(text) != nil }.spelling()]),
        Function(
            "string",
            [
                .of { (address: IPAddress) in address.description }.spelling(),
                .of { (block: AddressBlock) in block.description }.spelling(),
            ]
        ),
        Function("family", [.of(.member) { (address: IPAddress) in address.family.rawValue }]),
        kind("isUnspecified", \.isUnspecified),
        kind("isLoopback", \.isLoopback),
        kind("isGlobalUnicast", \.isGlobalUnicast),
        kind("isLinkLocalMulticast", \.isLinkLocalMulticast),
        kind("isLinkLocalUnicast", \.isLinkLocalUnicast),
        Function(
            "containsIP",
            [
                .of(.member) { (block: AddressBlock, address: IPAddress) in block.contains(address) },
                .of(.member) { (block: AddressBlock, text: String) throws(Fault) in
                    block.contains(try address(text))
                }.spelling(),
            ]
        ),
        Function(
            "containsCIDR",
            [
                .of(.member) { (block: AddressBlock, other: AddressBlock) in block.contains(other) },
                .of(.member) { (block: AddressBlock, text: String) throws(Fault) in
                    block.contains(try Self.block(text))
                }.spelling(),
            ]
        ),
        Function("masked", [.of(.member) { (block: AddressBlock) in block.masked }]),
        Function("prefixLength", [.of(.member) { (block: AddressBlock) in Int64(block.prefixLength) }]),
    ]

    private static func kind(_ name: String, _ test: @escaping @Sendable (IPAddress) -> Bool) -> Function {
        Function(name, [.of(.member, test)])
    }

    @Sendable private static func address(_ text: String) throws(Fault) -> IPAddress {
        do throws(AddressFailure) { return try IPAddress(parsing: text) } catch { throw fault(text, error) }
    }

    @Sendable private static func block(_ text: String) throws(Fault) -> AddressBlock {
        do throws(AddressFailure) { return try AddressBlock(parsing: text) } catch { throw fault(text, error) }
    }

    private static func fault(_ text: String, _ failure: AddressFailure) -> Fault {
        Fault(.badConversion, "\(Quoting.excerpt(text)) \(failure.reason)")
    }
}

extension Overload {
    /// Costs what reading or writing an address takes.
    fileprivate func spelling() -> Overload { costing { _ in LanguageLimits.addressSteps } }
}
