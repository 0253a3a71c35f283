import Actions
import Domain
import Ports
import Response
import Testing
import Transport

@Suite struct AddressTests {
    @Test(
        arguments: [
            "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "198.19.255.255", "224.0.0.1",
            "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1",
            "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::7f00:1", "::127.0.0.1", "::10.0.0.1", "2002:7f00:1::1", "2002:c0a8:101::",
        ]
    )
    func `an address inside is seen as one`(_ text: String) throws {
        let address = try #require(IPAddress.all(of: text).first)
        #expect(address.isInner)
    }

    @Test(
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
            "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1",
            "64:ff9b::101:101", "2002:101:101::1", "2001:4860:4860::8888",
        ]
    )
    func `an address outside is not`(_ text: String) throws {
        let address = try #require(IPAddress.all(of: text).first)
        #expect(!address.isInner)
    }

    @Test(arguments: ["127.0.0.1", "::1", "2606:4700::1111", "255.1.2.3"])
    func `an address is written as it was read`(_ text: String) {
        #expect(IPAddress.all(of: text).map(\.text) == [text])
    }

    @Test(
        arguments: [
            "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://[::ffff:127.0.0.1]:9/",
            "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://0x7f000001:9/",
            "http://2130706433:9/", "http://127.1:9/", "http://0/",
        ]
    )
    func `a webhook that leads inside is refused unless that is meant`(_ url: String) async throws {
        let result = try await WebhookBench(url: url, allowsPrivateAddresses: false).result()
        guard case .failure(.permanent(let error)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.remedy.contains("allow_private"))
    }

    @Test(arguments: ["http:///path", "nonsense", ""])
    func `a URL without a host is refused`(_ url: String) async throws {
        let result = try await WebhookBench(url: url).result()
        guard case .failure(.permanent) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func `of the time for a request, what finding the address took is gone`() async throws {
        let address = OutboundAddress(
            of: "connection 'soc'",
            setting: "connections.soc",
            url: "http://127.0.0.1:9/",
            allowsPrivateAddresses: true
        )
        let (pins, left) = try await address.pins(within: .seconds(600))
        #expect(pins == ["127.0.0.1:9:127.0.0.1"])
        #expect(left > .zero && left <= .seconds(600))
        // Whoever asked has given up by now: nothing may be sent.
        let failure = await #expect(throws: ActionFailure.self) { _ = try await address.pins(within: .zero) }
        guard case .transient = failure else {
            Issue.record("not the failure that was expected: \(String(describing: failure))")
            return
        }
        #expect(failure?.error.reason == "the name '127.0.0.1' was found too late")
    }

    @Test func `a name that nobody knows may be known later`() async throws {
        let result = try await WebhookBench(url: "https://nowhere.invalid/").result()
        guard case .failure(.transient) = result else {
            Issue.record("\(result)")
            return
        }
    }
}
