import AuditViews
import CEL
import Domain
import Foundation
import JSON
import Ledger
import TestKit
import Testing

/// OCSF events have what their class asks for, and claim no more than the entry says.
@Suite struct OCSFTests {
    /// What a class asks for besides what every event must have: OCSF 1.8.0.
    private static let required: [Int64: [String]] = [
        0: [], 2_004: ["finding_info"], 2_005: ["finding_info_list", "status_id", "assignee"], 6_002: ["app"],
        7_001: ["command_uid"],
    ]
    private static let base = [
        "activity_id", "category_uid", "class_uid", "type_uid", "severity_id", "time", "metadata",
    ]

    private static let dictionary = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/data/schemas/ocsf/dictionary.json")
    static let hasDictionary = FileManager.default.fileExists(atPath: dictionary.path(percentEncoded: false))

    private func event(_ record: AuditRecord, kind: String? = nil) throws -> JSONDocument {
        var entry = try #require(try SampleLog([record]).entries().first)
        entry.kind = kind
        return try JSONDocument.parse(Array(OCSFFormat(SampleLog.style).line(of: .entry(entry)).utf8))
    }

    private func eventsOfEveryAction() throws -> [JSONDocument] {
        try SampleLog.ofEveryAction().rows().map {
            try JSONDocument.parse(Array(OCSFFormat(SampleLog.style).line(of: $0).utf8))
        }
    }

    @Test func `every event has what every event must have, and what its class asks for`() throws {
        for event in try eventsOfEveryAction() {
            let uid = try #require(event["class_uid"].int)
            let asked = try #require(Self.required[uid])
            for name in Self.base + asked { #expect(event[name].exists, "\(uid): \(name)") }
            #expect(event["category_uid"].int == uid / 1_000)
            #expect(event["type_uid"].int == uid * 100 + (event["activity_id"].int ?? -1))
            #expect(event["metadata"]["version"].string == "1.8.0")
            #expect(event["metadata"]["product"]["version"].string == "1.2.3")
        }
    }

    @Test func `an event that came in is a detection, and its end closes it`() throws {
        let record = SampleLog.record(.eventAccepted, by: SampleLog.source, on: SampleLog.event, outcome: "in-alarm")
        let opened = try event(record)
        #expect(opened["class_uid"].int == 2_004)
        #expect(opened["activity_name"].string == "Create")
        #expect(opened["finding_info"]["uid"].string == "aws/device%20defender violation-1")
        let closed = try event(SampleLog.record(.eventAccepted, on: SampleLog.event, outcome: "cleared"))
        #expect(closed["activity_name"].string == "Close")
        #expect(closed["status"].string == "Resolved")
    }

    @Test func `only what was proven to be contained is resolved`() throws {
        func status(_ outcome: String, isDrill: Bool = false) throws -> String? {
            try event(SampleLog.record(.runEnded, outcome: outcome, isDrill: isDrill))["status"].string
        }
        #expect(try status("contained") == "Resolved")
        #expect(try status("acted, not verified") == "Closed")
        #expect(try status("contained", isDrill: true) == "Closed")
    }

    @Test func `a drill is marked wherever a reader may look`() throws {
        let ended = try event(SampleLog.record(.runEnded, outcome: "drilled", isDrill: true))
        #expect(ended["verdict"].string == "Test")
        #expect(ended["metadata"]["labels"].items.map(\.string) == ["drill"])
        #expect(ended["unmapped"]["cordon"]["drill"].bool == true)
    }

    @Test func `an attempt is a remediation, and only a confirmed one a success`() throws {
        let expected: [(AuditAction, String)] = [
            (.stepOK, "Success"), (.stepFailed, "Failure"), (.stepUnknown, "Unknown"), (.stepSent, "step.sent"),
            (.stepRehearsed, "step.rehearsed"),
        ]
        for (action, status) in expected {
            let event = try event(SampleLog.record(action, step: "shut-down", attempt: 2))
            #expect(event["class_uid"].int == 7_001)
            #expect(event["status"].string == status)
            #expect(event["command_uid"].string == "\(SampleLog.run)/shut-down/2")
            #expect(event["device"]["uid"].string == "press-7-camera")
        }
    }

    /// A reading found it: an attempt without an answer, which is repeated, was a failure.
    @Test(arguments: [AuditAction.stepRetry, .stepExhausted])
    func `an attempt is a failure only where that is proven, also where the log has no word for it`(
        _ action: AuditAction
    ) throws {
        let expected: [(String?, String)] = [
            ("transient", "Failure"), ("unknown", "Unknown"), (nil, "Unknown"), ("rescheduled", action.text),
        ]
        for (outcome, status) in expected {
            let event = try event(SampleLog.record(action, step: "shut-down", attempt: 2, outcome: outcome))
            #expect(event["status"].string == status, "\(outcome ?? "no outcome")")
        }
    }

    @Test func `a tactic is named only where the kind of the step is known to have one`() throws {
        let record = SampleLog.record(.stepOK, step: "a", attempt: 1)
        #expect(try event(record, kind: "certificate.revoke")["activity_name"].string == "Evict")
        #expect(try event(record, kind: "session.disconnect")["activity_name"].string == "Isolate")
        let command = try event(record, kind: "device.command")
        #expect(command["activity_id"].int == 99)
        #expect(command["activity_name"].string == "device.command")
        #expect(!command["countermeasures"].exists)
        #expect(try event(record)["activity_name"].string == "step.ok")
    }

    @Test func `entries are told apart, and those of a run found together`() throws {
        let event = try event(SampleLog.record(.stepOK, step: "a", attempt: 1))
        #expect(event["metadata"]["uid"].string == "example.com/test/0")
        #expect(event["metadata"]["sequence"].uint == 0)
        #expect(event["metadata"]["correlation_uid"].string == SampleLog.run.description)
        #expect(event["time"].int == 1_790_000_000_123)
    }

    /// Names and types of every attribute against the published dictionary. `scripts/check-ocsf` checks whole classes
    /// with a validator of others.
    @Test(.enabled(if: hasDictionary, "the dictionary of OCSF is not here"))
    func `every attribute is in the dictionary of OCSF, with its type`() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.dictionary))
        let dictionary = try JSONDocument.parse(bytes, limits: JSONLimits(bytesMax: 16 << 20, depthMax: 64))
        for event in try eventsOfEveryAction() {
            Self.check(event.root, in: dictionary["attributes"], path: "")
        }
    }

    private static func check(_ object: JSONElement, in attributes: JSONElement, path: String) {
        for (name, value) in object.members {
            let attribute = attributes[name]
            #expect(attribute.exists, "\(path).\(name) is not in the dictionary")
            #expect((value.kind == .array) == (attribute["is_array"].bool ?? false), "\(path).\(name)")
            guard name != "unmapped" else { continue }
            switch attribute["type"].string {
            case "integer_t", "long_t", "timestamp_t": #expect(value.int != nil, "\(path).\(name)")
            case "string_t", "username_t", "hostname_t": #expect(value.kind == .string || value.kind == .array)
            default: break
            }
            let parts = value.kind == .array ? Array(value.items) : [value]
            for part in parts where part.kind == .object { check(part, in: attributes, path: "\(path).\(name)") }
        }
    }
}
