public import Domain

/// What can be wrong with a playbook, its YAML being sound.
public enum PlaybookProblem: String, CataloguedProblem {
    // What a step asks for.
    case unknownAction = "PB0101"
    case unknownParameter = "PB0102"
    case missingParameter = "PB0103"
    case wrongParameter = "PB0104"
    case unknownConnection = "PB0105"
    case wrongConnectionKind = "PB0106"
    case notConstant = "PB0107"
    case badTimes = "PB0108"
    // Steps and their order.
    case badName = "PB0201"
    case duplicateStep = "PB0202"
    case unknownStep = "PB0203"
    case backwardJump = "PB0204"
    case unreachableStep = "PB0205"
    case tooManySteps = "PB0206"
    case tooDeepParallel = "PB0207"
    case noSteps = "PB0208"
    case unclearStep = "PB0209"
    // Expressions.
    case expression = "PB0301"
    case hiddenVariable = "PB0302"
    case laterStep = "PB0303"
    case neverHolds = "PB0304"
    case unclosedExpression = "PB0305"
    case bracesInCondition = "PB0306"
    case expressionInKey = "PB0307"
    // What could do harm.
    case noLimit = "PB0401"
    case finalAction = "PB0402"
    case steerableTopic = "PB0403"
    case topicWildcard = "PB0404"
    case confirmsAnything = "PB0405"
    case confirmsOldAnswers = "PB0406"
    // The language.
    case laterVersion = "PB0501"

    public var code: String { rawValue }

    public var severity: Diagnostic.Severity {
        [.unreachableStep, .confirmsOldAnswers].contains(self) ? .warning : .error
    }

    public var title: String {
        switch self {
        case .unknownAction: "unknown action"
        case .unknownParameter: "unknown parameter"
        case .missingParameter: "missing parameter"
        case .wrongParameter: "wrong parameter"
        case .unknownConnection: "unknown connection"
        case .wrongConnectionKind: "connection of the wrong kind"
        case .notConstant: "not constant"
        case .badTimes: "times that contradict each other"
        case .badName: "bad name"
        case .duplicateStep: "duplicate step"
        case .unknownStep: "unknown step"
        case .backwardJump: "backward jump"
        case .unreachableStep: "unreachable step"
        case .tooManySteps: "too many steps"
        case .tooDeepParallel: "parallel too deep"
        case .noSteps: "no steps"
        case .unclearStep: "unclear step"
        case .expression: "expression not accepted"
        case .hiddenVariable: "variable not there yet"
        case .laterStep: "step read too early"
        case .neverHolds: "condition never holds"
        case .unclosedExpression: "expression without end"
        case .bracesInCondition: "braces around a condition"
        case .expressionInKey: "expression in a key"
        case .noLimit: "no limit"
        case .finalAction: "final action without a person"
        case .steerableTopic: "topic that outside text could steer"
        case .topicWildcard: "wildcard in a topic"
        case .confirmsAnything: "confirmation by any message"
        case .confirmsOldAnswers: "confirmation by an old answer"
        case .laterVersion: "not in this version"
        }
    }
}
