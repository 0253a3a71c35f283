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
    case cannotExpire = "PB0109"
    case wrongReach = "PB0110"
    // Steps and their order.
    case badName = "PB0201"
    case duplicateStep = "PB0202"
    case unknownStep = "PB0203"
    case backwardJump = "PB0204"
    case unreachableStep = "PB0205"
    case tooManySteps = "PB0206"
    case tooDeep = "PB0207"
    case noSteps = "PB0208"
    case unclearStep = "PB0209"
    case unknownPlaybook = "PB0210"
    case endlessCall = "PB0211"
    case brokenCall = "PB0212"
    case stricterCall = "PB0213"
    // Expressions.
    case expression = "PB0301"
    case hiddenVariable = "PB0302"
    case laterStep = "PB0303"
    case neverHolds = "PB0304"
    case unclosedExpression = "PB0305"
    case bracesInCondition = "PB0306"
    case expressionInKey = "PB0307"
    case uncertainOutput = "PB0308"
    // What could do harm.
    case noLimit = "PB0401"
    case finalAction = "PB0402"
    case steerableTopic = "PB0403"
    case topicWildcard = "PB0404"
    case confirmsAnything = "PB0405"
    case confirmsOldAnswers = "PB0406"
    case unclearLimit = "PB0407"
    case emptyFreeze = "PB0408"
    case unprovable = "PB0409"
    case unsaidReach = "PB0410"
    // What the environment says. (PB0501 was "not in this version", and is retired.)
    case badOverride = "PB0502"

    public var code: String { rawValue }

    public var severity: Diagnostic.Severity {
        let warnings: [Self] = [.unreachableStep, .uncertainOutput, .confirmsOldAnswers, .unprovable, .unsaidReach]
        return warnings.contains(self) ? .warning : .error
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
        case .cannotExpire: "cannot expire"
        case .wrongReach: "wrong word on what it touches"
        case .badName: "bad name"
        case .duplicateStep: "duplicate step"
        case .unknownStep: "unknown step"
        case .backwardJump: "backward jump"
        case .unreachableStep: "unreachable step"
        case .tooManySteps: "too many steps"
        case .tooDeep: "too deep"
        case .noSteps: "no steps"
        case .unclearStep: "unclear step"
        case .unknownPlaybook: "unknown playbook"
        case .endlessCall: "playbook that calls itself"
        case .brokenCall: "called playbook with problems"
        case .stricterCall: "called playbook in a stricter mode"
        case .expression: "expression not accepted"
        case .hiddenVariable: "variable not there yet"
        case .laterStep: "step read too early"
        case .neverHolds: "condition never holds"
        case .unclosedExpression: "expression without end"
        case .bracesInCondition: "braces around a condition"
        case .expressionInKey: "expression in a key"
        case .uncertainOutput: "output that may not be there"
        case .noLimit: "no limit"
        case .finalAction: "final action without a person"
        case .steerableTopic: "topic that outside text could steer"
        case .topicWildcard: "wildcard in a topic"
        case .confirmsAnything: "confirmation by any message"
        case .confirmsOldAnswers: "confirmation by an old answer"
        case .unclearLimit: "unclear limit"
        case .emptyFreeze: "freeze without time"
        case .unprovable: "proof that cannot succeed"
        case .unsaidReach: "no word on what it touches"
        case .badOverride: "wrong value from the environment"
        }
    }
}
