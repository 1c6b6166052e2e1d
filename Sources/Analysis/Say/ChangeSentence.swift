import Columns

/// How the values of a group's units changed between two times.
struct ChangeSentence {
  private let saying: Saying
  private let rows: [Int]
  private let item: ComparedItem
  private let reader: Reader
  private var from: String { item.from }
  private var to: String { item.to }

  init(_ saying: Saying, _ rows: [Int], _ item: ComparedItem, _ reader: Reader) {
    self.saying = saying
    self.rows = rows
    self.item = item
    self.reader = reader
  }

  var text: String { rows.count == 1 ? one(rows[0]) : many }

  private func say(_ en: String, _ vi: String) -> String { reader == .vietnamese ? vi : en }

  /// The change without its sign.
  private func size(_ row: Int) -> String {
    let text = saying.shown(item.change, [row], reader)[0]
    return text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A time in a Vietnamese sentence: `năm 2024`, and a shorter period as it is written.
  private static func period(_ time: String) -> String {
    time.count == 4 && Int(time) != nil ? "năm \(time)" : "kỳ \(time)"
  }

  private func value(_ time: String, _ row: Int) -> String {
    saying.shown(item.value(time), [row], reader)[0]
  }

  /// Whether what is measured is not the same at both times.
  private func isBroken(_ row: Int) -> Bool {
    saying.text(saying.place("flag"), row).contains("break")
  }

  private func one(_ row: Int) -> String {
    let name = saying.name(row, reader)
    let lead = name.isEmpty ? "" : "\(name): "
    guard let difference = saying.number(item.change, row) else {
      return lead
        + say("\(from) and \(to) cannot be compared", "không so sánh được \(from) và \(to)")
    }
    var text = lead + say("\(value(to, row)) in \(to), ", "\(value(to, row)) \(Self.period(to)), ")
    if difference == 0 {
      text += say("the same as in \(from)", "bằng \(Self.period(from))")
    } else {
      let isUp = difference > 0
      text += say(
        "\(isUp ? "up" : "down") \(size(row)) on \(from)",
        "\(isUp ? "tăng" : "giảm") \(size(row)) so với \(from)")
    }
    if isBroken(row) {
      // Ranks before and after a break are places among others.
      return text + say(", across a break in the series", ", qua chỗ số liệu gián đoạn")
    }
    if let rank = saying.number(item.rank(to), row) {
      text += say(", rank \(Int(rank))", ", hạng \(Int(rank))")
      if let places = saying.number(item.rankChange, row), places != 0 {
        let count = Int(places.magnitude)
        text +=
          places > 0
          ? say(", \(count) \(count == 1 ? "place" : "places") up", ", lên \(count) bậc")
          : say(", \(count) \(count == 1 ? "place" : "places") down", ", xuống \(count) bậc")
      }
    }
    return text
  }

  private var many: String {
    let changes = rows.compactMap { row in saying.number(item.change, row).map { (row, $0) } }
    let up = changes.filter { $0.1 > 0 }
    let down = changes.filter { $0.1 < 0 }
    let same = changes.count - up.count - down.count
    var text = say(
      "Of \(rows.count), \(up.count) rose from \(from) to \(to), \(down.count) fell",
      "Trong \(rows.count), \(up.count) tăng từ \(from) đến \(to), \(down.count) giảm")
    if same > 0 { text += say(", \(same) stayed", ", \(same) giữ nguyên") }
    let unknown = rows.count - changes.count
    if unknown > 0 {
      text += say(
        ", \(unknown) cannot be compared", ", \(unknown) không so sánh được")
    }
    let broken = rows.filter { isBroken($0) }.count
    if broken > 0 {
      text += say(
        ", \(broken) across a break in the series", ", \(broken) qua chỗ số liệu gián đoạn")
    }
    // Of equals the first in the table is named.
    if let most = up.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }) {
      text += say(
        "; the largest rise is \(saying.name(most.0, reader)): \(size(most.0)), to \(value(to, most.0))",
        "; tăng nhiều nhất là \(saying.name(most.0, reader)): \(size(most.0)), lên \(value(to, most.0))"
      )
    }
    if let least = down.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) {
      text += say(
        "; the largest fall \(saying.name(least.0, reader)): \(size(least.0)), to \(value(to, least.0))",
        "; giảm nhiều nhất là \(saying.name(least.0, reader)): \(size(least.0)), còn \(value(to, least.0))"
      )
    }
    return text
  }
}
