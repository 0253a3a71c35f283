import Domain
import Ports

/// Collects, file by file, what shows that certificates are refused.
struct RefusalEvidence {
    private let certificates: [CertificateRecord]
    /// Whether a broker was told to read the lists again.
    private let isTold: Bool
    /// A list that is dated later than those in the files, and that a broker may heed instead.
    private let overtaking: OvertakingList?
    private let now: Instant
    private var fileCount = 0
    /// Per certificate, what the files say of it.
    private var sentences: [SerialNumber: [String]] = [:]
    private var listedCount: [SerialNumber: Int] = [:]
    private var warnings: [String] = []

    init(certificates: [CertificateRecord], isTold: Bool, overtaking: OvertakingList?, at now: Instant) {
        self.certificates = certificates
        self.isTold = isTold
        self.overtaking = overtaking.flatMap { $0.holders.isEmpty ? nil : $0 }
        self.now = now
    }

    mutating func add(_ list: RevocationList, from path: String, newest: SerialNumber) {
        fileCount += 1
        let number = list.number.map(\.decimal) ?? "without a number"
        for certificate in certificates {
            guard let entry = list.entries[certificate.serial] else {
                sentences[certificate.serial, default: []].append("is not on CRL \(number) in \(path)")
                continue
            }
            listedCount[certificate.serial, default: 0] += 1
            let since = CalendarTime(entry.revokedAt)
            sentences[certificate.serial, default: []].append(
                "is on CRL \(number) in \(path) since \(since) (\(entry.reason.text))"
            )
        }
        if let nextUpdate = list.nextUpdate, nextUpdate <= now {
            warnings.append(
                "CRL \(number) in \(path) expired at \(CalendarTime(nextUpdate)): "
                    + "brokers that load it refuse every client"
            )
        }
        if list.number != newest {
            warnings.append("CRL \(number) in \(path) is stale: the newest that was made is \(newest.decimal)")
        }
    }

    var refusal: CertificateRefusal {
        let isHeeded = isTold && overtaking == nil && fileCount > 0
        let isRefused = certificates.allSatisfy { isExpired($0) || (isHeeded && isListed($0)) }
        // A broker that was told nothing goes on with the list that it has.
        let untold = isTold ? [] : ["no broker was told to read the list: 'broker_pid_files' names none"]
        let overtaken = overtaking.map { [$0.sentence] } ?? []
        return CertificateRefusal(
            isRefused: isRefused,
            evidence: certificates.map(sentence) + warnings + overtaken + untold
        )
    }

    private func isExpired(_ certificate: CertificateRecord) -> Bool { certificate.notAfter <= now }

    private func isListed(_ certificate: CertificateRecord) -> Bool {
        listedCount[certificate.serial] == fileCount
    }

    private func sentence(_ certificate: CertificateRecord) -> String {
        let expired = isExpired(certificate) ? ["expired at \(CalendarTime(certificate.notAfter))"] : []
        let said = expired + (sentences[certificate.serial] ?? ["is on no CRL, as no file is configured"])
        return "certificate \(certificate.serial) " + said.joined(separator: ", and ")
    }
}

extension RevocationList.Reason {
    /// The name that RFC 5280 gives it.
    fileprivate var text: String {
        switch self {
        case .hold: "certificateHold"
        case .revoked(let reason): reason.text
        case .other(let code): "reason \(code)"
        }
    }
}
