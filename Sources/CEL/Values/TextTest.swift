/// A question about a text that is answered with yes or no, such as whether it begins with a constant.
public struct TextTest: Sendable {
    enum Relation: String, Sendable {
        case equals
        case startsWith
        case endsWith
        case contains
    }

    let relation: Relation
    let constant: String
    private let bytes: [UInt8]

    init(_ relation: Relation, _ constant: String) {
        self.relation = relation
        self.constant = constant
        bytes = Array(constant.utf8)
    }

    /// The answer about a text.
    public func holds(_ text: String) -> Bool {
        UTF8Text.withBytes(text) { holds(utf8: $0) }
    }

    /// The answer about a text that lies in memory as UTF-8.
    public func holds(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { constant in
            switch relation {
            case .equals: text.count == constant.count && UTF8Text.matches(text, at: 0, constant)
            case .startsWith: text.count >= constant.count && UTF8Text.matches(text, at: 0, constant)
            case .endsWith:
                text.count >= constant.count && UTF8Text.matches(text, at: text.count - constant.count, constant)
            case .contains: UTF8Text.firstOffset(of: constant, in: text, from: 0) != nil
            }
        }
    }
}
