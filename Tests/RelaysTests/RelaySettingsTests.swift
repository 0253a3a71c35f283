import Domain
import Relays
import TestKit
import Testing
import Transport

@Suite struct RelaySettingsTests {
    private func problem(_ kind: String, _ values: [String: String], _ secrets: String...) throws -> OperatorError? {
        let type = try #require(BuiltInRelays.all.first { $0.descriptor.kind == kind })
        let settings = RelaySettings(
            name: "siem",
            values: values,
            secrets: Dictionary(
                uniqueKeysWithValues: secrets.map { ($0, RelaySecret { () throws(OperatorError) in Secret("x") }) }
            )
        )
        let client = HTTPClient()
        defer { client.shutdown() }
        let parts = RelayParts(client: client, surroundings: VirtualSurroundings(), logger: LogLines().logger)
        do throws(OperatorError) {
            _ = try type.init(settings, parts)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a relay with what it needs is made, and connects to nothing yet`() throws {
        #expect(try problem("webhook", ["url": "https://soc.example/"], "secret_file") == nil)
        #expect(try problem("datadog", [:], "api_key_file") == nil)
        #expect(try problem("syslog", ["host": "logs.example"]) == nil)
        let cloudwatch = ["region": "eu-central-1", "group": "cordon", "stream": "plant-7"]
        #expect(try problem("cloudwatch", cloudwatch, "credentials_file") == nil)
    }

    @Test func `what is missing or wrong is said with a way out`() throws {
        #expect(try problem("webhook", [:], "secret_file")?.reason == "it needs the key 'url'")
        #expect(try problem("webhook", ["url": "http://soc.example/"], "secret_file")?.reason == "'url' is not https")
        #expect(try problem("datadog", [:])?.reason == "it needs the key 'api_key_file'")
        #expect(try problem("syslog", ["host": "a", "port": "x"])?.reason == "'port' is 'x', which is no port")
        #expect(try problem("syslog", ["host": "a", "key": "k"])?.reason == "'certificate' and 'key' go together")
        let cloudwatch = ["region": "eu-central-1", "group": "cordon", "stream": "plant-7"]
        #expect(try problem("cloudwatch", cloudwatch)?.reason == "it has no credentials")
    }

    @Test func `in the clear is for receivers inside`() throws {
        let inside = ["url": "http://127.0.0.1:1/", "allow_private": "true"]
        #expect(try problem("webhook", inside, "secret_file") == nil)
    }

    @Test func `every setting is named once`() {
        for type in BuiltInRelays.all {
            let names = (type.descriptor.settings + RelaySetting.common).map(\.name)
            #expect(Set(names).count == names.count, "\(type.descriptor.kind)")
        }
    }
}

@Suite struct RelaySecrecyTests {
    private static let canary = "canary-c2VjcmV0"

    @Test func `nothing that relays are made with shows a secret, however it is printed`() throws {
        let client = HTTPClient()
        defer { client.shutdown() }
        let parts = RelayParts(
            client: client,
            surroundings: VirtualSurroundings(),
            environment: ["AWS_ACCESS_KEY_ID": Secret("AKIA"), "AWS_SECRET_ACCESS_KEY": Secret(Self.canary)],
            logger: LogLines().logger
        )
        let secret = RelaySecret { () throws(OperatorError) in Secret(Self.canary) }
        let values = [
            "url": "https://soc.example/", "host": "logs.example", "region": "eu-central-1", "group": "g",
            "stream": "s",
        ]
        let settings = RelaySettings(
            name: "siem",
            values: values,
            secrets: ["secret_file": secret, "api_key_file": secret, "credentials_file": secret]
        )
        for type in BuiltInRelays.all {
            let relay = try type.init(settings, parts)
            var text = "\(relay) \(String(reflecting: relay))"
            dump(relay, to: &text)
            #expect(!text.contains(Self.canary), "\(type.descriptor.kind)")
        }
    }
}
