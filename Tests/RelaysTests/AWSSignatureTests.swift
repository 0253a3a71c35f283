import Domain
import Relays
import Testing
import Transport

@Suite struct AWSSignatureTests {
    struct Vector: Sendable {
        let url: String
        let token: String?
        let signature: String
    }

    /// - Source: what botocore 1.44.8 makes of the same requests.
    static let vectors = [
        Vector(
            url: "https://logs.eu-central-1.amazonaws.com",
            token: nil,
            signature: "8ef5a4c708fc82d4125db5c3959e9c5c184228132f44bea771342b1a38dd03f2"
        ),
        Vector(
            url: "http://127.0.0.1:5000",
            token: nil,
            signature: "97144d5451c6e19c93caf5df4b913672374f193c04e3908b4873833457577ad2"
        ),
        Vector(
            url: "https://logs.eu-central-1.amazonaws.com",
            token: "SESSIONTOKENEXAMPLE",
            signature: "50524bebdae5234ecc0dc86a5889d5dd27d0b02f3283f3c81c351eceff32472d"
        ),
        Vector(
            url: "http://127.0.0.1:5000",
            token: "SESSIONTOKENEXAMPLE",
            signature: "acf5dcb5aa0bbc101003cb83df73504a936c384fbb2f9644a59090087536ac71"
        ),
    ]

    @Test(arguments: vectors) func `a request is signed as AWS's own library signs it`(_ vector: Vector) throws {
        let headers = AWSSignature(service: "logs", region: "eu-central-1").signing(
            [
                HTTPField("content-type", "application/x-amz-json-1.1"),
                HTTPField("x-amz-target", "Logs_20140328.PutLogEvents"),
            ],
            body: Array(#"{"logGroupName":"cordon","logStreamName":"plant-7","logEvents":[]}"#.utf8),
            to: vector.url,
            by: AWSCredentials(
                accessKeyID: "AKIDEXAMPLE",
                secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                sessionToken: vector.token.map { Secret($0) }
            ),
            at: Instant(millisecondsSinceEpoch: 1_770_091_506_789)
        )
        let fields = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
        let names = "content-type;host;x-amz-date;\(vector.token == nil ? "" : "x-amz-security-token;")x-amz-target"
        #expect(fields["x-amz-date"] == "20260203T040506Z")
        #expect(fields["x-amz-security-token"] == vector.token)
        #expect(
            fields["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260203/eu-central-1/logs/aws4_request, "
                + "SignedHeaders=\(names), Signature=\(vector.signature)"
        )
    }

    @Test func `a file of credentials is read as the AWS tools write it, the first profile of it`() throws {
        let text = """
            # of the log's user
            [default]
            aws_access_key_id = AKIAFIRST
            aws_secret_access_key=abc/def+ghi=
            aws_session_token = tok

            [other]
            aws_access_key_id = AKIASECOND
            """
        let credentials = try #require(AWSCredentials(file: Secret(text)))
        #expect(credentials.accessKeyID == "AKIAFIRST")
        #expect(credentials.secretAccessKey == Secret("abc/def+ghi="))
        #expect(credentials.sessionToken == Secret("tok"))
        #expect(AWSCredentials(file: Secret("aws_access_key_id = AKIA")) == nil)
        #expect(!"\(credentials)".contains("abc"))
    }
}
