import CEL
public import Domain
import HTTPTypes
public import Intake
import Ledger
public import Logging
public import Ports

/// What the console passes requests on to.
public struct ConsoleParts: Sendable {
    let reception: Reception
    let starter: any RunStarter
    let orders: any OrderTaker
    let quarantine: any QuarantineKeeper
    let redactor: any Redactor
    let recorder: any AuditRecorder
    let history: any History
    let status: any StatusReporter
    let witnesses: any WitnessReporter
    let tokens: TokenVerifier
    let surroundings: any Surroundings
    let limits: Limits
    let logger: Logger

    public init(
        reception: Reception,
        starter: any RunStarter,
        orders: any OrderTaker,
        quarantine: any QuarantineKeeper,
        redactor: any Redactor,
        recorder: any AuditRecorder,
        history: any History,
        status: any StatusReporter,
        witnesses: any WitnessReporter,
        tokens: TokenVerifier,
        surroundings: any Surroundings,
        limits: Limits = Limits(),
        logger: Logger
    ) {
        self.reception = reception
        self.starter = starter
        self.orders = orders
        self.quarantine = quarantine
        self.redactor = redactor
        self.recorder = recorder
        self.history = history
        self.status = status
        self.witnesses = witnesses
        self.tokens = tokens
        self.surroundings = surroundings
        self.limits = limits
        self.logger = logger
    }
}

extension ConsoleParts {
    /// Writes down what a person says that they did, or are about to.
    func write(_ record: AuditRecord) async throws(ConsoleProblem) -> Answer {
        do throws(OperatorError) {
            try await recorder.record(record)
            return Answer(.ok, ["recorded": true])
        } catch {
            throw ConsoleProblem(error, .serviceUnavailable, "not-recorded", "It is not written down")
        }
    }
}
