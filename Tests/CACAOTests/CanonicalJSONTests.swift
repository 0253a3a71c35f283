import CACAO
import Testing

@Suite struct CanonicalJSONTests {
    /// - Source: RFC 8785, appendix B, and ECMAScript's own rules at their edges.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"), (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"), (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"), (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"), (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"), (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"), (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String)]
    )
    func `numbers are written as ECMAScript writes them`(_ bits: UInt64, _ text: String) {
        #expect(CanonicalJSON.number(Double(bitPattern: bits)) == text)
    }

    @Test func `keys are in the order of their UTF-16 units`() throws {
        let source = #"{"\ufb33": 1, "\ud83d\ude00": 2, "\u20ac": 3, "1": 4, "\u0080": 5, "\r": 6, "\u00f6": 7}"#
        let expected = "{\"\\r\":6,\"1\":4,\"\u{80}\":5,\"\u{F6}\":7,\"\u{20AC}\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}"
        #expect(try CanonicalJSON.text(source) == expected)
    }

    @Test(arguments: [
        (#"{ "b" : [ 1.0 , 10e1, -0.0 ], "a" : null }"#, #"{"a":null,"b":[1,100,0]}"#),
        (#"["\u000f\u0008\t\n\f\r\"\\\/\u007f"]"#, "[\"\\u000f\\b\\t\\n\\f\\r\\\"\\\\/\u{7F}\"]"),
        ("{\"\u{E9}\": \"\\u00e9\\u2028\"}", "{\"\u{E9}\":\"\u{E9}\u{2028}\"}"),
        (#"{"a": {"z": true, "y": false}, "A": []}"#, #"{"A":[],"a":{"y":false,"z":true}}"#),
        ("[9007199254740993, 18446744073709551615]", "[9007199254740992,18446744073709552000]"),
    ])
    func `there is one form`(_ source: String, _ expected: String) throws {
        #expect(try CanonicalJSON.text(source) == expected)
    }
}
