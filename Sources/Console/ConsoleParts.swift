public import Domain
public import Intake
public import Logging
public import Ports

/// What the console passes requests on to.
public struct ConsoleParts: Sendable {
    let inbox: any Inbox
    let starter: any RunStarter
    let orders: any OrderTaker
    let history: any History
    let status: any StatusReporter
    let tokens: TokenVerifier
    let reader: EventReader
    let surroundings: any Surroundings
    let limits: Limits
    let rates: SenderRates
    let logger: Logger

    public init(
        inbox: any Inbox,
        starter: any RunStarter,
        orders: any OrderTaker,
        history: any History,
        status: any StatusReporter,
        tokens: TokenVerifier,
        reader: EventReader = EventReader(),
        surroundings: any Surroundings,
        limits: Limits = Limits(),
        logger: Logger
    ) {
        self.inbox = inbox
        self.starter = starter
        self.orders = orders
        self.history = history
        self.status = status
        self.tokens = tokens
        self.reader = reader
        self.surroundings = surroundings
        self.limits = limits
        rates = SenderRates(limits)
        self.logger = logger
    }
}
