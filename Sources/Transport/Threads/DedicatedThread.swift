import Glibc

/// A thread of our own for a C library's loop, so that nothing ever blocks on Swift's cooperative pool.
enum DedicatedThread {
    /// - Parameters:
    ///   - name: shown by `ps -L`; the kernel keeps 15 bytes of it.
    ///   - body: runs once; the thread ends when it returns.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let work = ThreadWork(name: name, body: body)
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runThreadWork, Unmanaged.passRetained(work).toOpaque()) == 0 else {
            preconditionFailure("a thread could not be started: the process is out of resources")
        }
        pthread_detach(thread)
    }
}

private final class ThreadWork: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = String(name.prefix(15))
        self.body = body
    }

    func run() {
        // Glibc's own function for this is not visible to Swift; the kernel takes the name from a file as well.
        if let file = fopen("/proc/thread-self/comm", "w") {
            fputs(name, file)
            fclose(file)
        }
        body()
    }
}

private func runThreadWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
