import Authoring
import CommandLineTool
import Domain
import Foundation
import Testing

/// What `cordon check` says of a folder with a configuration.
@Suite final class WorkingFolderTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "cordon-check-\(UUID().uuidString)")
        .path(percentEncoded: false)

    init() throws {
        try FileManager.default.createDirectory(atPath: "\(root)/playbooks", withIntermediateDirectories: true)
        try write(FolderProblem.duplicateName.example, to: "playbooks/example.yaml")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(root)/\(name)", atomically: true, encoding: .utf8)
    }

    private func findings(_ configuration: String, _ environment: [String: String] = [:]) throws -> [Finding] {
        try write(configuration, to: "cordon.yaml")
        var check = PathCheck(environment: environment)
        check.check(root)
        return check.report.findings
    }

    private func told(_ configuration: String, _ environment: [String: String] = [:]) throws -> [String] {
        try findings(configuration, environment).map {
            "\($0.diagnostic.span.line) \($0.diagnostic.code) \($0.diagnostic.message)"
        }
    }

    private static let soc = "  soc: {kind: webhook, url: \"https://soc.example/\", secret_file: soc.secret}\n"

    @Test func `values are looked at, whatever else is wrong, and so are the playbooks`() throws {
        try write("playbook: other\nmode: drill\non: {event: violation}\nsteps: []\n", to: "playbooks/other.yaml")
        let told = try told(
            """
            lisen: 127.0.0.1:1
            connections:
              broker: {kind: broker, host: localhost, port: 99999, ca: ca.pem, certificate: cordon.yaml}
              api: {kind: http, url: "http://api.example/v1?x=1"}
              chat: {kind: webhook, url: chat.example, secret_file: no.secret}
            inputs:
              exampel: {text: hello}
            """
        )
        for expected in [
            "1 YM0201 the configuration has no key 'lisen'", "3 YM0204 'port' is a number from 1 to 65535, not '99999'",
            "3 FD0104 the file \(root)/ca.pem is not there", "3 YM0202 'certificate' needs the key 'key' beside it",
            "4 YM0204 'url' is not https", "4 YM0204 'url' has a query, and stands before the path of a request",
            "5 YM0204 'url' is an absolute URL, not 'chat.example'",
            "7 FD0105 there is no playbook 'exampel' whose inputs these are",
        ] { #expect(told.contains(expected), "\(expected)\n\(told.joined(separator: "\n"))") }
        #expect(told.contains { $0.contains("FD0104 could not read the secret file \(root)/no.secret") }, "\(told)")
        #expect(told.contains { $0.contains("PB0208") }, "\(told)")
        #expect(told.contains { $0.contains("PB0105") }, "\(told)")
    }

    @Test func `a connection of no kind does not make its users wrong`() throws {
        let told = try told("connections:\n  soc: {kind: webhok}\n")
        #expect(told == ["2 YM0204 there is no connection of kind 'webhok'"])
    }

    @Test func `the environment is looked at too`() throws {
        try write("whsec_x", to: "soc.secret")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(root)/soc.secret")
        let environment = ["CORDON_CONNECTIONS_BROKER_PORT": "x", "CORDON_LISEN": "a", "CORDON_TOKEN": "t"]
        let configuration = "connections:\n  broker: {kind: broker, host: localhost}\n" + Self.soc
        let findings = try findings(configuration, environment)
        let told = findings.map { "\($0.diagnostic.severity.rawValue) \($0.diagnostic.message)" }
        #expect(
            told == [
                "error 'port' is a number from 1 to 65535, not 'x'",
                "error could not read the secret file \(root)/soc.secret: others may read it too (mode 640)",
                "warning could not read CORDON_LISEN from the environment: no setting is called so",
            ]
        )
        #expect(findings.last?.diagnostic.remedy == "did you mean 'CORDON_LISTEN'?")
    }

    @Test(arguments: ["CORDON_INTAKE_EVENTS_PER_SECOND", "CORDON_AUDIT_KEEP_DAYS", "CORDON_CONNECTIONS_MY_BROKER_HOST"])
    func `a variable that a setting reads is not called unknown`(_ name: String) throws {
        try write("whsec_x", to: "soc.secret")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(root)/soc.secret")
        let configuration = "connections:\n  myBroker: {kind: broker, host: localhost}\n" + Self.soc
        let told = try findings(configuration, [name: "20"]).map(\.diagnostic.message)
        #expect(told == [])
    }

    @Test func `a folder that is right has nothing to be told`() throws {
        try write("whsec_x", to: "soc.secret")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(root)/soc.secret")
        #expect(try told("connections:\n" + Self.soc) == [])
    }
}
