internal import CEL
internal import Playbooks

extension CACAOReader {
    /// Nil where it is not right, or not performed.
    mutating func command(_ node: YAMLNode) -> Command? {
        let known = [
            "type", "description", "version", "playbook_activity", "external_references", "command", "command_b64",
            "headers", "content", "content_b64", "action", "with", "queries",
        ]
        guard let properties = Properties(node, of: "a command", known: known, &findings),
            let type = properties.text("type", isRequired: true, &findings)
        else { return nil }
        switch type.value {
        case "manual": return instruction(properties).map { Command(body: .manual($0), node: node) }
        case "http-api", "openc2-http":
            return request(properties, type.value).map { Command(body: .http($0), node: node) }
        case CordonExtension.command:
            return Command(
                body: .cordon(action: properties.text("action", &findings), with: properties["with"]),
                node: node
            )
        default:
            report(
                .notPerformed,
                "Cordon does not perform commands of type \(DisplayText.quoted(type.value))",
                at: type.node,
                remedy: Self.remedy(type.value)
            )
            return nil
        }
    }

    private static func remedy(_ type: String) -> String {
        let known = ["manual", "http-api", "openc2-http", CordonExtension.command]
        if let near = Spelling.closest(to: type, among: known) { return "did you mean '\(near)'?" }
        return
            "it performs \(known.joined(separator: ", ")); have a person do it ('manual'), or put it behind an HTTP API"
    }

    private mutating func instruction(_ properties: Properties) -> Text? {
        if properties["command"] != nil { return properties.text("command", &findings) }
        if properties["command_b64"] != nil { return decoded(properties, "command_b64") }
        let start = findings.source.span(from: properties.node.start, to: properties.node.start)
        findings.report(CACAOProblem.noCommand, "a manual command has 'command' or 'command_b64'", at: start)
        return nil
    }

    private mutating func decoded(_ properties: Properties, _ name: String) -> Text? {
        guard let text = properties.text(name, &findings) else { return nil }
        guard let bytes = Base64.bytes(of: text.value), let decoded = String(validating: bytes, as: UTF8.self) else {
            report(.badBase64, "'\(name)' is no base64 of a UTF-8 text", at: text.node)
            return nil
        }
        return Text(decoded, text.node)
    }

    private mutating func request(_ properties: Properties, _ type: String) -> HTTPCommand? {
        guard let line = properties.text("command", isRequired: true, &findings) else { return nil }
        var headers = self.headers(properties)
        let content =
            properties["content_b64"] == nil
            ? properties.text("content", &findings) : decoded(properties, "content_b64")
        guard let (method, target) = startLine(line) else { return nil }
        if type == "openc2-http" {
            guard isOpenC2(properties, method, line) else { return nil }
            if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                headers.append(("content-type", Text("application/openc2+json;version=1.0", line.node)))
            }
        }
        return HTTPCommand(method: method, target: target, headers: headers, content: content, line: line)
    }

    private mutating func isOpenC2(_ properties: Properties, _ method: String, _ line: Text) -> Bool {
        if properties["content_b64"] == nil { properties.reportMissing("content_b64", &findings) }
        if method != "POST" { report(.badStartLine, "an OpenC2 command is sent with POST", at: line.node) }
        return method == "POST" && properties["content_b64"] != nil
    }

    /// Method and target of `POST /block HTTP/1.1`.
    private mutating func startLine(_ line: Text) -> (method: String, target: String)? {
        let words = line.value.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard words.count == 3 else {
            let form = "a method, a request target and an HTTP version"
            report(
                .badStartLine,
                "'command' is \(form): these are \(words.count) words",
                at: line.node,
                remedy: "write 'POST /block HTTP/1.1'"
            )
            return nil
        }
        guard HTTPCommand.methods.contains(words[0]) else {
            let remedy = "there are \(HTTPCommand.methods.joined(separator: ", "))"
            report(.badStartLine, "there is no method \(DisplayText.quoted(words[0]))", at: line.node, remedy: remedy)
            return nil
        }
        guard !words[1].contains("://"), !words[1].hasPrefix("//"), !words[1].contains("#") else {
            report(
                .badStartLine,
                "the request target is a path: where it goes is the agent's or the target's address",
                at: line.node,
                remedy: "write 'POST /block HTTP/1.1'"
            )
            return nil
        }
        if words[2].wholeMatch(of: /HTTP\/\d(\.\d)?/) == nil {
            report(
                .looseStartLine,
                "\(DisplayText.quoted(words[2])) is no HTTP version",
                at: line.node,
                remedy: "write 'HTTP/1.1'"
            )
        }
        guard !words[1].hasPrefix("/") else { return (words[0], words[1]) }
        report(.looseStartLine, "a request target begins with '/': this is read as '/\(words[1])'", at: line.node)
        return (words[0], "/" + words[1])
    }

    private mutating func headers(_ properties: Properties) -> [(name: String, value: Text)] {
        properties.members("headers", &findings).compactMap { entry in
            let name = entry.key.lowercased()
            guard name.wholeMatch(of: /[a-z0-9!#$%&'*+.^_`|~-]+/) != nil, !HTTPCommand.ownHeaders.contains(name) else {
                findings.report(
                    CACAOProblem.badHeader,
                    "the header \(DisplayText.quoted(entry.key)) cannot be given here",
                    at: findings.source.span(ofKey: entry),
                    remedy: "credentials belong to the connection in cordon.yaml"
                )
                return nil
            }
            let values = headerValues(entry)
            return values.map { (entry.key, $0) }
        }
    }

    /// The specification wants a list of texts; one text is taken as one of it.
    private mutating func headerValues(_ entry: YAMLEntry) -> Text? {
        if case .string(let text)? = entry.value.scalar?.value { return Text(text, entry.value) }
        guard case .sequence(let items) = entry.value.content else {
            report(
                .wrongType,
                "a header's value is a list of texts, but this is \(entry.value.jsonKind)",
                at: entry.value
            )
            return nil
        }
        let texts = items.compactMap { item -> String? in
            if case .string(let text)? = item.scalar?.value { return text }
            report(.wrongType, "a header's value is a text, but this is \(item.jsonKind)", at: item)
            return nil
        }
        return Text(texts.joined(separator: ", "), entry.value)
    }
}

extension HTTPCommand {
    static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    /// Those that frame the message, or say who we are.
    static let ownHeaders: Set<String> = [
        "authorization", "connection", "content-length", "cookie", "host", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}
