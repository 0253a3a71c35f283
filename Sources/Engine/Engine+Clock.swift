import Domain
import Logging
import Ports

extension Engine {
    /// Tells people that the machine's clock was set, and when the engine's time has come to it.
    func watchClock(at now: Instant) {
        let gap = parts.surroundings.wallClock() - now
        let size = gap < .zero ? .zero - gap : gap
        let isOff = size >= parts.limits.clockGapNoticed
        guard load.noteClock(isOff: isOff) else { return }
        guard isOff else {
            parts.logger.notice("the engine's time is that of the machine's clock again")
            return
        }
        let words = gap < .zero ? "back" : "forward"
        parts.logger.warning(
            """
            the machine's clock was set \(words) by \(size.spoken): deadlines, pauses and limits go on as if it had not \
            been, and the engine's time draws near to it by a tenth of the time that passes. Until then times in the audit \
            log are the engine's. To take the clock's time at once, restart the engine
            """
        )
    }
}
