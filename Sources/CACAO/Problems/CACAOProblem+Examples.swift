extension CACAOProblem {
    /// A file that triggers it.
    public var example: String {
        switch self {
        case .notJSON: "{\"type\": \"playbook\",}"
        case .notAPlaybook: "{\"type\": \"identity\", \"name\": \"InfoSec\"}"
        case .wrongVersion: Example().replacing("cacao-2.0", "1.0")
        case .missingProperty: Example().replacing("\"name\": \"Example\",", "")
        case .wrongType: Example().replacing("\"name\": \"Example\"", "\"name\": 7")
        case .badValue: Example().adding("\"priority\": 101")
        case .unknownProperty: Example().adding("\"playbook_extension\": {}")
        case .badIdentifier: Example().replacing(Example.identity, "identity--1")
        case .badTimestamp: Example().adding("\"valid_from\": \"31.1.2026\"")
        case .timesContradict: Example().adding("\"valid_from\": \(Example.later), \"valid_until\": \(Example.time)")
        case .revoked: Example().adding("\"revoked\": true")
        case .notValidNow: Example().adding("\"valid_until\": \(Example.time)")
        case .carelessMetadata: Example().adding("\"playbook_types\": [\"notification\"]")
        case .tooLarge:
            Example(
                variables:
                    "\"__text__\": {\"type\": \"string\", \"value\": \"\(String(repeating: "x", count: 270_000))\"}"
            )
            .text
        case .unknownStep:
            Example().replacing(
                "\"on_completion\": \"\(Example.end)\"",
                "\"on_completion\": \"end--\(Example.uuid(9))\""
            )
        case .wrongPrefix: Example().replacing("\"\(Example.action)\"", "\"step--\(Example.uuid(2))\"")
        case .noNextStep: Example(next: "").text
        case .conflictingNext: Example(next: "\(Example.completion), \"on_failure\": \"\(Example.end)\"").text
        case .cycle: Example(next: "\"on_success\": \"\(Example.end)\", \"on_failure\": \"\(Example.action)\"").text
        case .unreachableStep: Example(more: "\"end--\(Example.uuid(9))\": {\"type\": \"end\"}").text
        case .sharedEnd: Example.branching(to: Example.notice(4, next: Example.end))
        case .badStart:
            Example().replacing("\"workflow_start\": \"\(Example.start)\"", "\"workflow_start\": \"\(Example.action)\"")
        case .tooFewBranches: Example.parallel(["end--\(Example.uuid(9))"])
        case .unknownStepType: Example().replacing("\"type\": \"action\"", "\"type\": \"step\"")
        case .tooManySteps: Example.doubling
        case .unknownPlaybook: Example.calling
        case .badVariableName: Example(variables: "\"$$ip\": {\"type\": \"string\"}").text
        case .badVariableValue:
            Example(variables: "\"__ip__\": {\"type\": \"ipv4-addr\", \"value\": \"10.0.0.256\"}").text
        case .unknownVariable: Example(command: Example.manual("look at __ip__:value")).text
        case .valueKeyword: Example(command: Example.manual("look at __ip__"), variables: Example.address).text
        case .constantAssigned:
            Example(command: Example.asked, variables: Example.constant, next: Example.assigning).text
        case .noResult: Example(variables: Example.number, next: Example.assigning).text
        case .conditionSyntax: Example.deciding("__count__:value is 3")
        case .conditionMeaning: Example.deciding("ipv4-addr:value = '10.0.0.1'")
        case .differentTypes: Example.deciding("__count__:value > 'many'")
        case .notPerformed: Example(command: "{\"type\": \"ssh\", \"command\": \"reboot\"}").text
        case .noCommand: Example(command: "{\"type\": \"manual\"}").text
        case .badStartLine: Example(command: "{\"type\": \"http-api\", \"command\": \"POST\"}").text
        case .looseStartLine: Example(command: "{\"type\": \"http-api\", \"command\": \"GET state HTTP1.1\"}").text
        case .badBase64: Example(command: "{\"type\": \"manual\", \"command_b64\": \"?\"}").text
        case .unknownAgent:
            Example().replacing("\"agent\": \"\(Example.agent)\"", "\"agent\": \"group--\(Example.uuid(9))\"")
        case .noDestination: Example.withoutDestination
        case .badHeader: Example(command: Example.asking(", \"headers\": {\"Authorization\": [\"Bearer x\"]}")).text
        case .secretInPlaybook:
            Example().adding(
                "\"authentication_info_definitions\": {\"http-basic--\(Example.uuid(9))\": "
                    + "{\"type\": \"http-basic\", \"user_id\": \"admin\", \"password\": \"x\"}}"
            )
        case .undefinedExtension:
            Example().adding("\"playbook_extensions\": {\"extension-definition--\(Example.uuid(9))\": {}}")
        case .badExtension: Example().adding(Example.extended("\"gard\": {}"))
        case .invalidSignature: Example().adding(Example.signed("Ed25519"))
        case .uncheckedSignature: Example().adding(Example.signed("XMSS-SHA2_10_256"))
        }
    }
}
