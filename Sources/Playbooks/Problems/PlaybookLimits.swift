/// The bounds of the language itself, each with its reason. How large a file may be stands in `Limits`.
public enum PlaybookLimits {
    /// Findings reported for one file: beyond, they are noise.
    public static let findingsMax = 100
    /// Attempts of one step. With the longest pause that is most of an hour, which is a matter for a person.
    public static let attemptsMax = 20
    /// Nesting of `parallel`: what a person can still picture.
    public static let parallelDepthMax = 4
    /// Letters of a name or an id: it stands in tables, topics and keys.
    public static let nameLengthMax = 64
    /// Devices of one limit: above it, it limits nothing.
    public static let limitDevicesMax = 1_000_000
    /// The longest duration that a playbook may say, in days.
    public static let durationDaysMax = 366
}
