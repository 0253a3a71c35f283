import Foundation
import Glibc

/// A program started by a test, known by its process id and ended by it.
final class ChildProcess: Sendable {
    struct DidNotStart: Error {
        let command: String
        let output: String
    }

    private let process: Process
    private let output: FileHandle

    /// Starts a server and returns when its output holds a line with the given words.
    init(_ program: String, _ arguments: [String], readyWhen words: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardInput = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        self.process = process
        output = pipe.fileHandleForReading
        var text = ""
        while !text.contains(words) {
            let more = output.availableData
            guard !more.isEmpty else { throw DidNotStart(command: program, output: text) }
            text += String(decoding: more, as: UTF8.self)
        }
        // Goes on reading, so that a talkative server does not fill the pipe and stop.
        let output = output
        Thread.detachNewThread { while !output.availableData.isEmpty {} }
    }

    /// As a crash would: no farewell to anybody.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw DidNotStart(command: program, output: String(decoding: text, as: UTF8.self))
        }
    }
}
