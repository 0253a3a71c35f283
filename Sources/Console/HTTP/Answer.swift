import CEL
import HTTPTypes
import Hummingbird
import JSON

/// What a route answers with: a status and JSON.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    let body: Value
    let contentType: String
    let headers: HTTPFields

    init(
        _ status: HTTPResponse.Status,
        _ body: Value,
        contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.body = body
        self.contentType = contentType
        self.headers = headers
    }

    var response: Response {
        var fields = headers
        fields[.contentType] = contentType
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        return Response(
            status: status,
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONText.write(body)))
        )
    }
}
