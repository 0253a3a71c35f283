public import CEL
public import Playbooks

/// Helps an editor with playbooks: findings, completion, what words mean, and the one layout.
///
/// A state machine over messages, without I/O: ``handle(_:)`` takes one, and answers with those to send.
/// - Source: Language Server Protocol 3.17 over JSON-RPC 2.0; documents are kept whole, positions are in UTF-16.
public struct LanguageServer: Sendable {
    /// What playbooks are checked against, by the path of the file.
    public struct Workshop: Sendable {
        let context: @Sendable (_ path: String) -> CompilerContext

        public init(context: @escaping @Sendable (_ path: String) -> CompilerContext) { self.context = context }
    }

    /// Nil until the editor said that the process should end; then the exit code.
    public private(set) var exitCode: Int32?

    private let workshop: Workshop
    private var documents: [String: Document] = [:]
    /// Read once for each path, and anew when something was saved: not with every letter that is typed.
    private var contexts: [String: CompilerContext] = [:]
    private var isInitialized = false
    private var isShutDown = false

    /// Documents that are open at once. An editor opens what a person looks at.
    private static let documentsMax = 256

    public init(_ workshop: Workshop) { self.workshop = workshop }

    /// Takes a message, and answers it.
    /// - Returns: messages to send, in order; none where nothing is to be said.
    public mutating func handle(_ message: Value) -> [Value] {
        guard case .map(let map) = message, case .string(let method)? = map["method"] else {
            // An answer to something that was never asked, or no message at all.
            guard case .map(let map) = message, let id = map["id"], map["result"] == nil, map["error"] == nil else {
                return []
            }
            return [Self.error(id, -32_600, "this is no request")]
        }
        let parameters = LSPFields(map["params"])
        guard let id = map["id"] else { return notify(method, parameters) }
        return [answer(method, parameters, id)]
    }

    /// Takes messages that came together. A request that one of them cancels is not carried out.
    public mutating func handle(_ messages: [Value]) -> [Value] {
        let cancelled = messages.compactMap(Self.cancelled)
        return messages.flatMap { message in
            guard case .map(let map) = message, let id = map["id"], map["method"] != nil, cancelled.contains(id) else {
                return exitCode == nil ? handle(message) : []
            }
            return [Self.error(id, -32_800, "cancelled")]
        }
    }

    private static func cancelled(_ message: Value) -> Value? {
        guard case .map(let map) = message, map["method"] == "$/cancelRequest", case .map(let params)? = map["params"]
        else { return Optional.none }
        return params["id"]
    }

    // MARK: - Requests

    private mutating func answer(_ method: String, _ parameters: LSPFields, _ id: Value) -> Value {
        guard isInitialized || method == "initialize" else { return Self.error(id, -32_002, "not initialized yet") }
        guard !isShutDown else { return Self.error(id, -32_600, "shut down") }
        switch method {
        case "initialize":
            isInitialized = true
            return Self.result(id, Self.capabilities)
        case "shutdown":
            isShutDown = true
            return Self.result(id, .null)
        case "textDocument/completion": return Self.result(id, completion(parameters))
        case "textDocument/hover": return Self.result(id, hover(parameters))
        case "textDocument/formatting": return Self.result(id, documents[parameters.uri]?.edits ?? .list([]))
        default: return Self.error(id, -32_601, "there is no method \(DisplayText.quoted(method))")
        }
    }

    private mutating func completion(_ parameters: LSPFields) -> Value {
        guard let document = documents[parameters.uri], let position = parameters.position else { return .list([]) }
        return .list(Completion(document, context(of: document)).items(at: position).map(\.value))
    }

    private mutating func hover(_ parameters: LSPFields) -> Value {
        guard let document = documents[parameters.uri], let position = parameters.position,
            let text = Hover(document, context(of: document)).text(at: position)
        else { return .null }
        return ["contents": ["kind": "markdown", "value": .string(text)]]
    }

    private static let capabilities: Value = [
        "capabilities": [
            "positionEncoding": "utf-16", "textDocumentSync": ["openClose": true, "change": 1, "save": true],
            "completionProvider": ["triggerCharacters": [".", ":", " ", "{"]], "hoverProvider": true,
            "documentFormattingProvider": true,
        ],
        "serverInfo": ["name": "cordon"],
    ]

    // MARK: - Notifications

    private mutating func notify(_ method: String, _ parameters: LSPFields) -> [Value] {
        switch method {
        case "exit":
            exitCode = isShutDown ? 0 : 1
            return []
        case "textDocument/didOpen": return open(parameters.uri, parameters.openedText)
        case "textDocument/didChange": return open(parameters.uri, parameters.changedText)
        case "textDocument/didSave": return lookAgain()
        case "textDocument/didClose":
            documents[parameters.uri] = nil
            contexts = [:]
            return [Self.findings([], of: parameters.uri)]
        default: return []
        }
    }

    private mutating func open(_ uri: String, _ text: String?) -> [Value] {
        guard isInitialized, let text, documents[uri] != nil || documents.count < Self.documentsMax else { return [] }
        let document = Document(uri: uri, text: text)
        documents[uri] = document
        return [findings(in: document)]
    }

    /// What was saved may be the configuration, or a playbook that others call.
    private mutating func lookAgain() -> [Value] {
        contexts = [:]
        return documents.values.sorted { $0.uri < $1.uri }.map { findings(in: $0) }
    }

    private mutating func findings(in document: Document) -> Value {
        Self.findings(DocumentFindings(document, context(of: document)).values, of: document.uri)
    }

    private mutating func context(of document: Document) -> CompilerContext {
        let path = document.path
        if let known = contexts[path] { return known }
        let context = workshop.context(path)
        contexts[path] = context
        return context
    }

    // MARK: - Messages

    private static func findings(_ findings: [Value], of uri: String) -> Value {
        [
            "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
            "params": ["uri": .string(uri), "diagnostics": .list(findings)],
        ]
    }

    private static func result(_ id: Value, _ result: Value) -> Value {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    private static func error(_ id: Value, _ code: Int64, _ message: String) -> Value {
        ["jsonrpc": "2.0", "id": id, "error": ["code": .int(code), "message": .string(message)]]
    }
}
