internal import CEL
internal import Playbooks

/// Values of the playbook that is made, each at the place in the CACAO file that it comes from.
enum Made {
    static func text(_ text: String, at node: YAMLNode) -> YAMLNode {
        YAMLNode(.scalar(YAMLScalar(text, .doubleQuoted, .string(text))), from: node.start, to: node.end)
    }

    static func number(_ number: Int64, at node: YAMLNode) -> YAMLNode {
        YAMLNode(.scalar(YAMLScalar("\(number)", .plain, .int(number))), from: node.start, to: node.end)
    }

    static func list(_ items: [YAMLNode], at node: YAMLNode) -> YAMLNode {
        YAMLNode(.sequence(items), from: node.start, to: node.end)
    }

    static func mapping(_ members: [(String, YAMLNode)], at node: YAMLNode) -> YAMLNode {
        let entries = members.map { YAMLEntry(key: $0.0, from: node.start, to: node.end, value: $0.1) }
        return YAMLNode(.mapping(entries), from: node.start, to: node.end)
    }

    /// An expression that keeps its type.
    static func expression(_ source: String, at node: YAMLNode) -> YAMLNode { text("${{ \(source) }}", at: node) }

    /// A constant of any type; in its texts nothing is an expression.
    static func constant(_ value: Value, at node: YAMLNode) -> YAMLNode {
        switch value {
        case .string(let string): return text(Expression.inert(string), at: node)
        case .list(let items): return list(items.map { constant($0, at: node) }, at: node)
        case .map(let map):
            let members = map.entries.compactMap { entry -> (String, YAMLNode)? in
                guard case .string(let key) = entry.key else { return nil }
                return (key, constant(entry.value, at: node))
            }
            return mapping(members, at: node)
        case .uint(let number): return constant(.double(Double(number)), at: node)
        case .null, .bool, .int, .double, .bytes, .timestamp, .duration, .type, .object, .optional, .opaque:
            return YAMLNode(
                .scalar(YAMLScalar(Expression.literal(value), .plain, value)),
                from: node.start,
                to: node.end
            )
        }
    }
}
