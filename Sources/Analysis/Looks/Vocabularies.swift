package import Columns
import Forecasting

/// The words that stand in the columns of the analyses, and their Vietnamese.
package enum Vocabularies {
  package static let statuses = words("status", statusWords)
  package static let comparisonFlags = words("comparison flag", comparisonWords, isList: true)
  package static let flags = words("flag", flagWords, isList: true)
  package static let bindings = words("binding", bindingWords, isList: true)
  package static let scenarios = words("scenario", scenarioWords)
  package static let spans = words("span", spanWords)
  package static let attainment = Vocabulary("attainment") { text in
    if let known = attainmentWords[text] { return known }
    return text.hasPrefix("after ") ? "sau " + text.dropFirst(6) : nil
  }
  /// When all tasks are done: days, and why there is none.
  package static let dates = Vocabulary("all done") { text in
    if let known = doneWords[text] { return known }
    let parts = text.split(separator: "-")
    guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
    return "\(parts[2])/\(parts[1])/\(parts[0])"
  }

  package static let statusWords: [String: String] = [
    Status.met.rawValue: "đã đạt",
    Status.missed.rawValue: "không đạt",
    Status.wouldMiss.rawValue: "sẽ không đạt",
    Status.onTrack.rawValue: "đúng tiến độ",
    Status.tooSlow.rawValue: "chậm",
    Status.farTooSlow.rawValue: "chậm nhiều",
    Status.movingAway.rawValue: "đi lùi",
    Status.lostTarget.rawValue: "đã đạt rồi tụt lại",
    Status.notAssessed.rawValue: "chưa đủ số liệu",
    Status.unknownBound.rawValue: "chưa xác định",
  ]

  package static let comparisonWords: [String: String] = [
    "new": "mới có", "gone": "không còn (chưa báo cáo)", "break": "gián đoạn",
    "total": "tổng cộng",
  ]

  package static let flagWords: [String: String] = [
    "tension": "hai cách tính trái nhau", "stale": "số liệu cũ", "weak": "dự báo yếu",
    "interp": "nội suy", "clipped": "bị chặn", "borrowed": "mượn xu hướng",
    "no interval": "chưa có khoảng dự báo", "no variation": "không biến động",
    "outlier": "giá trị bất thường", "mix?": "tổng số đổi nhiều", "slipping": "đang tụt",
    "noise": "xu hướng chưa rõ", "logit clipped": "bị chặn ở biên", "approximate": "gần đúng",
    "break": "gián đoạn",
  ]

  package static let bindingWords: [String: String] = [
    "cap": "trần", "floor": "sàn", "freeze": "giữ nguyên", "already there": "đã đạt sẵn",
    "exhausted": "hết nguồn lực",
  ]

  package static let scenarioWords: [String: String] = ["base": "cơ sở", "observed": "thực tế"]

  package static let spanWords: [String: String] = [
    "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm",
  ]

  package static let attainmentWords: [String: String] = [
    "met": "đã đạt", "never at this pace": "không bao giờ với tốc độ này",
    "not under the forecast": "dự báo không đạt",
  ]

  package static let doneWords: [String: String] = [
    "done": "đã xong", "never at this pace": "không bao giờ với tốc độ này",
    "never: as much comes in as is done": "không bao giờ: phát sinh bằng số xong",
    "not within 50 years": "không trong 50 năm",
  ]

  /// A vocabulary of whole texts, or of lists of words between commas.
  private static func words(
    _ name: String, _ vietnamese: [String: String], isList: Bool = false
  ) -> Vocabulary {
    guard isList else { return Vocabulary(name, words: vietnamese) }
    return Vocabulary(name) { text in
      if let known = vietnamese[text] { return known }
      let parts = text.split(separator: ",").map { $0.drop { $0 == " " } }
      let known = parts.compactMap { vietnamese[String($0)] }
      return known.count == parts.count ? known.joined(separator: ", ") : nil
    }
  }
}
