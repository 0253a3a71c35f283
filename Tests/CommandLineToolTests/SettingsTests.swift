import CommandLineTool
import Domain
import Foundation
import Playbooks
import Response
import Testing

@Suite struct SettingsTests {
    private let folder = TemporaryFolder()

    private static let broker = """
        connections:
          broker: {kind: broker, host: localhost}

        """

    private func settings(
        _ text: String,
        options: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws(ConfigurationRejected) -> Settings {
        folder.write(text, to: "cordon.yaml")
        return try Settings(folder: WorkingFolder(folder.path), options: options, environment: environment)
    }

    @Test(arguments: [
        ("lisen: 127.0.0.1:1\n", "did you mean 'listen'?"),
        ("mode: enfore\n", "did you mean 'enforce'?"),
        ("tls: {certificate: a.pem}\n", "needs the key 'key'"),
    ]) func `an unknown key or word is refused with a way out`(_ line: String, _ expected: String) {
        let rejected = #expect(throws: ConfigurationRejected.self) { try settings(line + Self.broker) }
        #expect(rejected?.description.contains(expected) == true, "\(rejected?.description ?? "")")
    }

    /// A bug taught us: the message of a refused configuration reached the terminal as it was written.
    @Test func `what stands in a configuration never steers the terminal that shows its problems`() throws {
        let text = "mode: \"\\e[2J\\u202Eenforce\"\n\"lis\\e]0;x\\aten\": 1\n" + Self.broker
        let rejected = try #require(throws: ConfigurationRejected.self) { try settings(text) }
        let hidden = rejected.description.unicodeScalars.filter { scalar in
            scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
        }
        #expect(hidden.isEmpty, "\(rejected.description.debugDescription)")
    }

    @Test func `every problem is reported, each with its line`() throws {
        let text = """
            mode: enforce
            connections:
              broker: {kind: broker, hots: localhost}
              soc: {kind: webhok, url: "https://soc.example"}
            """
        let rejected = try #require(throws: ConfigurationRejected.self) { try settings(text) }
        let report = rejected.description
        #expect(report.contains("cordon.yaml:3:26"))
        #expect(report.contains("did you mean 'host'?"))
        #expect(report.contains("needs the key 'host'"))
        #expect(report.contains("cordon.yaml:4:15"))
        #expect(report.contains("did you mean 'webhook'?"))
    }

    @Test func `an option comes before the environment, and the environment before the file`() throws {
        let text = "listen: 127.0.0.1:1\n" + Self.broker
        #expect(try settings(text).listen() == ("127.0.0.1", 1))
        let environment = ["CORDON_LISTEN": "127.0.0.1:2"]
        #expect(try settings(text, environment: environment).listen() == ("127.0.0.1", 2))
        let options = ["listen": "[::1]:3"]
        #expect(try settings(text, options: options, environment: environment).listen() == ("::1", 3))
    }

    @Test func `a connection's value can come from the environment`() throws {
        let environment = ["CORDON_CONNECTIONS_BROKER_PORT": "1884"]
        #expect(try settings(Self.broker, environment: environment).text("connections", "broker", "port") == "1884")
    }

    /// A reading found that a server could be told to do nothing, and that nothing in the log said so.
    @Test func `what the environment says is among what is loaded, and what is no setting is not`() throws {
        func loaded(_ environment: [String: String]) throws -> LoadedFiles {
            try settings(Self.broker, environment: environment).loadedFiles([])
        }
        let none = try loaded([:])
        #expect(none.variables == [] && none.files["environment"] == Digest(of: "".utf8))
        #expect(none.files["cordon.yaml"] == Digest(of: Self.broker.utf8))
        #expect(try loaded(["CORDON_TOKEN": "secret", "CORDON_PASSWORD": "hunter2", "HOME": "/"]) == none)
        let set = ["CORDON_MODE": "observe", "CORDON_CONNECTIONS_BROKER_PORT": "1884", "CORDON_TOKEN": "secret"]
        let told = try loaded(set)
        #expect(told.variables == ["CORDON_CONNECTIONS_BROKER_PORT", "CORDON_MODE"])
        let lines = "CORDON_CONNECTIONS_BROKER_PORT=1884\nCORDON_MODE=observe\n"
        #expect(told.files["environment"] == Digest(of: lines.utf8))
        for name in ["CORDON_INTAKE_EVENTS_PER_SECOND", "CORDON_AUDIT_KEEP_DAYS", "CORDON_TLS_KEY"] {
            #expect(try loaded([name: "400"]).variables == [name])
        }
    }

    @Test func `a capital begins a word of a variable's name, as where it is looked up`() throws {
        let text = "connections:\n  plantBroker: {kind: broker, host: localhost}\n"
        let name = "CORDON_CONNECTIONS_PLANT_BROKER_HOST"
        let settings = try settings(text, environment: [name: "b"])
        #expect(settings.text("connections", "plantBroker", "host") == "b")
        #expect(settings.loadedFiles([]).variables == [name])
    }

    @Test func `a mode is only ever tightened, whoever says it`() throws {
        let drill = "mode: drill\n" + Self.broker
        #expect(try settings(drill, options: ["mode": "enforce"]).mode() == .drill)
        #expect(try settings(drill, environment: ["CORDON_MODE": "observe"]).mode() == .observe)
        #expect(try settings(Self.broker, options: ["mode": "drill"]).mode() == .drill)
        #expect(try settings(Self.broker).mode() == .enforce)
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.1:port", "127.0.0.1:70000"]) func `a bad address is refused`(
        _ listen: String
    ) throws {
        let settings = try settings(Self.broker, options: ["listen": listen])
        #expect(throws: OperatorError.self) { try settings.listen() }
    }

    @Test func `how much one sender may bring is set in the configuration`() throws {
        #expect(try settings(Self.broker).limits().eventsPerSecondMax == 1_000)
        let text = "intake: {events_per_second: 20}\n" + Self.broker
        #expect(try settings(text).limits().eventsPerSecondMax == 20)
        let environment = ["CORDON_INTAKE_EVENTS_PER_SECOND": "none"]
        #expect(throws: OperatorError.self) { try settings(text, environment: environment).limits() }
        let rejected = #expect(throws: ConfigurationRejected.self) {
            try settings("intake: {events_per_second: 0}\n" + Self.broker)
        }
        #expect(rejected?.description.contains("from 1 to 1000000") == true)
    }

    @Test func `what is final is limited over all playbooks, unless the configuration says otherwise`() throws {
        let standard = ActionLimit(devices: 10, window: .seconds(3_600))
        #expect(try settings(Self.broker).actionLimits == ["certificate.revoke": standard])
        func said(_ text: String) throws -> [String: ActionLimit] {
            try settings("guards: {actions: {\(text)}}\n" + Self.broker).actionLimits
        }
        #expect(try said("certificate.revoke: off") == [:])
        let command = ActionLimit(devices: 50, window: .seconds(600))
        let both = ["certificate.revoke": standard, "device.command": command]
        #expect(try said("device.command: {devices: 50, per: 10m}") == both)
        for (text, expected) in [
            ("device.comand: off", "did you mean 'device.command'?"), ("device.command: 5", "is a mapping, or 'off'"),
            ("device.command: {devices: 5}", "needs the key 'per'"),
        ] {
            let rejected = #expect(throws: ConfigurationRejected.self) { try said(text) }
            #expect(rejected?.description.contains(expected) == true, "\(rejected?.description ?? "")")
        }
    }

    @Test func `a missing configuration says how to make one`() {
        let rejected = #expect(throws: ConfigurationRejected.self) {
            try Settings(folder: WorkingFolder(folder.path), environment: [:])
        }
        #expect(rejected?.description.contains("cordon init") == true)
    }

    @Test(arguments: [
        ("{name: siem, kind: webhok, url: x}", "cordon.yaml:5:26", "did you mean 'webhook'?"),
        ("{name: siem}", "cordon.yaml:5:7", "a relay needs the key 'kind'"),
        ("{kind: datadog, api_key_file: k}", "cordon.yaml:5:7", "needs the key 'name'"),
        ("{name: ../up, kind: syslog, host: a}", "cordon.yaml:5:14", "up to 64 letters, digits and hyphens"),
        ("{name: a, kind: syslog, host: a, only: [run.endet]}", "cordon.yaml:5:47", "did you mean 'run.ended'?"),
        ("{name: a, kind: syslog, host: a, severity: hihg}", "cordon.yaml:5:50", "'severity' is one of info"),
        ("{name: a, kind: syslog, host: a, heartbeats: often}", "cordon.yaml:5:52", "'heartbeats' is true or false"),
        ("{name: a, kind: syslog, host: a, hots: b}", "cordon.yaml:5:40", "did you mean 'host'?"),
    ]) func `what is wrong with a relay is said with its place and a way out`(
        _ relay: String,
        _ place: String,
        _ words: String
    ) throws {
        let text = Self.broker + "audit:\n  relays:\n    - \(relay)\n"
        let rejected = try #require(throws: ConfigurationRejected.self) { try settings(text) }
        #expect(rejected.description.contains(place), "\(rejected)")
        #expect(rejected.description.contains(words), "\(rejected)")
    }

    @Test func `two relays of one name would share a position`() throws {
        let relay = "    - {name: a, kind: syslog, host: a}\n"
        let text = Self.broker + "audit:\n  relays:\n\(relay)\(relay)"
        let rejected = try #require(throws: ConfigurationRejected.self) { try settings(text) }
        #expect(rejected.description.contains("two relays of the name 'a'"))
    }

    @Test func `a relay's settings may come from the environment`() throws {
        let text = Self.broker + "audit:\n  relays:\n    - {name: siem-1, kind: syslog, host: a}\n"
        let settings = try settings(text, environment: ["CORDON_AUDIT_RELAYS_SIEM_1_HOST": "b"])
        #expect(settings.text("audit", "relays", "siem-1", "host") == "b")
    }

    @Test(arguments: [
        ("audit: {witness: []}\n", "did you mean 'witnesses'?"),
        ("audit: {witnesses: {}}\n", "'witnesses' is a list"),
        ("audit: {witnesses: [{url: 'https://w.example'}]}\n", "a witness needs the key 'key'"),
        ("audit: {witnesses: [{url: 'https://w.example', key: k, keys: l}]}\n", "did you mean 'key'?"),
    ]) func `a witness that is written wrongly is refused with a way out`(_ line: String, _ expected: String) {
        let rejected = #expect(throws: ConfigurationRejected.self) { try settings(line + Self.broker) }
        #expect(rejected?.description.contains(expected) == true, "\(rejected?.description ?? "")")
    }

    /// A reading found that a registry that was gone began anew, in silence, and protected no device.
    @Test func `a registry that is not there is missed once an engine has been at work`() throws {
        for name in ["ca.pem", "ca.key"] { folder.write("", to: name) }
        let registry = "kind: built-in, database: r.sqlite, ca_certificate: ca.pem, ca_key: ca.key, crl_files: crl.pem"
        let settings = try settings("state: '.'\n" + Self.broker + "  registry: {\(registry)}\n")
        #expect(ConfigurationReview.findings(of: settings).isEmpty)
        folder.write("", to: "cordon.sqlite")
        let found = ConfigurationReview.findings(of: settings)
        #expect(found.count == 1 && found.allSatisfy { $0.message.hasSuffix("r.sqlite is not there") }, "\(found)")
        folder.write("", to: "r.sqlite")
        #expect(ConfigurationReview.findings(of: settings).isEmpty)
    }

    @Test func `a witness's URL and key are checked`() throws {
        let log = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        let witness = "witness.example/w1+24b5d9fe+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY"
        func problems(_ url: String, _ key: String, _ more: String = "") throws -> String {
            let line = "audit: {witnesses: [{url: '\(url)', key: '\(key)'\(more)}]}\n"
            let settings = try settings(line + Self.broker)
            return ConfigurationReview.findings(of: settings).map(\.message).joined(separator: "\n")
        }
        #expect(try problems("https://w.example", witness) == "")
        #expect(try problems("http://10.0.0.1:8788", witness, ", allow_private: true") == "")
        #expect(try problems("http://w.example", witness).contains("'url' is not https"))
        #expect(try problems("https://w.example", log).contains("a log's key, not a witness's"))
        #expect(try problems("https://w.example", "x").contains("no verifier key"))
    }
}
