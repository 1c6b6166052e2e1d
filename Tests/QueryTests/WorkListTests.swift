import Foundation
import Language
import TestSupport
import Testing

/// `progress` of random lists against a count that goes by the definition, row by row.
@Suite struct WorkListTests {
  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  /// What a status of the test means: a column of the result, and whether it says late.
  private enum Meaning {
    case done, inProgress, notStarted, recurring, onHold, cancelled, unknown
    var isOpen: Bool { self == .inProgress || self == .notStarted || self == .onHold }
  }

  private static let statuses: [(text: String, meaning: Meaning, isLate: Bool?)] = [
    ("Đã hoàn thành", .done, nil), ("hoan thanh qua han", .done, true),
    ("Hoàn thành trước hạn", .done, false), ("closed", .done, nil),
    ("Chưa hoàn thành", .inProgress, nil), ("Đang thực hiện trong hạn", .inProgress, false),
    ("dang trien khai", .inProgress, nil), ("Quá hạn", .inProgress, true),
    ("Chưa triển khai", .notStarted, nil), ("not started", .notStarted, nil),
    ("Thường xuyên", .recurring, nil), ("Tạm dừng", .onHold, nil), ("on hold", .onHold, nil),
    ("Đã hủy", .cancelled, nil), ("canceled", .cancelled, nil), ("zzz", .unknown, nil),
  ]

  private struct Row {
    var owner: String
    var status: Int
    var due: Int?
    var done: Int?
    var added: Int?
  }

  private static let today = 20_188

  private static func day(_ day: Int) -> String {
    let date = Date(timeIntervalSince1970: Double(day) * 86_400)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    func two(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
    return "\(two(parts.day))/\(two(parts.month))/\(parts.year ?? 0)"
  }

  /// The cells of one key, by the definitions of the reference.
  private static func expected(_ rows: [Row]) -> [String] {
    var counts: [Meaning: Int] = [:]
    var (total, late, soon, open, timed, doneLate, doneTimed) = (0, 0, 0, 0, 0, 0, 0)
    var hasDue = false
    for row in rows {
      if let added = row.added, added > today { continue }
      var (meaning, isLate) = (statuses[row.status].meaning, statuses[row.status].isLate)
      if let done = row.done, meaning != .recurring, meaning != .cancelled {
        if done <= today {
          if meaning != .done { isLate = nil }
          meaning = .done
        } else if meaning == .done {
          (meaning, isLate) = (.inProgress, nil)
        }
      }
      total += 1
      counts[meaning, default: 0] += 1
      if meaning == .unknown { continue }
      if row.due != nil { hasDue = true }
      if meaning == .done {
        if let known = isLate ?? row.done.flatMap({ done in row.due.map { done > $0 } }) {
          doneTimed += 1
          doneLate += known ? 1 : 0
        }
        continue
      }
      guard meaning.isOpen else { continue }
      open += 1
      if row.due != nil || isLate != nil { timed += 1 }
      if isLate == true || (row.due ?? .max) < today { late += 1 }
      if let due = row.due, (today...(today + 30)).contains(due) { soon += 1 }
    }
    func count(_ meaning: Meaning) -> Int { counts[meaning] ?? 0 }
    let closable = total - count(.recurring) - count(.cancelled)
    func percent(_ whole: Int) -> String {
      count(.unknown) > 0 || whole == 0 ? "" : "\(100 * Double(count(.done)) / Double(whole))"
    }
    return [
      "\(total)", "\(closable)", "\(count(.done))",
      doneTimed == 0 && count(.done) > 0 ? "" : "\(doneLate)",
      "\(count(.inProgress))", "\(count(.recurring))", "\(count(.notStarted))",
      "\(count(.onHold))", "\(count(.cancelled))", "\(count(.unknown))",
      timed == 0 && open > 0 ? "" : "\(late)", hasDue || open == 0 ? "\(soon)" : "",
      percent(closable), percent(total),
    ]
  }

  @Test(arguments: 1...40)
  func list(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    func maybe(_ days: ClosedRange<Int>) -> Int? {
      Bool.random(using: &random) ? Self.today + Int.random(in: days, using: &random) : nil
    }
    let count = Int.random(in: 1...60, using: &random)
    let rows = (0..<count).map { _ in
      Row(
        owner: ["A", "B", "C", "D"][Int.random(in: 0..<4, using: &random)],
        status: Int.random(in: 0..<Self.statuses.count, using: &random), due: maybe(-90...90),
        done: Int.random(in: 0..<4, using: &random) == 0 ? maybe(-90...40) : nil,
        added: maybe(-200...10))
    }
    func text(_ day: Int?) -> String { day.map { "\"\(Self.day($0))\"" } ?? "null" }
    // A day that can only be read with the day first settles the order.
    let order = Row(owner: "Z", status: 0, due: Self.today, done: nil, added: nil)
    let literals = (rows + [order]).enumerated().map { index, row in
      let isLast = index == rows.count
      return "{`Đơn vị chủ trì`: \"\(row.owner)\", `Tình trạng`: "
        + "\"\(Self.statuses[row.status].text)\", deadline: "
        + (isLast ? "\"31/12/2024\"" : text(row.due)) + ", `Ngày hoàn thành`: "
        + (isLast ? "\"31/12/2024\"" : text(row.done)) + ", ngay_giao: "
        + (isLast ? "\"31/12/2024\"" : text(row.added)) + "}"
    }
    let answer = try CaseTests.answer(
      "[" + literals.joined(separator: ", ")
        + "] | progress by owner as of @2025-04-10 | where `Đơn vị chủ trì` != \"Z\"")
    let lines = answer.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
    let groups = Dictionary(grouping: rows, by: \.owner).sorted { $0.key < $1.key }
    #expect(lines.count == groups.count)
    for (line, group) in zip(lines, groups) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      #expect(cells.first == group.key)
      #expect(Array(cells.dropFirst().dropLast()) == Self.expected(group.value), "\(group.key)")
    }
  }
}
