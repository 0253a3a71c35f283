extension DeviceList.Reader {
    mutating func read(csv bytes: [UInt8]) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            report(.everywhere, "the list is not in UTF-8", "save it as 'CSV UTF-8'")
            return
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = DelimitedText(bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...])
        for problem in text.problems { add(problem) }
        guard let header = text.records.first else {
            report(
                .line(1),
                "the list is empty",
                "begin it with the line 'id,site,model,groups,tags,protected,gateway'"
            )
            return
        }
        guard let columns = columns(header) else { return }
        for record in text.records.dropFirst() { read(record, columns) }
    }

    /// The position of each column.
    private mutating func columns(_ header: DelimitedText.Record) -> [String: Int]? {
        var columns: [String: Int] = [:]
        let place = ImportProblem.Place.line(header.line)
        let names = DeviceList.fields.joined(separator: ", ")
        for (index, name) in header.fields.enumerated() {
            if !DeviceList.fields.contains(name) {
                report(place, "no column is called \(name.debugDescription)", "the columns are \(names)")
            } else if columns.updateValue(index, forKey: name) != nil {
                report(place, "the column '\(name)' is there twice", "remove one of the two")
            }
        }
        guard columns["id"] != nil else {
            report(place, "the first line names no column 'id'", "the columns are \(names)")
            return nil
        }
        return columns
    }

    private mutating func read(_ record: DelimitedText.Record, _ columns: [String: Int]) {
        let place = ImportProblem.Place.line(record.line)
        guard record.fields.count == columns.count else {
            report(
                place,
                "it has \(record.fields.count) fields, and the header \(columns.count)",
                "quote fields that hold a comma"
            )
            return
        }
        func field(_ name: String) -> String? { columns[name].map { record.fields[$0] } }
        func labels(_ name: String) -> [String]? {
            field(name).map(DeviceDraft.labels(in:))
        }
        let isProtected = isProtected(field("protected"), at: place)
        guard let id = id(field("id"), at: place) else { return }
        let draft = DeviceDraft(
            id: id,
            site: field("site"),
            model: field("model"),
            groups: labels("groups"),
            tags: labels("tags"),
            isProtected: isProtected,
            gateway: field("gateway")
        )
        add(draft, at: place)
    }

    /// An empty field leaves what is recorded: a protection is only taken away in words.
    private mutating func isProtected(_ text: String?, at place: ImportProblem.Place) -> Bool? {
        switch text {
        case nil, "": return nil
        case "true": return true
        case "false": return false
        case let text?:
            report(place, "'protected' is \(text.debugDescription)", "write 'true' or 'false'")
            return nil
        }
    }
}
