package import Columns

/// What the analyses say of single rows, in the column `note`, and its Vietnamese.
///
/// The column holds the English, several sayings joined by `; `; a person who reads Vietnamese is
/// shown the other. `{}` stands for what a row fills in.
package enum RowPhrases {
  /// A saying in both languages, with as many `{}` in one as in the other.
  package struct Phrase: Sendable, Hashable {
    package let en: String
    package let vi: String

    init(_ en: String, _ vi: String) {
      self.en = en
      self.vi = vi
    }
  }

  package static let all: [Phrase] =
    observations + paces + forecasts + limits + scenarios + rules + tasks

  /// What is said of a target that does not measure quite the same, with the reason.
  private static let proxy = Phrase("proxy: {}", "chỉ tiêu gần đúng: {}")

  private static let observations = [
    Phrase("no observation", "không có số liệu"),
    Phrase("one point: no pace", "mới có một số liệu: chưa có tốc độ"),
    Phrase("less than a year of data since the base", "số liệu từ mốc gốc chưa đủ một năm"),
    Phrase(
      "growth is undefined at zero or across signs",
      "không tính được tốc độ tăng qua số 0 hoặc khác dấu"),
    Phrase("the base equals the target", "mốc gốc đã bằng mục tiêu"),
    Phrase("the data go beyond this time", "số liệu đã có sau thời điểm này"),
    proxy,
    Phrase("proxy", "chỉ tiêu gần đúng"),
    Phrase("target range up to {}", "mục tiêu là khoảng đến {}"),
    Phrase("total", "tổng cộng"),
  ]

  private static let paces = [
    Phrase("which way is good is not said", "chưa nói chiều nào là tốt"),
    Phrase("beyond what = asks for by {}", "lệch mức mà = yêu cầu {}"),
    Phrase("ahead by {}", "tốt hơn mục tiêu {}"),
    Phrase(
      "paces are per month: less than a year of data",
      "tốc độ tính theo tháng: số liệu dưới một năm"),
    Phrase(
      "paces are per month: less than a year is left", "tốc độ tính theo tháng: còn dưới một năm"),
    Phrase("pace ok, slowdown expected", "tốc độ đạt, nhưng dự báo sẽ chậm lại"),
    Phrase(
      "pace too slow so far, yet likely by the forecast",
      "đến nay chậm, nhưng theo dự báo có khả năng đạt"),
  ]

  private static let forecasts = [
    Phrase(
      "borrowed trend: one point, the peers' median",
      "mượn xu hướng: có một số liệu, lấy trung vị nhóm"),
    Phrase(
      "own trend by its weight, the rest peers' median",
      "xu hướng riêng theo trọng số, còn lại theo trung vị nhóm"),
    Phrase("no interval: 2 points", "chưa có khoảng dự báo: mới 2 số liệu"),
    Phrase("no variation observed", "số liệu không biến động"),
    Phrase("trend not distinguishable from noise", "xu hướng chưa rõ so với dao động"),
    Phrase(
      "the total moved by over 20 %: see compare … with decompose",
      "tổng số thay đổi trên 20 %: xem compare … with decompose"),
    Phrase(
      "outlier at the end ({}): the next value will tell it from a break",
      "giá trị cuối bất thường ({}): số liệu sau sẽ cho biết có phải gián đoạn"),
    Phrase(
      "outlier ({}): consider pace theilsen", "giá trị bất thường ({}): nên dùng pace theilsen"),
    Phrase(
      "break: the level stays changed from {} on", "gián đoạn: mức đổi hẳn từ {}"),
    Phrase("since {} starts there", "since {} bắt đầu từ đó"),
  ]

  private static let limits = [
    Phrase("parts of different lengths: {} and {}", "các phần dài khác nhau: {} và {}"),
    Phrase("different values at one time ({})", "nhiều giá trị tại một thời điểm ({})"),
    Phrase("{} lies outside {}…{}", "{} nằm ngoài {}…{}"),
    Phrase("allow_over lets it pass", "allow_over cho phép"),
    Phrase("{} of {}: more than there is", "{} trên {}: nhiều hơn tổng số"),
    Phrase("the target {} lies outside {}…{}", "mục tiêu {} nằm ngoài {}…{}"),
    Phrase("the time {} lies before the data ({})", "thời điểm {} ở trước số liệu ({})"),
    Phrase("the floor {} is not below the ceiling {}", "sàn {} không thấp hơn trần {}"),
    Phrase("{} periods of work, {} are needed", "có {} kỳ, cần {}"),
    Phrase(
      "one point, no peers: no projection", "một số liệu, không có nhóm so sánh: không dự báo"),
    Phrase("{} point, the method needs {}", "có {} số liệu, phương pháp cần {}"),
    Phrase("{} points, the method needs {}", "có {} số liệu, phương pháp cần {}"),
    Phrase(
      "the times are too uneven for this method", "thời điểm quá không đều cho phương pháp này"),
    Phrase("the method needs positive values", "phương pháp cần giá trị dương"),
    Phrase(
      "the method needs a ceiling: say ceiling 100", "phương pháp cần mức trần: ghi ceiling 100"),
    Phrase(
      "the ceiling cannot be told from the data: say ceiling 98",
      "số liệu chưa cho biết mức trần: ghi ceiling 98"),
    Phrase("{} cannot be {}", "{} không thể là {}"),
    Phrase("the clause ends in {}, the data go to {}", "mệnh đề kết thúc năm {}, số liệu đến {}"),
    Phrase("there is no unit {}", "không có đơn vị {}"),
    Phrase("near: {}", "gần giống: {}"),
    Phrase("there is no scenario {}", "không có kịch bản {}"),
    Phrase("{} peer, {} are needed", "có {} đơn vị cùng nhóm, cần {}"),
    Phrase("{} peers, {} are needed", "có {} đơn vị cùng nhóm, cần {}"),
    Phrase(
      "{} cannot give {} a year, its effort is {}",
      "{} không thể bớt {} mỗi năm, mức thực hiện là {}"),
    Phrase("the total of {} is not known", "chưa biết tổng số của {}"),
    Phrase("{} and {} do not go together", "{} và {} không đi cùng nhau"),
    Phrase(
      "infeasible: {} are needed, the caps leave room for {}",
      "không khả thi: cần {}, các mức trần chỉ cho {}"),
  ]

  private static let scenarios = [
    Phrase("another direction than the other units", "khác chiều với các đơn vị khác"),
    Phrase("one point: no pace, the base is flat", "mới có một số liệu: cơ sở giữ nguyên"),
    Phrase(
      "its pace goes the wrong way: a factor speeds the fall; pace + or pace = turns it",
      "đang đi lùi: nhân tốc độ sẽ lùi nhanh hơn; dùng pace + hoặc pace ="),
    Phrase("a pace never seen here", "tốc độ chưa từng có ở đây"),
    Phrase("ambitious", "tham vọng"),
    Phrase("the whole, by totals", "toàn bộ, theo tổng số"),
    Phrase("the whole, plain mean", "toàn bộ, trung bình cộng"),
    Phrase("within {}, mix {}", "trong từng đơn vị {}, do cơ cấu {}"),
    Phrase("p90 less p10 {} → {}", "p90 trừ p10: {} → {}"),
    Phrase(
      "pace × 1: it gets there without a change, with {} to spare",
      "pace × 1: không cần thay đổi vẫn đạt, dư {}"),
    Phrase(
      "pace × 1: it gets there without a change, just", "pace × 1: không cần thay đổi vẫn vừa đạt"),
    Phrase("pace = {} a year: it stands still", "pace = {} mỗi năm: hiện đứng yên"),
    Phrase("pace = {} a year: its own goes the wrong way", "pace = {} mỗi năm: hiện đang đi lùi"),
    Phrase("infeasible: at most {}", "không khả thi: nhiều nhất {}"),
    Phrase("pace × {}", "pace × {}"),
    Phrase("step + {}", "step + {}"),
    Phrase("total {}", "total {}"),
    Phrase("met in {}", "đạt năm {}"),
    Phrase(
      "rank {} had {} and rank {} had {} in {}: aims at the first",
      "hạng {} có {} và hạng {} có {} vào {}: nhắm mức trước"),
    Phrase(
      "rank {} had {} in {}: at most that is needed", "hạng {} có {} vào {}: cần nhiều nhất mức đó"),
    Phrase(
      "rank {} had {} in {}: more than that is needed", "hạng {} có {} vào {}: cần hơn mức đó"),
    Phrase("rank {} had {} in {}", "hạng {} có {} vào {}"),
  ]

  /// The words of other rules of status.
  private static let rules = [
    Phrase(
      "approximate: ESCAP's weights are not published", "gần đúng: ESCAP không công bố trọng số"),
    Phrase("maintain", "duy trì"),
    Phrase("accelerate", "cần tăng tốc"),
    Phrase("reverse", "cần đảo chiều"),
    Phrase("target met", "đã đạt mục tiêu"),
    Phrase("movement away", "đi lùi"),
    Phrase("on track / significant progress", "đúng tiến độ / tiến bộ rõ rệt"),
    Phrase("moderate progress", "tiến bộ vừa phải"),
    Phrase("insufficient progress", "tiến bộ chưa đủ"),
    Phrase("significant progress", "tiến bộ rõ rệt"),
    Phrase("moderate movement away", "đi lùi vừa phải"),
    Phrase("significant movement away", "đi lùi rõ rệt"),
    Phrase("target_achieved", "đã đạt mục tiêu"),
    Phrase("substantial_progress", "tiến bộ đáng kể"),
    Phrase("moderate_progress", "tiến bộ vừa phải"),
    Phrase("limited_progress", "tiến bộ hạn chế"),
    Phrase("deterioration", "xấu đi"),
    Phrase("maintaining achievement (up)", "giữ mức đã đạt (đang tăng)"),
    Phrase("maintaining achievement (down)", "giữ mức đã đạt (đang giảm)"),
    Phrase("on track", "đúng tiến độ"),
    Phrase("decreasing", "đang giảm"),
    Phrase("stagnating", "trì trệ"),
    Phrase("moderately improving", "cải thiện vừa phải"),
    Phrase("on track or target met", "đúng tiến độ hoặc đã đạt"),
    Phrase("fair progress", "tiến bộ khá"),
    Phrase("stagnation or regression", "trì trệ hoặc thụt lùi"),
  ]

  private static let tasks = [
    Phrase("no days of completion", "không có ngày hoàn thành"),
    Phrase("no completion observed", "chưa thấy việc nào hoàn thành"),
    Phrase("no dated counts", "số đếm không có ngày"),
    Phrase("one count: no throughput", "mới có một lần đếm: chưa có năng suất"),
    Phrase(
      "fewer done than before: counted as none", "số hoàn thành ít hơn trước: tính là không có"),
    Phrase("no whole period is left until then", "đến lúc đó không còn trọn kỳ nào"),
    Phrase("no completion observed, no date", "chưa thấy việc nào hoàn thành nên không có ngày"),
    Phrase(
      "under 8 periods: widened by a period of 0 and one of twice the mean",
      "dưới 8 kỳ: nới rộng bằng một kỳ 0 và một kỳ gấp đôi trung bình"),
    Phrase("net of what was added: {} a week", "đã trừ phần phát sinh: {} mỗi tuần"),
    Phrase("net of what was added: {} a month", "đã trừ phần phát sinh: {} mỗi tháng"),
    Phrase("net of what was added: {} a quarter", "đã trừ phần phát sinh: {} mỗi quý"),
    Phrase("net of what was added: {} a year", "đã trừ phần phát sinh: {} mỗi năm"),
    Phrase("the running week is left out", "không tính tuần đang chạy"),
    Phrase("the running month is left out", "không tính tháng đang chạy"),
    Phrase("the running quarter is left out", "không tính quý đang chạy"),
    Phrase("the running year is left out", "không tính năm đang chạy"),
  ]

  // MARK: Vietnamese

  private static let exact = Dictionary(
    all.filter { !$0.en.contains("{}") }.map { ($0.en, $0.vi) },
    uniquingKeysWith: { first, _ in first })
  /// Sayings with something to fill in, those that say more first.
  private static let patterns = all.filter { $0.en.contains("{}") }
    .sorted { $0.en.count > $1.en.count }

  /// The column `note`.
  static let vocabulary = Vocabulary("note") { vietnamese($0) }

  /// The column `note` where the reasons of proxies have words of their own.
  static func vocabulary(reasons: Vocabulary) -> Vocabulary {
    Vocabulary("note, \(reasons.name)") { vietnamese($0, reasons) }
  }

  /// The Vietnamese of a note; nil where none of its sayings is known.
  ///
  /// - Parameter reasons: the Vietnamese of the reasons of proxies.
  package static func vietnamese(_ text: String, _ reasons: Vocabulary? = nil) -> String? {
    func saying(_ text: String) -> String? { RowPhrases.saying(text, reasons) }
    if let whole = saying(text) { return whole }
    var isKnown = false
    var parts: [String] = []
    // The part before, as it stands in the note.
    var before: String?
    for part in text.components(of: "; ") {
      // A saying may hold what parts others.
      if let both = before.map({ $0 + "; " + part }), let own = saying(both) {
        parts[parts.count - 1] = own
        isKnown = true
        before = both
        continue
      }
      let own = saying(part)
      isKnown = isKnown || own != nil
      parts.append(own ?? part)
      before = part
    }
    return isKnown ? parts.joined(separator: "; ") : nil
  }

  /// The Vietnamese of one saying; nil where it is not known.
  private static func saying(_ text: String, _ reasons: Vocabulary?) -> String? {
    if let known = exact[text] { return known }
    let start = proxy.en.dropLast(2)
    if let reasons, text.hasPrefix(start),
      let reason = reasons.vietnamese(String(text.dropFirst(start.count)))
    {
      return proxy.vi.replacing("{}", with: reason)
    }
    for phrase in patterns {
      guard let parts = match(text, phrase.en) else { continue }
      var rest = parts[...]
      return phrase.vi.components(of: "{}").enumerated()
        .map { place, words in place == 0 ? words : (rest.popFirst() ?? "") + words }.joined()
    }
    return nil
  }

  /// What stands for each `{}` of a pattern in a text; nil where the text is not of it.
  private static func match(_ text: String, _ pattern: String) -> [String]? {
    let pieces = pattern.components(of: "{}")
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else {
      return nil
    }
    var rest = text.dropFirst(first.count)
    var parts: [String] = []
    for piece in pieces.dropFirst().dropLast() {
      guard let found = rest.firstRange(of: piece) else { return nil }
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    guard rest.hasSuffix(last), rest.count >= last.count else { return nil }
    parts.append(String(rest.dropLast(last.count)))
    return parts.allSatisfy { !$0.isEmpty && !$0.contains("; ") || $0.hasPrefix("proxy") }
      ? parts : nil
  }
}

extension String {
  /// The parts between a separator.
  fileprivate func components(of separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}
