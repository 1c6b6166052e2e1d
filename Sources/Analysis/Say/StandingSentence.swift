import Columns
import Forecasting

/// Where the units of a group stand against one target.
struct StandingSentence {
  private let saying: Saying
  private let rows: [Int]
  private let reader: Reader

  init(_ saying: Saying, _ rows: [Int], _ reader: Reader) {
    self.saying = saying
    self.rows = rows
    self.reader = reader
  }

  /// The worst first, so that the sentence begins with what needs doing.
  private static let order: [Status] = [
    .movingAway, .farTooSlow, .tooSlow, .missed, .wouldMiss, .lostTarget, .onTrack, .met,
    .unknownBound, .notAssessed,
  ]

  var text: String { rows.count == 1 ? one(rows[0]) : many }

  private func say(_ en: String, _ vi: String) -> String { reader == .vietnamese ? vi : en }

  private func status(_ row: Int) -> Status {
    Status(rawValue: saying.text(saying.place("status"), row)) ?? .notAssessed
  }

  private func one(_ row: Int) -> String {
    let name = saying.name(row, reader)
    let lead = name.isEmpty ? "" : "\(name): "
    let target = saying.shown("target", [row], reader)[0]
    let sign = saying.text(saying.place("comparison"), row)
    let year = saying.text(saying.place("year"), row)
    let goal = sign.isEmpty || sign == ">=" ? target : "\(sign) \(target)"
    guard saying.number("value", row) != nil else {
      return lead
        + say(
          "no figure; the target of \(year) is \(goal)",
          "chưa có số liệu; mục tiêu năm \(year) là \(goal)")
    }
    let value = saying.shown("value", [row], reader)[0]
    return lead
      + say(
        "\(value) against \(goal) in \(year): \(status(row).words(reader))",
        "\(value) so với mục tiêu \(goal) năm \(year): \(status(row).words(reader))")
  }

  private var many: String {
    var counts: [Status: Int] = [:]
    for row in rows { counts[status(row), default: 0] += 1 }
    let parts = Self.order.compactMap { status in
      counts[status].map { "\($0) \(status.words(reader))" }
    }
    var text = say(
      "Of \(rows.count): \(parts.joined(separator: ", "))",
      "Trong \(rows.count): \(parts.joined(separator: ", "))")
    if let (row, gap) = furthest {
      let value = saying.shown("value", [row], reader)[0]
      text += say(
        "; the furthest from its target is \(saying.name(row, reader)) at \(value), \(gap) short",
        "; xa mục tiêu nhất là \(saying.name(row, reader)): \(value), còn thiếu \(gap)")
    }
    return text
  }

  /// The unit that lacks most, with what it lacks.
  private var furthest: (row: Int, gap: String)? {
    let known = rows.filter { (saying.number("gap", $0) ?? 0) > 0 }
    let worst = known.max {
      (saying.number("gap", $0) ?? 0, $1) < (saying.number("gap", $1) ?? 0, $0)
    }
    return worst.map { ($0, saying.shown("gap", [$0], reader)[0]) }
  }
}
