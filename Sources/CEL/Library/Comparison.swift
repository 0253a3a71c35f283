/// Which order a comparison asks for.
enum Comparison: String, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The name under which it is a function.
    var function: String { "_\(rawValue)_" }

    init?(function: String) {
        switch function {
        case Operator.less: self = .less
        case Operator.lessOrEqual: self = .lessOrEqual
        case Operator.greater: self = .greater
        case Operator.greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }

    /// Whether the left side is to be the larger one.
    var isUpward: Bool {
        switch self {
        case .greater, .greaterOrEqual: true
        case .less, .lessOrEqual: false
        }
    }

    func holds(_ order: Order) -> Bool {
        switch self {
        case .less: order == .less
        case .lessOrEqual: order == .less || order == .same
        case .greater: order == .greater
        case .greaterOrEqual: order == .greater || order == .same
        }
    }
}
