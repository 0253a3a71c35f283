import Foundation

/// A line on standard output that somebody waits for.
func announce(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
