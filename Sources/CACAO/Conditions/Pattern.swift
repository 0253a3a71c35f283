/// A condition, read.
indirect enum Pattern: Equatable {
    case and([Pattern])
    case or([Pattern])
    case not(Pattern)
    case comparison(Operand, Comparator, [Operand])
    /// `EXISTS __x__:value`
    case exists(Operand)

    enum Comparator: String, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case among = "IN"
        case like = "LIKE"
        case matches = "MATCHES"
        case isSubset = "ISSUBSET"
        case isSuperset = "ISSUPERSET"
    }

    struct Operand: Equatable {
        enum Kind: Equatable {
            case path(String)
            case text(String)
            case integer(Int64)
            case float(Double)
            case bool(Bool)
            case timestamp(String)
        }

        let kind: Kind
        let range: Range<Int>
    }
}
