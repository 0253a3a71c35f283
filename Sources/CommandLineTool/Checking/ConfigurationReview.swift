import Configuration
package import Domain
import Foundation
import Ledger
import Playbooks
import Registries
import Relays
import Transport

/// The values of a configuration, wherever they come from: ports, URLs, files that have to be there.
///
/// `cordon check` reports what it finds, and `cordon serve` does not start with it.
package struct ConfigurationReview {
    private let settings: Settings
    private var findings: Findings

    package static func findings(of settings: Settings) -> [Diagnostic] {
        var review = Self(settings: settings, findings: Findings(settings.file.source))
        for (name, schema) in settings.connections.sorted(by: { $0.key < $1.key }) { review.add(name, schema) }
        for key in ["certificate", "key"] { review.addFile(["tls", key]) }
        for path in settings.witnessPaths { review.addWitness(path) }
        for relay in settings.relays { review.add(relay) }
        return review.findings.diagnostics
    }

    private mutating func add(_ name: String, _ schema: ConnectionSchema) {
        let path = ["connections", name]
        switch schema {
        case .broker:
            addPort(path + ["port"])
            addIdentity(path, isOverTLS: true)
            addSecret(path + ["password_file"])
        case .webhook:
            addURL(path)
            addFlag(path + ["allow_private"])
            addFile(path + ["ca"])
            addSecret(path + ["secret_file"])
        case .http:
            addURL(path, mayHaveQuery: false)
            addFlag(path + ["allow_private"])
            addIdentity(path)
            addSecret(path + ["authorization_file"])
        case .registry(let type):
            // The lists are made where they are not there yet, and the database before the first start.
            for setting in type.settings where setting.shape == .path {
                if setting.name.hasPrefix("ca_") {
                    addFile(path + [setting.name])
                } else if settings.hasLog {
                    addFile(path + [setting.name], Self.restore(setting.name))
                }
            }
        }
    }

    private mutating func add(_ relay: RelayDeclaration) {
        for setting in relay.settings {
            let path = relay.path + [setting.name]
            switch setting.shape {
            case .url: addURL(relay.path)
            case .port: addPort(path)
            case .file: addFile(path)
            case .secretFile: addSecret(path)
            case .flag: addFlag(path)
            case .choice(let words): addChoice(path, words)
            case .text, .actions: continue
            }
        }
        let keys = Set(relay.settings.map(\.name))
        if keys.isSuperset(of: ["certificate", "key"]) { addPair(relay.path) }
    }

    private mutating func addWitness(_ path: [String]) {
        addURL(path, mayHaveQuery: false)
        addFlag(path + ["allow_private"])
        addFile(path + ["ca"])
        guard let text = settings.text(at: path + ["key"]), WitnessKey(text) == nil else { return }
        let what = VerifierKey(text) == nil ? "no verifier key" : "a log's key, not a witness's"
        let remedy = "give the key as 'cordon witness' prints it"
        report(YAMLProblem.badValue, "'key' is \(what)", path + ["key"], remedy)
    }

    // MARK: - Values

    private mutating func addFlag(_ path: [String]) {
        guard let text = settings.text(at: path), text != "true", text != "false" else { return }
        report(YAMLProblem.badValue, "'\(path.last ?? "")' is true or false", path)
    }

    /// The environment may say it, too.
    private mutating func addChoice(_ path: [String], _ words: [String]) {
        guard let text = settings.text(at: path), !words.contains(text) else { return }
        let message = "'\(path.last ?? "")' is one of \(words.joined(separator: ", ")), not \(DisplayText.quoted(text))"
        report(YAMLProblem.badValue, message, path)
    }

    private mutating func addPort(_ path: [String]) {
        guard let text = settings.text(at: path), UInt16(text) ?? 0 == 0 else { return }
        report(YAMLProblem.badValue, "'port' is a number from 1 to 65535, not \(DisplayText.quoted(text))", path)
    }

    private mutating func addURL(_ connection: [String], mayHaveQuery: Bool = true) {
        let path = connection + ["url"]
        guard let text = settings.text(at: path) else { return }
        let allowsPrivate = settings.text(at: connection + ["allow_private"])
        let url = URLComponents(string: text)
        guard let url, let scheme = url.scheme?.lowercased(), url.host?.isEmpty == false else {
            let remedy = "write it as https://host/path"
            report(YAMLProblem.badValue, "'url' is an absolute URL, not \(DisplayText.quoted(text))", path, remedy)
            return
        }
        if scheme != "https", !(scheme == "http" && allowsPrivate == "true") {
            let remedy = "in the clear is for receivers with 'allow_private: true' alone"
            report(YAMLProblem.badValue, "'url' is not https", path, remedy)
        }
        if !mayHaveQuery, url.query != nil || url.fragment != nil {
            report(YAMLProblem.badValue, "'url' has a query, and stands before the path of a request", path)
        }
    }

    /// The authority that vouches for the other side, and our certificate with its key.
    private mutating func addIdentity(_ connection: [String], isOverTLS: Bool = false) {
        for key in ["ca", "certificate", "key"] { addFile(connection + [key]) }
        addPair(connection)
        if isOverTLS, settings.text(at: connection + ["certificate"]) != nil,
            settings.text(at: connection + ["ca"]) == nil
        {
            report(YAMLProblem.missingKey, "'certificate' needs the key 'ca' beside it", connection + ["certificate"])
        }
    }

    private mutating func addPair(_ connection: [String]) {
        for (there, missing) in [("certificate", "key"), ("key", "certificate")]
        where settings.text(at: connection + [there]) != nil && settings.text(at: connection + [missing]) == nil {
            let message = "'\(there)' needs the key '\(missing)' beside it"
            report(YAMLProblem.missingKey, message, connection + [there])
        }
    }

    // MARK: - Files

    private mutating func addFile(_ path: [String], _ remedy: String? = nil) {
        guard let text = settings.text(at: path) else { return }
        let file = settings.folder.path(text)
        guard !FileManager.default.isReadableFile(atPath: file) else { return }
        let reason = FileManager.default.fileExists(atPath: file) ? "may not be read" : "is not there"
        report(FolderProblem.missingFile, "the file \(file) \(reason)", path, remedy ?? "correct '\(path.last ?? "")'")
    }

    private static func restore(_ setting: String) -> String {
        "mount or restore it, or correct '\(setting)': a new one would protect no device, and know nothing of what was "
            + "revoked; where that is meant, make an empty file of that name"
    }

    private mutating func addSecret(_ path: [String]) {
        guard let text = settings.text(at: path) else { return }
        do throws(OperatorError) {
            _ = try KeyFile(settings.folder.path(text)).read()
        } catch {
            report(FolderProblem.missingFile, "could not \(error.attempted): \(error.reason)", path, error.remedy)
        }
    }

    /// Where the file says it, or else where it would.
    private mutating func report(
        _ problem: some CataloguedProblem,
        _ message: String,
        _ path: [String],
        _ remedy: String? = nil
    ) {
        let places = settings.file.places
        let start = SourceSpan(file: findings.source.file, line: 1, column: 1)
        let place = places[AbsoluteConfigKey(path)] ?? places[AbsoluteConfigKey(Array(path.dropLast()))] ?? start
        findings.report(problem, message, at: place, remedy: remedy)
    }
}
