import Hummingbird
import NIOCore

/// What Hummingbird keeps beside a request, and the connection that brought it.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// An answer to a request whose body nobody will read: the sender is told to stop, and cut off where it goes on.
    func closing(_ response: Response) -> Response {
        var response = response
        response.headers[.connection] = "close"
        let body = response.body
        let channel = channel
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            let writer = writer
            try await body.write(writer)
            channel.eventLoop.scheduleTask(in: .seconds(ConsoleLimits.lingerSeconds)) {
                channel.close(promise: nil)
            }
        }
        return response
    }
}
