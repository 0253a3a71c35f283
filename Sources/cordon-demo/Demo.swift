import Foundation
import Glibc

/// `cordon-demo`: a plant on loopback, a violation, and the proof of what Cordon did about it.
///
/// Exits 0 only if every line of the proof holds. Ctrl-C ends it early, and leaves nothing behind either.
@main
struct Demo {
    static func main() async {
        let show = Task { try await Show().run() }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { show.cancel() }
            source.resume()
            return source
        }
        let code = await exitCode(of: show)
        for source in signals { source.cancel() }
        exit(code)
    }

    private static func exitCode(of show: Task<Bool, any Error>) async -> Int32 {
        do {
            return try await show.value ? 0 : 1
        } catch is CancellationError {
            Screen.say("\n  interrupted; everything that was started has been ended")
            return 130
        } catch {
            Screen.complain("\n  the demo could not go on: \(error)")
            return 1
        }
    }
}
