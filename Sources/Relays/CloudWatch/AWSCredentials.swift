package import Domain

/// What AWS knows a caller by.
package struct AWSCredentials: Sendable {
    package let accessKeyID: String
    package let secretAccessKey: Secret
    /// Of a temporary credential.
    package let sessionToken: Secret?

    package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// The variables that every tool of AWS reads; nil where one is missing.
    init?(environment: [String: Secret]) {
        guard let id = environment["AWS_ACCESS_KEY_ID"], let key = environment["AWS_SECRET_ACCESS_KEY"] else {
            return nil
        }
        self.init(
            accessKeyID: id.reveal { copy $0 },
            secretAccessKey: key,
            sessionToken: environment["AWS_SESSION_TOKEN"]
        )
    }

    /// The first profile of a file as the AWS tools write it: `aws_access_key_id = …` and the like, a line each; nil
    /// where a key is missing.
    package init?(file: Secret) {
        let values = file.reveal { Self.firstProfile(copy $0) }
        guard let id = values["aws_access_key_id"], let key = values["aws_secret_access_key"] else { return nil }
        self.init(
            accessKeyID: id,
            secretAccessKey: Secret(key),
            sessionToken: values["aws_session_token"].map { Secret($0) }
        )
    }

    private static func firstProfile(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = trimmed(line)
            if line.hasPrefix("["), !values.isEmpty { break }
            guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { continue }
            values[trimmed(line[..<equals])] = trimmed(line[line.index(after: equals)...])
        }
        return values
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
