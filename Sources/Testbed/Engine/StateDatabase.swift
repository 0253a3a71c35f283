/// The engine's database, looked at from outside with `sqlite3`, as an operator in doubt would.
package struct StateDatabase: Sendable {
    private let path: String

    package init(_ folder: WorkingFolder) { path = folder.database }

    /// - Returns: the rows, columns separated by `|`.
    package func rows(_ query: String) async throws -> [String] {
        let result = try await Command.run("/usr/bin/sqlite3", ["-batch", path, ".timeout 5000", query])
        guard result.isSuccess else { throw TestbedFailure("ask \(path): \(result.errors)") }
        return result.output.split(separator: "\n").map(String.init)
    }

    /// Keeps it from being written to until what comes back is ended: whoever writes waits meanwhile.
    package func locked() async throws -> ChildProcess {
        let script = """
            import sqlite3, sys, time
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            print("locked", flush=True)
            time.sleep(60)
            """
        let process = try await ChildProcess("/usr/bin/env", ["python3", "-c", script, path])
        _ = try await eventual("\(path) is locked") { process.output.text.contains("locked") ? true : nil }
        return process
    }

    /// The states of an incident's steps by their position in the playbook.
    package func steps(of incident: String) async throws -> [Int: String] {
        let rows = try await rows(
            """
            SELECT position, state FROM steps JOIN runs ON runs.number = steps.run WHERE incident = '\(incident)'
            """
        )
        let pairs = rows.map { $0.split(separator: "|") }.compactMap { columns in
            Int(columns[0]).map { ($0, String(columns[1])) }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
