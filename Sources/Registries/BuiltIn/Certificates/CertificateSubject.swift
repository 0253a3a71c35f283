package import Domain
import Foundation
import SwiftASN1
import X509

/// Whom a certificate names, and so what it is good for.
package enum CertificateSubject: Hashable, Sendable {
    /// `clientAuth`; the common name is the device's id, which brokers take as its username.
    case device(DeviceID)
    /// `serverAuth`, for a broker: host names and IP addresses under which clients reach it. The first is the common
    /// name.
    case server(hosts: [String])
    /// `clientAuth`, for a service such as the engine itself.
    case client(name: String)

    /// The stored spelling of the kind.
    package var kind: String {
        switch self {
        case .device: "device"
        case .server: "server"
        case .client: "client"
        }
    }

    package var commonName: String {
        switch self {
        case .device(let id): id.description
        case .server(let hosts): hosts.first ?? ""
        case .client(let name): name
        }
    }

    /// `nil` where the name cannot stand in a certificate and in a file's name.
    var problem: String? {
        let isTooLong = commonName.utf8.count > RegistryLimits.commonNameBytesMax
        if isTooLong { return "a certificate's common name has at most \(RegistryLimits.commonNameBytesMax) bytes" }
        switch self {
        case .device: return nil
        case .server(let hosts):
            if hosts.isEmpty { return "a server's certificate names at least one host" }
            let wrong = hosts.first { Self.generalName(host: $0) == nil }
            return wrong.map { "'\($0.debugDescription)' is neither a host name nor an IP address" }
        case .client(let name):
            return DeviceID(name) == nil ? "a client's name is \(DeviceID.rule)" : nil
        }
    }

    var alternativeNames: [GeneralName] {
        switch self {
        case .device(let id): [.uniformResourceIdentifier("urn:cordon:device:\(id)")]
        case .server(let hosts): hosts.compactMap(Self.generalName)
        case .client(let name): [.uniformResourceIdentifier("urn:cordon:client:\(name)")]
        }
    }

    var usage: ExtendedKeyUsage.Usage {
        switch self {
        case .device, .client: .clientAuth
        case .server: .serverAuth
        }
    }

    private static func generalName(host: String) -> GeneralName? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: four) { Array($0)[...] }))
        }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: six) { Array($0)[...] }))
        }
        return isHostName(host) ? .dnsName(host) : nil
    }

    private static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.allSatisfy(isHostLabel)
    }

    private static func isHostLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}
