/// The bounds of the language itself, each with its reason. How large a file may be stands in `Limits`.
public enum PlaybookLimits {
    /// Findings reported for one file: beyond, they are noise.
    public static let findingsMax = 100
    /// Bytes of a text of which a finding says where in it something is. It looks at each character for that, and a long
    /// text may have many findings.
    public static let placedBytesMax = 16 * 1024
    /// Attempts of one step. With the longest pause that is most of an hour, which is a matter for a person.
    public static let attemptsMax = 20
    /// Steps within steps: what a person can still picture.
    public static let nestingMax = 6
    /// People who agree to one step: more are never found in time.
    public static let approversMax = 10
    /// Items of one `for_each`; the limit on a playbook's steps counts each of them besides.
    public static let itemsMax = 500
    /// Playbooks called by one another: what a person can still follow.
    public static let callDepthMax = 4
    /// Times in which a playbook is frozen: each is looked at before every step that touches a device.
    public static let freezesMax = 100
    /// Letters of a name or an id: it stands in tables, topics and keys.
    public static let nameLengthMax = 64
    /// Devices of one limit: above it, it limits nothing.
    public static let limitDevicesMax = 1_000_000
    /// Runs on one device that may be counted: each is kept with the device, and more are no flapping.
    public static let flappingRunsMax = 100
    /// Those that are watched before the rest: more are no canary.
    public static let canaryDevicesMax = 1_000
    /// The longest duration that a playbook may say, in days.
    public static let durationDaysMax = 366
}
