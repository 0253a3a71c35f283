/// A program that runs to its end.
package enum Command {
    package struct Result: Hashable, Sendable {
        package let ending: ChildProcess.Ending
        package let output: String
        package let errors: String

        package var isSuccess: Bool { ending == .exited(0) }
    }

    package static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        within limit: Duration = .seconds(30)
    ) async throws -> Result {
        let process = try await ChildProcess(program, arguments, environment: environment)
        let ending = try await process.ended(within: limit)
        return Result(ending: ending, output: process.output.text, errors: process.errors.text)
    }
}
