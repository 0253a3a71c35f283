import Playbooks

/// Where in a playbook a cursor stands, read from the lines above it: a text that is being typed is seldom sound YAML.
struct CursorContext {
    /// What the cursor is about to write.
    enum Slot {
        /// A key of this form; these are there already.
        case key(Form, written: Set<String>)
        /// A parameter of this action.
        case parameter(action: String, written: Set<String>)
        /// What stands under a key.
        case value(Shape, key: String)
        case nothing
    }

    /// The keys from the top to where the cursor stands, the innermost last; `-` for an item of a list.
    private struct Level {
        let indent: Int
        let key: String
    }

    let slot: Slot
    /// The action of the step that the cursor is in.
    let action: String?

    init(_ lines: TextLines, _ position: TextPosition) {
        let before = String(lines.prefix(position))
        let level = Self.indent(of: before)
        let typed = Self.content(of: before)
        let path = Self.path(to: position.line, indent: level, in: lines)
        let siblings = Self.siblings(of: position.line, indent: level, in: lines)
        action = siblings["action"] ?? Self.enclosingAction(to: position.line, path, in: lines)
        guard let colon = typed.firstIndex(of: ":") else {
            slot = Self.keys(at: path, siblings, action)
            return
        }
        let key = String(typed[..<colon])
        let flow = Self.flow(in: typed[typed.index(after: colon)...])
        slot = Self.value(of: key, at: path, siblings, flow, action)
    }

    // MARK: - Slots

    private static func keys(at path: [String], _ siblings: [String: String], _ action: String?) -> Slot {
        switch place(path, siblings) {
        case .form(let form)?: .key(form, written: Set(siblings.keys))
        case .parameters?: action.map { .parameter(action: $0, written: Set(siblings.keys)) } ?? .nothing
        case .shape, nil: .nothing
        }
    }

    /// Within `key: {a: 1, b…` the flow mapping's own keys count.
    private static func value(
        of key: String,
        at path: [String],
        _ siblings: [String: String],
        _ flow: (keys: Set<String>, open: String?)?,
        _ action: String?
    ) -> Slot {
        guard let flow else {
            guard case .form(let form)? = place(path, siblings), let found = form[key] else {
                if case .parameters? = place(path, siblings) { return parameter(key, of: action) }
                return .nothing
            }
            return .value(found.shape, key: key)
        }
        let inner = place(path + [key], [:], adding: siblings)
        switch (inner, flow.open) {
        case (.form(let form)?, nil): return .key(form, written: flow.keys)
        case (.form(let form)?, let open?): return form[open].map { .value($0.shape, key: open) } ?? .nothing
        case (.parameters?, nil): return action.map { .parameter(action: $0, written: flow.keys) } ?? .nothing
        case (.parameters?, let open?): return parameter(open, of: action)
        case (.shape, _), (nil, _): return .nothing
        }
    }

    private static func parameter(_ key: String, of action: String?) -> Slot {
        ["connection", "broker", "registry"].contains(key)
            ? .value(.connection(.broker), key: key) : .value(.template, key: key)
    }

    // MARK: - Grammar

    private enum Place {
        case form(Form)
        case parameters
        case shape(Shape)
    }

    /// What stands at a path, where the mapping there has these keys.
    private static func place(
        _ path: [String],
        _ siblings: [String: String],
        adding outer: [String: String] = [:]
    ) -> Place? {
        var shape = Shape.form("playbook")
        for key in path {
            guard let next = descend(shape, key, outer) else { return nil }
            shape = next
        }
        return resolved(shape, siblings)
    }

    private static func descend(_ shape: Shape, _ key: String, _ siblings: [String: String]) -> Shape? {
        switch shape {
        case .list(let element) where key == "-": return element
        case .entries(let inner): return inner
        case .either(let shapes): return shapes.lazy.compactMap { descend($0, key, siblings) }.first
        case .step: return Grammar.steps.lazy.compactMap { $0[key]?.shape }.first
        case .form(let name):
            let form = name == "playbook" ? Grammar.playbook : Grammar.form(name)
            return form[key]?.shape
        default: return nil
        }
    }

    private static func resolved(_ shape: Shape, _ siblings: [String: String]) -> Place? {
        switch shape {
        case .form(let name): return .form(name == "playbook" ? Grammar.playbook : Grammar.form(name))
        case .parameters: return .parameters
        case .step:
            let kind = Grammar.steps.first { $0.name != "steps" && $0.name != "approval" && siblings[$0.name] != nil }
            return .form(kind ?? Grammar.anyStep)
        case .either(let shapes):
            return shapes.lazy.compactMap { shape in
                if case .form? = resolved(shape, siblings) { resolved(shape, siblings) } else { nil }
            }.first
        default: return .shape(shape)
        }
    }

    // MARK: - Lines

    /// Columns before the content; a `- ` counts as indentation, as the keys behind it do.
    private static func indent(of line: some StringProtocol) -> Int {
        line.prefix { $0 == " " || $0 == "-" }.count
    }

    private static func content(of line: some StringProtocol) -> String { String(line.drop { $0 == " " || $0 == "-" }) }

    private static func isItem(_ line: some StringProtocol) -> Bool { line.drop { $0 == " " }.first == "-" }

    private static func dash(of line: some StringProtocol) -> Int { line.prefix { $0 == " " }.count }

    private static func isEmpty(_ line: some StringProtocol) -> Bool {
        let first = line.first { $0 != " " }
        return first == nil || first == "#"
    }

    private static func key(of line: some StringProtocol) -> (key: String, value: String)? {
        let text = content(of: line)
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...].drop { $0 == " " }.prefix { $0 != "#" }
        return (String(text[..<colon]), String(value.reversed().drop { $0 == " " }.reversed()))
    }

    private static func path(to number: Int, indent: Int, in lines: TextLines) -> [String] {
        var path: [String] = []
        var level = indent
        var current = number
        if isItem(lines[number]) {
            path.insert("-", at: 0)
            level = dash(of: lines[number])
        }
        while current > 0, level > 0 || path.first == "-" {
            current -= 1
            let line = lines[current]
            guard !isEmpty(line) else { continue }
            let own = self.indent(of: line)
            let isParent = path.first == "-" ? own <= level && !isItemAt(line, level) : own < level
            if isParent, let key = key(of: line) {
                path.insert(key.key, at: 0)
                level = own
            }
            guard isItem(line), dash(of: line) < level || isParent, own <= level, path.first != "-" else { continue }
            path.insert("-", at: 0)
            level = dash(of: line)
        }
        return path
    }

    /// Another item of the same list.
    private static func isItemAt(_ line: some StringProtocol, _ level: Int) -> Bool {
        isItem(line) && dash(of: line) == level
    }

    /// The keys of the mapping that the cursor is in, with what stands behind them in their lines.
    private static func siblings(of number: Int, indent: Int, in lines: TextLines) -> [String: String] {
        var found: [String: String] = [:]
        func take(_ line: Substring) {
            if self.indent(of: line) == indent, let key = key(of: line) { found[key.key] = key.value }
        }
        var up = number
        while !isItem(lines[up]) || self.indent(of: lines[up]) != indent, up > 0 {
            up -= 1
            if isEmpty(lines[up]) { continue }
            guard self.indent(of: lines[up]) >= indent else { break }
            take(lines[up])
        }
        var down = number + 1
        while down < lines.lines.count {
            let line = lines[down]
            down += 1
            if isEmpty(line) { continue }
            guard self.indent(of: line) >= indent, !(isItem(line) && self.indent(of: line) == indent) else { break }
            take(line)
        }
        return found
    }

    /// Of a cursor under `with`, the action beside it.
    private static func enclosingAction(to number: Int, _ path: [String], in lines: TextLines) -> String? {
        guard path.last == "with" || path.contains("with") else { return nil }
        var current = number
        while current > 0 {
            current -= 1
            if key(of: lines[current])?.key == "with" {
                return siblings(of: current, indent: indent(of: lines[current]), in: lines)["action"]
            }
        }
        return nil
    }

    /// The keys of the innermost flow mapping that is open at the end of a text, and the one that is being given a value.
    private static func flow(in text: Substring) -> (keys: Set<String>, open: String?)? {
        guard let brace = text.lastIndex(of: "{"), !text[brace...].contains("}") else { return nil }
        let parts = text[text.index(after: brace)...].split(separator: ",", omittingEmptySubsequences: false)
        let keys = parts.compactMap { part in part.firstIndex(of: ":").map { String(part[..<$0]).filter { $0 != " " } }
        }
        let open = parts.last?.contains(":") == true ? keys.last : nil
        return (Set(keys), open)
    }
}
