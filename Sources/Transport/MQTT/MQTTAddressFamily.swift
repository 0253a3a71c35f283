/// libmosquitto tries a host's first address only when it connects without blocking, so a host with an address of each
/// family that listens on one needs a second try.
enum MQTTAddressFamily {
    case asResolved
    case version4

    /// Binding to an address of one family rules the other out.
    var bindAddress: String? {
        switch self {
        case .asResolved: nil
        case .version4: "0.0.0.0"
        }
    }
}
