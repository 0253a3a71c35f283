/// A table of texts. On a narrow screen, each row stands as a block, with the name of each column before its text.
struct ReportTable {
    private let caption: String
    private let columns: [String]

    init(_ caption: String, _ columns: [String]) {
        self.caption = caption
        self.columns = columns
    }

    /// - Precondition: each row has a text for each column.
    func write(_ rows: [[String]], into page: inout Markup) {
        page.element("table", ["role": "table"]) { table in
            table.element("caption", text: caption)
            table.element("thead", ["role": "rowgroup"]) { head in
                head.element("tr", ["role": "row"]) { row in
                    for column in columns {
                        row.element("th", ["scope": "col", "role": "columnheader"], text: column)
                    }
                }
            }
            table.line()
            table.element("tbody", ["role": "rowgroup"]) { body in
                for row in rows { write(row, into: &body) }
            }
        }
        page.line()
    }

    private func write(_ cells: [String], into body: inout Markup) {
        precondition(cells.count == columns.count, "a row has a text for each column")
        body.element("tr", ["role": "row"]) { row in
            for (column, cell) in zip(columns, cells) {
                row.element("td", ["role": "cell", "data-column": column], text: cell)
            }
        }
        body.line()
    }
}
