/// A key at the top of `cordon.yaml`, besides `connections`.
struct RootSetting {
    let name: String
    /// What it is where nobody says.
    let standard: String
    let summary: String
    /// A text, and not a mapping.
    let isText: Bool

    private init(_ name: String, _ standard: String, _ summary: String, isText: Bool = true) {
        self.name = name
        self.isText = isText
        self.standard = standard
        self.summary = summary
    }

    static let all = [
        Self("mode", "`enforce`", "`observe`, `drill`, `ask` or `enforce`; it can only tighten what a playbook says"),
        Self("playbooks", "`playbooks`", "the folder of playbooks"),
        Self("state", "`state`", "the folder of the database, the audit log and the signer's state"),
        Self("listen", "`127.0.0.1:8787`", "where the API listens; elsewhere than on loopback it needs `tls`"),
        Self("tls", "none", "`{certificate, key}`: PEM files with which the API serves HTTPS", isText: false),
        Self(
            "intake",
            "`{events_per_second: 1000}`",
            "`events_per_second`: how many of one sender are taken, a minute's worth of them at once; "
                + "`mqtt: {<broker>: [topics]}`: topics on which events come in",
            isText: false
        ),
        Self(
            "guards",
            "`{actions: {certificate.revoke: {devices: 10, per: 1h}}}`",
            "`{actions: {<action>: {devices, per}}}`: how many different devices an action may reach within any such "
                + "time, over all playbooks; `off` takes the limit of one away",
            isText: false
        ),
        Self(
            "inputs",
            "none",
            "`{<playbook>: {<input>: value}}`: what this environment gives to the inputs of playbooks",
            isText: false
        ),
        Self(
            "audit",
            "none",
            "`{keep_days, witnesses: [{url, key}], relays: [{name, kind}]}`: after how many days entries of the audit log "
                + "move into the archive, who cosigns it, and where it is sent on to: see "
                + "below",
            isText: false
        ),
        Self("log_level", "`info`", "`trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`"),
        Self("node", "the host's name", "what the audit log calls this machine"),
    ]
}
