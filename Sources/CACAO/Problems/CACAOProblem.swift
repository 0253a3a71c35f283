public import Domain
public import Playbooks

/// What can be wrong with a CACAO playbook, beyond what is wrong with the playbook of Cordon that it becomes.
public enum CACAOProblem: String, CataloguedProblem {
    // The file and its properties.
    case notJSON = "CA0101"
    case notAPlaybook = "CA0102"
    case wrongVersion = "CA0103"
    case missingProperty = "CA0104"
    case wrongType = "CA0105"
    case badValue = "CA0106"
    case unknownProperty = "CA0107"
    case badIdentifier = "CA0108"
    case badTimestamp = "CA0109"
    case timesContradict = "CA0110"
    case revoked = "CA0111"
    case notValidNow = "CA0112"
    case carelessMetadata = "CA0113"
    case tooLarge = "CA0114"
    // Steps and their order.
    case unknownStep = "CA0201"
    case wrongPrefix = "CA0202"
    case noNextStep = "CA0203"
    case conflictingNext = "CA0204"
    case cycle = "CA0205"
    case unreachableStep = "CA0206"
    case sharedEnd = "CA0207"
    case badStart = "CA0208"
    case tooFewBranches = "CA0209"
    case unknownStepType = "CA0210"
    case tooManySteps = "CA0211"
    case unknownPlaybook = "CA0212"
    // Variables and conditions.
    case badVariableName = "CA0301"
    case badVariableValue = "CA0302"
    case unknownVariable = "CA0303"
    case valueKeyword = "CA0304"
    case constantAssigned = "CA0305"
    case noResult = "CA0306"
    case conditionSyntax = "CA0307"
    case conditionMeaning = "CA0308"
    case differentTypes = "CA0309"
    // Commands.
    case notPerformed = "CA0401"
    case noCommand = "CA0402"
    case badStartLine = "CA0403"
    case looseStartLine = "CA0404"
    case badBase64 = "CA0405"
    case unknownAgent = "CA0406"
    case noDestination = "CA0407"
    case badHeader = "CA0408"
    case secretInPlaybook = "CA0409"
    // Extensions and signatures.
    case undefinedExtension = "CA0501"
    case badExtension = "CA0502"
    case invalidSignature = "CA0601"
    case uncheckedSignature = "CA0602"

    public var code: String { rawValue }

    public var severity: Diagnostic.Severity { Self.warnings.contains(self) ? .warning : .error }

    private static let warnings: Set<Self> = [
        .unknownProperty, .notValidNow, .carelessMetadata, .unreachableStep, .sharedEnd, .looseStartLine,
        .secretInPlaybook, .undefinedExtension, .uncheckedSignature,
    ]

    public var title: String {
        switch self {
        case .notJSON: "not JSON"
        case .notAPlaybook: "not a CACAO playbook"
        case .wrongVersion: "another version of CACAO"
        case .missingProperty: "missing property"
        case .wrongType: "property of another type"
        case .badValue: "value not allowed"
        case .unknownProperty: "unknown property"
        case .badIdentifier: "not an identifier"
        case .badTimestamp: "not a timestamp"
        case .timesContradict: "times that contradict each other"
        case .revoked: "revoked playbook"
        case .notValidNow: "playbook not valid now"
        case .carelessMetadata: "careless metadata"
        case .tooLarge: "playbook too large"
        case .unknownStep: "unknown step"
        case .wrongPrefix: "identifier of another type"
        case .noNextStep: "step that leads nowhere"
        case .conflictingNext: "step that leads two ways"
        case .cycle: "steps in a circle"
        case .unreachableStep: "unreachable step"
        case .sharedEnd: "end shared by branches"
        case .badStart: "playbook that does not begin with its start step"
        case .tooFewBranches: "too few branches"
        case .unknownStepType: "unknown type of step"
        case .tooManySteps: "too many steps"
        case .unknownPlaybook: "unknown playbook"
        case .badVariableName: "bad name of a variable"
        case .badVariableValue: "value that is not of its type"
        case .unknownVariable: "unknown variable"
        case .valueKeyword: "variable without ':value'"
        case .constantAssigned: "constant assigned"
        case .noResult: "result that there is not"
        case .conditionSyntax: "not a condition"
        case .conditionMeaning: "condition that cannot be decided here"
        case .differentTypes: "comparison of different types"
        case .notPerformed: "command that Cordon does not perform"
        case .noCommand: "nothing to do"
        case .badStartLine: "not an HTTP start line"
        case .looseStartLine: "loose HTTP start line"
        case .badBase64: "not base64"
        case .unknownAgent: "unknown agent or target"
        case .noDestination: "nowhere to send it"
        case .badHeader: "header not allowed"
        case .secretInPlaybook: "secret in a playbook"
        case .undefinedExtension: "extension without definition"
        case .badExtension: "Cordon extension not understood"
        case .invalidSignature: "invalid signature"
        case .uncheckedSignature: "signature not checked"
        }
    }
}
