/// What an element of `audit.witnesses` may say.
enum WitnessSchema {
    static let keys: [ConnectionSchema.Key] = [
        ConnectionSchema.Key("url", isRequired: true, "what stands before `/add-checkpoint`: absolute, https"),
        ConnectionSchema.Key("key", isRequired: true, "the witness's key, as `cordon witness` prints it"),
        ConnectionSchema.Key("ca", "the authority that vouches for it, a PEM file; the system's unless given"),
        ConnectionSchema.Key(
            "allow_private",
            "true where it stands on a loopback or private address: then http will do"
        ),
    ]
}
