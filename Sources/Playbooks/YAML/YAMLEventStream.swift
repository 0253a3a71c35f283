private import CYaml

/// libyaml's events of one text. They are looked at one by one, before any tree exists, because composing a
/// hostile text of a few hundred bytes can take half a minute.
struct YAMLEventStream: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter text: without a byte order mark.
    init(_ text: String) {
        input = .allocate(capacity: max(1, text.utf8.count))
        let (_, end) = input.initialize(from: text.utf8)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        precondition(yaml_parser_initialize(parser) == 1, "libyaml is out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        // SAFETY: libyaml reads `input` until `deinit`, which frees it after the parser.
        yaml_parser_set_input_string(parser, input.baseAddress, end)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
        input.deallocate()
    }

    mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    private var failure: YAMLSyntaxError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this is not YAML"
        let context = parser.pointee.context.map { String(cString: $0) }
        return YAMLSyntaxError(problem: problem, context: context, mark: YAMLMark(parser.pointee.problem_mark))
    }
}

extension YAMLMark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

extension YAMLEvent {
    /// Copies what the event holds: libyaml frees it.
    fileprivate init(_ event: yaml_event_t) {
        start = YAMLMark(event.start_mark)
        end = YAMLMark(event.end_mark)
        switch event.type {
        case YAML_STREAM_END_EVENT: (kind, anchor, tag) = (.streamEnd, nil, nil)
        case YAML_DOCUMENT_START_EVENT:
            let data = event.data.document_start
            let hasTags = data.tag_directives.start != data.tag_directives.end
            let kind = Kind.documentStart(hasDirectives: data.version_directive != nil || hasTags)
            (self.kind, anchor, tag) = (kind, nil, nil)
        case YAML_DOCUMENT_END_EVENT: (kind, anchor, tag) = (.documentEnd, nil, nil)
        case YAML_ALIAS_EVENT:
            (kind, anchor, tag) = (.alias(Self.text(event.data.alias.anchor) ?? ""), nil, nil)
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
            let kind = Kind.scalar(String(decoding: bytes, as: UTF8.self), Self.style(data.style))
            (self.kind, anchor, tag) = (kind, Self.text(data.anchor), Self.text(data.tag))
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            (kind, anchor, tag) = (.sequenceStart, Self.text(data.anchor), Self.text(data.tag))
        case YAML_SEQUENCE_END_EVENT: (kind, anchor, tag) = (.sequenceEnd, nil, nil)
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            (kind, anchor, tag) = (.mappingStart, Self.text(data.anchor), Self.text(data.tag))
        case YAML_MAPPING_END_EVENT: (kind, anchor, tag) = (.mappingEnd, nil, nil)
        default: (kind, anchor, tag) = (.streamStart, nil, nil)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}
