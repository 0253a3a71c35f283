extension CACAOProblem {
    public var explanation: String {
        switch self {
        case .notJSON: "A CACAO playbook is one JSON object."
        case .notAPlaybook: "The property 'type' of a CACAO playbook is 'playbook'."
        case .wrongVersion: "Cordon reads CACAO 2.0: 'spec_version' is 'cacao-2.0'. Earlier versions mean other things."
        case .missingProperty: "The specification requires the property, and nothing else says the same."
        case .wrongType: "The specification gives the property another type of value."
        case .badValue: "The specification allows only some values here."
        case .unknownProperty: "Nobody reads it. What CACAO lacks belongs into an extension."
        case .badIdentifier: "Identifiers are a type, two dashes and an RFC 4122 UUID."
        case .badTimestamp: "Timestamps are RFC 3339 in UTC: 2026-01-31T12:00:00.000Z."
        case .timesContradict:
            "A playbook is modified after it was created, and valid from some time until a later one."
        case .revoked: "Its creator deems it no longer valid, so it is not run."
        case .notValidNow: "Outside its time of validity a run ends at once as a failure."
        case .carelessMetadata: "The specification wants it otherwise; it changes nothing of what the playbook does."
        case .tooLarge:
            "A run is pinned to the text of its playbook in Cordon's language: at most 256 KiB, values nested 32 deep."
        case .unknownStep: "Every step that is named stands in 'workflow'."
        case .wrongPrefix: "The first part of an identifier is the type of what it stands for."
        case .noNextStep: "Every path through a playbook or a branch ends with an 'end' step."
        case .conflictingNext:
            "A step has 'on_completion', or 'on_success' and perhaps 'on_failure'; an 'end' has none, and a 'start' only "
                + "'on_completion'."
        case .cycle: "A playbook only goes forward, so that its length is known before it starts."
        case .unreachableStep: "No step leads there, so it is never carried out."
        case .sharedEnd: "Each branch has an 'end' of its own, so that a reader sees where it returns to its opener."
        case .badStart: "'workflow_start' names a 'start' step, the only one."
        case .tooFewBranches: "'next_steps' has at least two entries."
        case .unknownStepType:
            "CACAO has start, end, action, playbook-action, parallel, if-condition, while-condition and switch-condition."
        case .tooManySteps:
            "A step that several branches lead to is there once for each, and a playbook has at most 1000."
        case .unknownPlaybook: "'playbook_id' names a CACAO playbook of the same folder."
        case .badVariableName: "Variables are called '__name__': letters, digits, '_' and '-', a letter first."
        case .badVariableValue: "The value is text that fits the variable's type."
        case .unknownVariable: "A variable is declared in 'playbook_variables', or in 'step_variables' of the step."
        case .valueKeyword: "A variable is used as '__name__:value'; without the keyword it would stay text."
        case .constantAssigned: "'constant' says that nothing changes it."
        case .noResult: "'out_args' names members of what the last command of the step gives."
        case .conditionSyntax: "A condition is a comparison expression of STIX patterning: __name__:value = 'x'."
        case .conditionMeaning: "A condition compares variables: Cordon observes no STIX objects."
        case .differentTypes: "A comparison of a number with a text would never hold."
        case .notPerformed:
            "Cordon performs http-api, openc2-http, manual, and its own actions by extension. It has no shell, by intent."
        case .noCommand: "A command says what to do: 'command' or 'command_b64'."
        case .badStartLine: "'command' is a method, a request target and an HTTP version: POST /block HTTP/1.1."
        case .looseStartLine: "It is read as it is meant; other readers may not."
        case .badBase64: "The property is base64 (RFC 4648, section 4) of a text."
        case .unknownAgent: "'agent' stands in 'agent_definitions' and 'targets' in 'target_definitions'."
        case .noDestination: "An HTTP command goes to an agent or target of type 'http-api': a connection of that name."
        case .badHeader: "Headers that frame the message or carry credentials are the connection's own."
        case .secretInPlaybook:
            "Secrets enter through the configuration's connections. This one is not used, and everybody who has the "
                + "file has it."
        case .undefinedExtension: "An extension that is used stands in 'extension_definitions'."
        case .badExtension: "The properties of Cordon's extension are listed in docs/cacao.md."
        case .invalidSignature: "The playbook, or its signature, has been changed since it was signed."
        case .uncheckedSignature: "It is neither right nor wrong: the algorithm or the key is not at hand."
        }
    }
}
