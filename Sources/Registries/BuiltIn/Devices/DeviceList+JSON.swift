import Foundation

extension DeviceList.Reader {
    mutating func read(json bytes: [UInt8]) {
        let records: [[String: Field]]
        do {
            records = try JSONDecoder().decode([[String: Field]].self, from: Data(bytes))
        } catch let error as DecodingError {
            let (place, detail) = Self.explained(error)
            report(place, "this is not a JSON array of objects: \(detail)", "write [{\"id\": \"pump-1\"}]")
            return
        } catch {
            report(.everywhere, "this is not JSON: \(error)", "write [{\"id\": \"pump-1\"}]")
            return
        }
        for (index, record) in records.enumerated() { read(record, at: .record(index + 1)) }
    }

    private mutating func read(_ record: [String: Field], at place: ImportProblem.Place) {
        for name in record.keys.sorted() where !DeviceList.fields.contains(name) {
            let names = DeviceList.fields.joined(separator: ", ")
            report(place, "no field is called \(name.debugDescription)", "the fields are \(names)")
        }
        let site = text("site", of: record, at: place)
        let model = text("model", of: record, at: place)
        let groups = list("groups", of: record, at: place)
        let tags = list("tags", of: record, at: place)
        let gateway = text("gateway", of: record, at: place)
        let isProtected = flag("protected", of: record, at: place)
        guard let id = id(text("id", of: record, at: place), at: place) else { return }
        let draft = DeviceDraft(
            id: id,
            site: site,
            model: model,
            groups: groups,
            tags: tags,
            isProtected: isProtected,
            gateway: gateway
        )
        add(draft, at: place)
    }

    private mutating func text(
        _ name: String,
        of record: [String: Field],
        at place: ImportProblem.Place
    ) -> String? {
        guard let field = record[name] else { return nil }
        if case .text(let text) = field { return text }
        report(place, "'\(name)' is no text", "write \"\(name)\": \"…\"")
        return nil
    }

    private mutating func list(
        _ name: String,
        of record: [String: Field],
        at place: ImportProblem.Place
    ) -> [String]? {
        guard let field = record[name] else { return nil }
        if case .list(let list) = field { return list }
        report(place, "'\(name)' is no list of texts", "write \"\(name)\": [\"…\"]")
        return nil
    }

    private mutating func flag(
        _ name: String,
        of record: [String: Field],
        at place: ImportProblem.Place
    ) -> Bool? {
        guard let field = record[name] else { return nil }
        if case .flag(let flag) = field { return flag }
        report(place, "'\(name)' is neither true nor false", "write \"\(name)\": true")
        return nil
    }

    private static func explained(_ error: DecodingError) -> (ImportProblem.Place, String) {
        let context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil as DecodingError.Context?
            }
        let index = context?.codingPath.first?.intValue
        let detail = (context?.underlyingError).map { "\($0)" } ?? context?.debugDescription ?? "\(error)"
        return (index.map { .record($0 + 1) } ?? .everywhere, detail)
    }

    /// A value of one of the kinds that a device's fields have, or another.
    fileprivate enum Field: Decodable {
        case text(String)
        case list([String])
        case flag(Bool)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([String].self) {
                self = .list(list)
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .other
            }
        }
    }
}
