import Domain
import Intake
import Logging
import Ports

extension Reception {
    /// One that tells nobody, and that nobody watches.
    init(_ inbox: any Inbox, watch: any ArrivalWatch = NoWatch()) {
        self.init(inbox, watch: watch, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
