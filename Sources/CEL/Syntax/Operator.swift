/// The names under which operators are functions.
///
/// - Source: cel-spec, "List of Standard Definitions".
package enum Operator {
    package static let add = "_+_"
    package static let subtract = "_-_"
    package static let multiply = "_*_"
    package static let divide = "_/_"
    package static let modulo = "_%_"
    package static let negate = "-_"
    package static let not = "!_"
    package static let equal = "_==_"
    package static let notEqual = "_!=_"
    package static let less = "_<_"
    package static let lessOrEqual = "_<=_"
    package static let greater = "_>_"
    package static let greaterOrEqual = "_>=_"
    package static let isIn = "@in"
    package static let index = "_[_]"
    package static let optionalIndex = "_[?_]"

    /// `_+_` as `+`, for messages; nil for what is not an operator.
    package static func sign(of function: String) -> String? {
        if function == isIn { return "in" }
        let sign = function.filter { $0 != "_" }
        return sign.isEmpty || sign.contains(where: \.isLetter) ? nil : sign
    }
}
