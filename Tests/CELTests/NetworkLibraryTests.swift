import CEL
import Testing

@Suite struct NetworkLibraryTests {
    @Test(arguments: [
        ("192.168.0.1", "192.168.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
        ("::1", "::1"), ("2001:DB8::68", "2001:db8::68"), ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:0db8:0000::0001", "2001:db8::1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        // The longest run is shortened, the first of two, and never a single group.
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"), ("0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1"),
        ("fe80:0:0:0:0:0:0:0", "fe80::"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::1.2.3.4", "::102:304"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::ffff:c0a8:1", "192.168.0.1"),
        ("::fffe:c0a8:1", "::fffe:c0a8:1"),
    ])
    func `an address is read, and written in its canonical form`(_ text: String, _ canonical: String) throws {
        #expect(try Fixtures.evaluate("string(ip('\(text)'))") == .string(canonical))
        #expect(try Fixtures.evaluate("isIP('\(text)')") == true)
        #expect(try Fixtures.evaluate("ip.isCanonical('\(text)')") == .bool(text == canonical))
        #expect(IPAddress(canonical) == IPAddress(text))
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.00", "1.2..4", ".1.2.3", "1.2.3.", "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4/32", "+1.2.3.4", "1.2.3.99999999999999999999", "0x1.2.3.4", "١.2.3.4", ":", ":::", "1:", ":1", "1:2",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3", "1:::2", "12345::", "g::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.4:5", "::1.2.3", "::01.2.3.4", "[::1]", "::1%lo", "fe80::1%en0", "1.2.3.4%eth0", "::ffff:192.168.0.1",
        "::FFFF:192.168.0.1", "0:0:0:0:0:ffff:1.2.3.4",
    ])
    func `what is no address is refused`(_ text: String) throws {
        #expect(try Fixtures.evaluate("isIP('\(text)')") == false)
        #expect(try Fixtures.failure("ip('\(text)')")?.kind == .badConversion)
        #expect(try Fixtures.failure("ip.isCanonical('\(text)')")?.kind == .badConversion)
        #expect(try Fixtures.evaluate("isCIDR('\(text)/8')") == false)
    }

    @Test(arguments: [
        ("0.0.0.0", ["isUnspecified"]), ("::", ["isUnspecified"]), ("127.0.0.1", ["isLoopback"]),
        ("127.255.0.9", ["isLoopback"]), ("::1", ["isLoopback"]), ("8.8.8.8", ["isGlobalUnicast"]),
        ("10.0.0.1", ["isGlobalUnicast"]), ("2001:db8::abcd", ["isGlobalUnicast"]), ("fd00::1", ["isGlobalUnicast"]),
        ("::2", ["isGlobalUnicast"]), ("255.255.255.255", []), ("255.255.255.254", ["isGlobalUnicast"]),
        ("224.0.0.1", ["isLinkLocalMulticast"]), ("224.0.1.1", []), ("239.255.255.255", []),
        ("ff02::1", ["isLinkLocalMulticast"]), ("ff12::1", ["isLinkLocalMulticast"]), ("ff05::1", []),
        ("169.254.169.254", ["isLinkLocalUnicast"]), ("169.253.0.1", ["isGlobalUnicast"]),
        ("fe80::1", ["isLinkLocalUnicast"]), ("febf::1", ["isLinkLocalUnicast"]), ("fec0::1", ["isGlobalUnicast"]),
    ])
    func `an address is of the kinds that its first bits say`(_ text: String, _ kinds: [String]) throws {
        let all = ["isUnspecified", "isLoopback", "isGlobalUnicast", "isLinkLocalMulticast", "isLinkLocalUnicast"]
        let found = try all.filter { try Fixtures.evaluate("ip('\(text)').\($0)()") == true }
        #expect(found == kinds)
    }

    @Test(
        arguments: [
            ("ip('1.2.3.4').family()", 4), ("ip('::').family()", 6), ("ip('::ffff:c0a8:1').family()", 4),
            ("ip('1.2.3.4') == ip('1.2.3.4')", true), ("ip('1.2.3.4') != ip('::102:304')", true),
            ("ip('::ffff:c0a8:1') == ip('192.168.0.1')", true), ("type(ip('::1')) == net.IP", true),
            ("type(cidr('::/0')) == net.CIDR", true), ("dyn(ip('::')) == dyn(cidr('::/128'))", false),
            ("ip('::1') in [ip('0:0:0:0:0:0:0:1')]", true), ("string(cidr('2001:DB8::1/32'))", "2001:db8::1/32"),
            ("cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", true), ("cidr('10.1.2.3/8').prefixLength()", 8),
            ("string(cidr('10.1.2.3/8').masked())", "10.0.0.0/8"), ("string(cidr('1.2.3.4/0').masked())", "0.0.0.0/0"),
            ("string(cidr('1.2.3.4/32').masked())", "1.2.3.4/32"), ("string(cidr('ffff::1/0').masked())", "::/0"),
            ("string(cidr('2001:db8:ffff::/33').masked())", "2001:db8:8000::/33"),
            ("cidr('10.0.0.1/8') == cidr('10.0.0.0/8')", false), ("cidr('10.0.0.1/8') == cidr('10.0.0.1/8')", true),
            ("cidr('10.0.0.0/8').containsIP(ip('10.255.255.255'))", true),
            ("cidr('10.0.0.0/8').containsIP('11.0.0.0')", false), ("cidr('0.0.0.0/0').containsIP('1.2.3.4')", true),
            ("cidr('0.0.0.0/0').containsIP('::1')", false), ("cidr('::/0').containsIP('1.2.3.4')", false),
            ("cidr('10.0.0.7/8').containsIP('10.1.1.1')", true), ("cidr('::1/128').containsIP('::1')", true),
            ("cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))", true),
            ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/8')", true),
            ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", false),
            ("cidr('10.0.0.0/8').containsCIDR('11.0.0.0/9')", false), ("cidr('::/0').containsCIDR('0.0.0.0/0')", false),
            ("isCIDR('1.2.3.4/32')", true), ("isCIDR('::/128')", true), ("isIP('1.2.3.4/32')", false),
        ] as [(String, Value)]
    )
    func `addresses and blocks are compared and looked into`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test(arguments: [
        "", "/", "1.2.3.4", "1.2.3.4/", "/8", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+8", "1.2.3.4/08", "1.2.3.4/8/8",
        "1.2.3.4/8 ",
        "::/129", "::/999999999999999999999", "::/0x8", "1.2.3/24", "fe80::1%en0/24", "::ffff:192.168.0.1/24",
        "::ffff:c0a8:1/120", "1.2.3.4/255.0.0.0",
    ])
    func `what is no block is refused`(_ text: String) throws {
        #expect(try Fixtures.evaluate("isCIDR('\(text)')") == false)
        #expect(try Fixtures.failure("cidr('\(text)')")?.kind == .badConversion)
        #expect(try Fixtures.failure("cidr('::/0').containsCIDR('\(text)')")?.kind == .badConversion)
    }

    @Test(arguments: [
        "isIP(cidr('10.0.0.0/8'))", "ip(1)", "cidr('::/0').family()", "ip('::').masked()", "cidr('::/0').containsIP(1)",
        "ip('::') == cidr('::/0')", "ip('::') < ip('::1')", "ip('::') == '::'",
    ])
    func `an address is no text and no block`(_ source: String) {
        #expect(Fixtures.problems(source).map(\.code) == [.noOverload])
    }

    @Test func `a failure says what is wrong with the text`() throws {
        #expect(
            try Fixtures.failure("ip('fe80::1%en0')")?.message
                == #""fe80::1%en0" has a zone, which has no meaning beyond one machine"#
        )
        #expect(
            try Fixtures.failure("cidr('10.0.0.0')")?.message
                == #""10.0.0.0" does not end in the length of a prefix, as in 192.168.0.0/24 or 2001:db8::/32"#
        )
    }

    @Test func `an address can be bound to a variable`() throws {
        let environment = Environment(variables: [("peer", IPAddress.celType)])
        var bindings = Bindings(environment)
        bindings["peer"] = IPAddress("10.0.0.1")?.celValue
        #expect(try environment.compile("cidr('10.0.0.0/8').containsIP(peer)").evaluate(bindings) == true)
    }
}
