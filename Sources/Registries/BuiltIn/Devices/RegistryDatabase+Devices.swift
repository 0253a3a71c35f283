import Domain
import GRDB

extension RegistryDatabase {
    func isRecorded(_ id: DeviceID) throws(OperatorError) -> Bool {
        try read("look up the device \(id)") { db in try Self.recorded(id, db) != nil }
    }

    func device(_ id: DeviceID) throws(OperatorError) -> Device? {
        try read("look up the device \(id)") { db in try Self.device(id, db) }
    }

    /// Those of them that are known. One transaction: the file is locked once.
    func devices(_ ids: [DeviceID]) throws(OperatorError) -> [DeviceID: Device] {
        try read("look up \(ids.count) devices") { try Self.devices(ids, $0) }
    }

    /// The same, each as it is when its turn comes. Nil where they cannot be read at once.
    func devicesAtOnce(_ ids: [DeviceID]) -> [DeviceID: Device]? { readAtOnce { try Self.devices(ids, $0) } }

    private static func devices(_ ids: [DeviceID], _ db: Database) throws -> [DeviceID: Device] {
        var devices: [DeviceID: Device] = [:]
        for id in ids { devices[id] = try device(id, db) }
        return devices
    }

    /// Also one that is not recorded and that others name as their gateway: they would be lost with it all the same.
    private static func device(_ id: DeviceID, _ db: Database) throws -> Device? {
        if let device = try recorded(id, db) { return device }
        let statement = try db.cachedStatement(sql: childrenSQL)
        let children = try Int.fetchOne(statement, arguments: [id.description]) ?? 0
        return children > 0 ? Device(id: id, isRegistered: false, children: children) : nil
    }

    private static func recorded(_ id: DeviceID, _ db: Database) throws -> Device? {
        try DeviceRow.first(of: db.cachedStatement(sql: deviceSQL), for: id).flatMap(device)
    }

    /// In the order in which ``device(_:)`` reads them.
    private static let columns = "id, site, model, groups, tags, protected, gateway"

    /// With how many go through it, and how many could stand in for it. Asked with every event, so a large site is not
    /// counted to its end.
    private static let deviceSQL = """
        SELECT \(columns),
            \(counted("child.gateway <> '' AND child.gateway = devices.id", as: "child")),
            CASE
                WHEN site = '' THEN NULL
                WHEN model = '' THEN \(counted(peerSQL, as: "peer"))
                ELSE \(counted("\(peerSQL) AND peer.model = devices.model", as: "peer"))
            END
        FROM devices WHERE id = ?
        """

    /// How many go through a device, recorded or not.
    private static let childrenSQL = "SELECT \(counted("child.gateway <> '' AND child.gateway = ?", as: "child"))"

    private static let peerSQL = "peer.site <> '' AND peer.site = devices.site AND peer.id <> devices.id"

    private static func counted(_ condition: String, as name: String) -> String {
        let limit = RegistryLimits.neighboursCountedMax
        return "(SELECT count(*) FROM (SELECT 1 FROM devices AS \(name) WHERE \(condition) LIMIT \(limit)))"
    }

    func deviceCount() throws(OperatorError) -> Int {
        try read("count the devices") { try Int.fetchOne($0, sql: "SELECT count(*) FROM devices") ?? 0 }
    }

    func fleet() throws(OperatorError) -> FleetSnapshot {
        let rows = try read("count the devices by site and group") { db in
            try Row.fetchAll(db, sql: "SELECT site, groups, count(*) AS number FROM devices GROUP BY site, groups").map
            {
                (site: $0["site"] as String, groups: Self.labels($0["groups"]), number: $0["number"] as Int)
            }
        }
        var sites: [String: Int] = [:]
        var groups: [String: Int] = [:]
        for row in rows {
            if !row.site.isEmpty { sites[row.site, default: 0] += row.number }
            for group in Set(row.groups) { groups[group, default: 0] += row.number }
        }
        return FleetSnapshot(size: rows.reduce(0) { $0 + $1.number }, sites: sites, groups: groups)
    }

    /// In the order of their ids, those after `last`.
    func devices(_ filter: DeviceFilter, after last: String?, limit: Int) throws(OperatorError) -> Page<Device> {
        let sql = """
            SELECT \(Self.columns), 0, NULL FROM devices
            WHERE id > :after
              AND (:site IS NULL OR site = :site)
              AND (:model IS NULL OR model = :model)
              AND (:protected IS NULL OR protected = :protected)
              AND (:group IS NULL OR instr(';' || groups || ';', ';' || :group || ';') > 0)
              AND (:tag IS NULL OR instr(';' || tags || ';', ';' || :tag || ';') > 0)
            ORDER BY id LIMIT :limit
            """
        let arguments: StatementArguments = [
            "after": last ?? "", "site": filter.site, "model": filter.model, "protected": filter.isProtected,
            "group": filter.group, "tag": filter.tag, "limit": limit + 1,
        ]
        let found = try read("list the devices") { db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap(Self.device)
        }
        let shown = Array(found.prefix(limit))
        return Page(elements: shown, next: found.count > limit ? shown.last?.id.description : nil)
    }

    /// Adds or updates all of them, or none.
    /// - Throws: also where a device would lose something, unless what is not named is to be dropped.
    func record(_ drafts: [DeviceDraft], unnamed: UnnamedLabels) throws(OperatorError) -> RecordedDevices {
        let attempted = drafts.count == 1 ? "record the device \(drafts[0].id)" : "record \(drafts.count) devices"
        return try write(attempted) { db in
            let insert = try db.makeStatement(sql: Self.insertSQL)
            let update = try db.makeStatement(sql: Self.updateSQL)
            let standing = try db.makeStatement(sql: Self.standingSQL)
            var added = 0
            var updated = 0
            var losses = DeviceLosses()
            for draft in drafts {
                try insert.execute(arguments: Self.arguments(draft))
                if db.changesCount == 1 {
                    added += 1
                    continue
                }
                let before = try Self.standing(draft.id, standing)
                let whole = unnamed == .kept ? try Self.extended(before, by: draft) : draft
                if let loss = before.loss(by: whole) { losses.add(loss) }
                try update.execute(arguments: Self.arguments(whole))
                updated += db.changesCount
            }
            // Thrown here, it undoes all of the above.
            guard losses.isEmpty || unnamed == .dropped else { throw Self.refused(losses, attempted) }
            let unchanged = drafts.count - added - updated
            return RecordedDevices(added: added, updated: updated, unchanged: unchanged, losses: losses)
        }
    }

    private static func standing(_ id: DeviceID, _ statement: Statement) throws -> DeviceStanding {
        guard let row = try Row.fetchOne(statement, arguments: [id.description]) else {
            preconditionFailure("a device that was not added is recorded")
        }
        return DeviceStanding(groups: labels(row[0]), tags: labels(row[1]), isProtected: row[2], gateway: row[3])
    }

    private static func extended(_ before: DeviceStanding, by draft: DeviceDraft) throws -> DeviceDraft {
        let whole = before.extended(by: draft)
        let problems = whole.problems
        guard problems.isEmpty else {
            throw OperatorError(
                attempted: "record the device \(draft.id)",
                reason: "with what it has, \(problems.joined(separator: "; "))",
                remedy: "name all that it is to have, and give '--replace'"
            )
        }
        return whole
    }

    private static func refused(_ losses: DeviceLosses, _ attempted: String) -> OperatorError {
        let lines = losses.lines.map { "\n  \($0)" }.joined()
        return OperatorError(
            attempted: attempted,
            reason: "it would take away what guards may go by, so nothing was recorded\(lines)",
            remedy:
                "name all groups, tags and gateways that they are to keep; where the loss is meant, give '--replace'"
        )
    }

    private static let standingSQL = "SELECT groups, tags, protected, gateway FROM devices WHERE id = ?"

    private static let insertSQL = """
        INSERT INTO devices (id, site, model, groups, tags, protected, gateway)
        VALUES (
            :id, ifnull(:site, ''), ifnull(:model, ''), ifnull(:groups, ''), ifnull(:tags, ''), ifnull(:protected, 0),
            ifnull(:gateway, ''))
        ON CONFLICT (id) DO NOTHING
        """

    private static let updateSQL = """
        UPDATE devices SET
            site = ifnull(:site, site), model = ifnull(:model, model), groups = ifnull(:groups, groups),
            tags = ifnull(:tags, tags), protected = ifnull(:protected, protected),
            gateway = ifnull(:gateway, gateway)
        WHERE id = :id AND (
            site <> ifnull(:site, site) OR model <> ifnull(:model, model) OR groups <> ifnull(:groups, groups)
            OR tags <> ifnull(:tags, tags) OR protected <> ifnull(:protected, protected)
            OR gateway <> ifnull(:gateway, gateway))
        """

    private static func arguments(_ draft: DeviceDraft) -> StatementArguments {
        [
            "id": draft.id.description, "site": draft.site, "model": draft.model,
            "groups": draft.groups?.joined(separator: ";"), "tags": draft.tags?.joined(separator: ";"),
            "protected": draft.isProtected, "gateway": draft.gateway,
        ]
    }

    private static func device(_ row: Row) -> Device? {
        device(
            DeviceRow(
                id: row[0],
                site: row[1],
                model: row[2],
                groups: row[3],
                tags: row[4],
                isProtected: row[5],
                gateway: row[6],
                children: row[7],
                peers: row[8]
            )
        )
    }

    private static func device(_ row: DeviceRow) -> Device? {
        DeviceID(row.id).map { id in
            Device(
                id: id,
                site: row.site,
                model: row.model,
                groups: labels(row.groups),
                tags: labels(row.tags),
                isProtected: row.isProtected,
                gateway: DeviceID(row.gateway),
                children: row.children,
                peers: row.peers
            )
        }
    }

    private static func labels(_ text: String) -> [String] { DeviceDraft.labels(in: text) }
}
