extension Event {
    /// What a repeat says once more: two reports of one key that differ in it are two events.
    ///
    /// The time and the reading are left out: where the sender gives none, the time is the arrival's, and what goes on may be
    /// measured anew. So are the severity and the data, which tell of the same thing in other words.
    public struct Gist: Hashable, Sendable {
        public let device: DeviceID
        public let type: String
        public let state: State
        public let name: String
        public let metric: String

        /// Its fields, by the names that they have in expressions.
        package var fields: [(name: String, text: String)] {
            [
                ("device", device.description), ("type", type), ("state", state.text), ("name", name),
                ("metric", metric),
            ]
        }
    }

    public var gist: Gist { Gist(device: device, type: type, state: state, name: name, metric: metric) }
}
