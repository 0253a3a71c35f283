import Ledger
import TestKit
import Testing

/// The wire form of C2SP `tlog-witness`.
@Suite struct CosigningRequestTests {
    /// The request of the specification, with one signature.
    private let example = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

        """

    @Test func `the request of the specification is read and written`() throws {
        let request = try #require(CosigningRequest(example))
        #expect(request.proof.oldSize == 20_852_014)
        #expect(request.proof.newSize == 20_852_163)
        #expect(request.proof.hashes.count == 4)
        #expect(request.checkpoint.origin.description == "example.com/behind-the-sofa")
        #expect(request.text == example)
    }

    @Test(arguments: [
        ("old 20852014\n", ""), ("old 20852014", "old 020852014"), ("old 20852014", "old  20852014"),
        ("old 20852014", "Old 20852014"), ("old 20852014", "old -1"), ("old 20852014", "old 18446744073709551616"),
        ("old 20852014", "old 20852014 "), ("pkaw=\n", "pkaw=\r\n"), ("pkaw=\n", "pka=\n"), ("Kj/0=\n\n", "Kj/0=\n"),
        ("20852163\n", "20852163\n\n"), ("OAYQ8=\n", "OAYQ8="), ("\u{2014} ", "- "),
    ])
    func `a crooked request is refused`(_ found: String, _ put: String) {
        let changed = example.replacing(found, with: put)
        #expect(changed != example)
        #expect(CosigningRequest(changed) == nil, "\(changed)")
    }

    @Test func `a proof is bounded`() {
        let hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        func request(_ count: Int) -> String { example.replacing(hash, with: String(repeating: hash, count: count)) }
        #expect(CosigningRequest(request(60)) != nil)
        #expect(CosigningRequest(request(61)) == nil)
    }
}
