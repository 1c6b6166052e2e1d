import Columns
import Functions

/// Where a task stands.
enum TaskState: Int, CaseIterable {
  case done, inProgress, recurring, notStarted, onHold, cancelled, overdue, total

  /// From what people write; nil where that does not say it beyond doubt.
  init?(_ text: String) {
    guard let status = TaskStatus(text) else { return nil }
    self = status.state
  }

  /// The word of the language for it.
  var word: String {
    switch self {
    case .done: "done"
    case .inProgress: "in_progress"
    case .recurring: "recurring"
    case .notStarted: "not_started"
    case .onHold: "on_hold"
    case .cancelled: "cancelled"
    case .overdue: "overdue"
    case .total: "total"
    }
  }

  /// Whether work is still to be done.
  var isOpen: Bool {
    switch self {
    case .inProgress, .notStarted, .onHold, .overdue: true
    case .done, .recurring, .cancelled, .total: false
    }
  }
}

/// What a status says of a task: its state, and whether it is or was in time.
struct TaskStatus: Equatable {
  var state: TaskState
  /// True: past its day, or done after it. False: in time. Nil: the status does not say.
  var isLate: Bool?

  init(_ state: TaskState, isLate: Bool? = nil) {
    self.state = state
    self.isLate = isLate
  }

  /// From what people write, in English or Vietnamese, with or without diacritics, by the stems of
  /// the words; nil where they do not say it beyond doubt.
  ///
  /// A negation before a stem wins over the stem (`chưa hoàn thành` is open), work that goes on or
  /// is done in part is not done (`đang hoàn thiện`, `hoàn thành 80%`), and what stands of time is
  /// read apart (`hoàn thành quá hạn` is done late, `quá hạn hoàn thành` is not done).
  init?(_ text: String) {
    var words = StatusWords(text)
    if words.isTotal {
      self.init(.total)
      return
    }
    let time = words.takeTime()
    if words.isContrary { return nil }
    guard let state = words.state(isLate: time) else { return nil }
    self.init(state, isLate: state == .overdue ? true : state == .cancelled ? nil : time)
  }
}

/// The words of a status in reading order, folded; `.` stands where a sentence or clause ends.
private struct StatusWords {
  private var words: [String] = []
  /// A percentage in the text.
  private var percent: Double?
  /// A word of time stood right before the place, as in `quá hạn hoàn thành`: there the stem is part
  /// of "the day by which it is to be done".
  private var hasTimeBeforeStem = false
  /// `not … on time` does not say whether it is done.
  private(set) var isContrary = false

  private static let mark = "."

  init(_ text: String) {
    var current = ""
    var digits = ""
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    let lowered = TextNormalization.normalizeNFC(text).lowercased()
    let letters = Array(lowered.unicodeScalars)
    let isMarked = !lowered.utf8.allSatisfy { $0 < 0x80 }
    for (index, scalar) in letters.enumerated() {
      if isWord(scalar) {
        current.unicodeScalars.append(scalar)
        continue
      }
      // A number of percent may have a decimal sign inside.
      let next = index + 1 < letters.count ? letters[index + 1] : " "
      if scalar == "," || scalar == ".", let last = current.unicodeScalars.last,
        ("0"..."9").contains(last), ("0"..."9").contains(next)
      {
        digits = current + "."
        current = ""
        continue
      }
      if !current.isEmpty { words.append(Self.folded(current, isMarked)) }
      if scalar == "%" {
        percent = Double(digits + current) ?? words.last.flatMap { Double($0) }
        if !words.isEmpty { words.removeLast() }
      }
      (current, digits) = ("", "")
      switch scalar {
      case ",", ";", ":", ".", "(", ")", "/", "-", "–", "—", "|", "+", "[", "]", "\n":
        // `in-progress` and `on-hold` are words with a hyphen inside.
        let isHyphen = scalar == "-" && index > 0 && isWord(letters[index - 1]) && isWord(next)
        if !isHyphen, words.last != Self.mark, !words.isEmpty { words.append(Self.mark) }
      default: break
      }
    }
    if !current.isEmpty { words.append(Self.folded(current, isMarked)) }
    if words.last == Self.mark { words.removeLast() }
  }

  /// Syllables that mean something else with other marks: `trễ` is late, `trẻ` is a child. A text
  /// that has marks must have these.
  private static let marks: [String: Set<String>] = [
    "tre": ["trễ"], "cham": ["chậm"], "muon": ["muộn"], "som": ["sớm"], "huy": ["hủy", "huỷ"],
    "chua": ["chưa"], "khong": ["không"], "dang": ["đang"], "da": ["đã"], "se": ["sẽ"],
    "can": ["cần"], "cho": ["chờ"], "dat": ["đạt"], "moi": ["mới"], "gan": ["gần"],
    "sap": ["sắp"], "hoan": ["hoàn"], "tong": ["tổng"], "cong": ["cộng"],
  ]

  /// A word without its marks; one of other marks keeps them and matches nothing.
  private static func folded(_ word: String, _ isMarked: Bool) -> String {
    let folded = TextFold.fold(word)
    guard isMarked, let known = marks[folded], !known.contains(word) else { return folded }
    return word == folded ? "~" + folded : word
  }

  // MARK: Finding

  private static func phrases(_ list: [String]) -> [[String]] {
    list.map { $0.split(separator: " ").map(String.init) }.sorted { $0.count > $1.count }
  }

  private func matches(_ phrase: [String], at place: Int) -> Bool {
    place + phrase.count <= words.count
      && words[place..<(place + phrase.count)].elementsEqual(phrase)
  }

  /// Where the first of the phrases stands, the longest at that place.
  private func find(_ phrases: [[String]]) -> Range<Int>? {
    for place in words.indices {
      if let phrase = phrases.first(where: { matches($0, at: place) }) {
        return place..<(place + phrase.count)
      }
    }
    return nil
  }

  private func has(_ phrases: [[String]]) -> Bool { find(phrases) != nil }

  /// Whether a negation stands before the place in its clause.
  private func isNegated(at place: Int) -> Bool {
    for index in words.indices.prefix(place).reversed() {
      if words[index] == Self.mark { return false }
      if Self.negations.contains(words[index]) { return true }
    }
    return false
  }

  private static let negations: Set<String> = [
    "chua", "khong", "not", "never", "isn", "wasn", "hasn", "haven", "aren", "didn", "cannot",
    "chang",
  ]

  var isTotal: Bool {
    Self.totals.contains(words.filter { $0 != Self.mark }.joined(separator: " "))
  }

  private static let totals: Set<String> = [
    "total", "grand total", "sum", "all", "tong", "tong so", "tong cong", "cong", "tat ca",
    "tong so nhiem vu",
  ]

  // MARK: Time

  private static let late = phrases([
    "qua han", "qua thoi han", "tre han", "cham han", "muon han", "het han", "vuot han", "tre",
    "cham", "muon", "cham tien do", "tre tien do", "cham so voi ke hoach", "cham muon",
    "tre so voi han", "sau han", "sau thoi han", "overdue", "late", "delayed", "behind schedule",
    "past due", "behind",
    "after deadline", "past deadline", "out of time",
  ])
  /// Past the day is what these say is not so.
  private static let notLate = phrases([
    "chua qua han", "khong qua han", "chua den han", "chua toi han", "chua het han", "khong cham",
    "khong tre", "khong tre han", "khong cham han", "not overdue", "not late", "not yet due",
    "not due", "not due yet", "not delayed",
  ])
  private static let running = phrases([
    "trong han", "con han", "con trong han", "con thoi han", "trong thoi han", "sap den han",
    "sap toi han", "den han", "toi han", "dung tien do", "bao dam tien do", "dam bao tien do",
    "on track", "on schedule", "within deadline", "within time", "due soon", "in time",
    "not overdue",
  ])
  /// Said of what is over: alone it does not tell whether the task is.
  private static let inTime = phrases([
    "dung han", "truoc han", "som han", "kip han", "dung thoi han", "truoc thoi han", "som",
    "kip thoi", "vuot tien do", "som so voi han", "on time", "ahead of time", "ahead of schedule",
    "before deadline", "early",
  ])
  private static let ended = phrases(["cham dut", "chấm dut"])

  /// Takes what is said of time out of the words; true is late, false in time.
  mutating func takeTime() -> Bool? {
    // `chấm dứt` (ended) only looks like `chậm` (late) without its marks.
    if has(Self.ended) { return nil }
    var isLate: Bool?
    var wasRunning = false
    for (phrases, late) in [
      (Self.notLate, false), (Self.late, true), (Self.running, false), (Self.inTime, false),
    ] {
      while let place = find(phrases) {
        let isNegated = isNegated(at: place.lowerBound)
        let isSaidOfTheEnd = phrases == Self.inTime
        if isNegated, isSaidOfTheEnd, has(Self.done) { isContrary = true }
        // `chậm, trong hạn` says both.
        if let known = isLate, known != late, !isNegated { isContrary = true }
        let end = place.upperBound
        if end < words.count, words[end] != "da", !isSaidOfTheEnd,
          Self.done.contains(where: { matches($0, at: end) })
        {
          // `quá hạn hoàn thành`, but `chậm hoàn thành` may be said of both.
          let word = words[end - 1]
          if word == "han" { hasTimeBeforeStem = true }
          if ["cham", "tre", "muon"].contains(word) { isContrary = true }
        }
        if isNegated, isSaidOfTheEnd {
          // `không đúng hạn`
          isLate = true
        } else {
          isLate = isLate ?? late
        }
        if phrases == Self.running || phrases == Self.notLate { wasRunning = true }
        words.replaceSubrange(place, with: place.lowerBound == 0 ? [] : [Self.mark])
      }
    }
    isRunning = wasRunning
    return isLate
  }

  /// In time, said of what is not over.
  private var isRunning = false

  // MARK: States

  private static let cancelled = phrases([
    "huy", "da huy", "huy bo", "bai bo", "loai bo", "cham dut", "chấm dut", "cancelled", "canceled",
    "cancel",
    "dropped", "withdrawn", "abandoned", "void", "won t do", "wont do", "discarded",
  ])
  private static let onHold = phrases([
    "tam dung", "tam ngung", "tam ngung thuc hien", "tam hoan", "tam dinh chi", "hoan lai",
    "hoãn", "hoan thuc hien", "hoan trien khai", "on hold", "hold", "paused",
    "suspended", "postponed", "deferred", "blocked",
  ])
  static let done = phrases([
    "hoan thanh", "hoan tat", "xong", "da hoan thien", "ket thuc", "nghiem thu", "da xu ly", "dat",
    "da giai quyet", "da thuc hien", "ht", "done", "completed", "complete", "closed", "finished",
    "finalized", "finalised", "resolved", "accomplished", "implemented", "fulfilled", "completion",
  ])
  private static let undone = phrases([
    "incomplete", "unfinished", "uncompleted", "unresolved", "undone", "chua hoan thien",
  ])
  /// Done in part, soon, or only planned to be.
  private static let nearly = phrases([
    "mot phan", "mot so", "phan lon", "gan", "sap", "giai doan", "buoc", "dot", "partial",
    "partially", "partly", "almost", "nearly", "mostly", "half", "phase", "step",
  ])
  private static let planned = phrases([
    "du kien", "se", "can", "phai", "cho", "ke hoach", "to be", "will be", "must be", "should be",
    "expected", "planned", "awaiting", "waiting", "pending",
  ])
  private static let unclear = phrases(["co ban", "basically", "chua ro", "unknown", "unclear"])
  private static let going = phrases([
    "dang", "in progress", "inprogress", "ongoing", "on going", "doing", "active", "started",
    "under way", "underway", "wip", "working", "in process", "in work", "processing", "reopened",
    "in review", "under review", "da bat dau", "moi bat dau", "da khoi cong", "cho phe duyet",
    "cho duyet", "cho nghiem thu", "pending approval", "awaiting approval",
  ])
  private static let recurring = phrases([
    "thuong xuyen", "dinh ky", "hang nam", "hang quy", "hang thang", "hang tuan", "recurring",
    "regular", "recurrent",
  ])
  /// What begins, and is not begun where it is negated.
  private static let begun = phrases([
    "thuc hien", "trien khai", "bat dau", "tien hanh", "lam", "xu ly", "giai quyet", "khoi dong",
    "khoi cong", "started", "begun", "start", "begin",
  ])
  private static let waiting = phrases([
    "cho", "cho xu ly", "cho thuc hien", "cho trien khai", "moi", "moi giao", "da giao",
    "moi tiep nhan", "tiep nhan", "can lam", "viec can lam", "todo", "to do", "open", "new",
    "pending", "planned", "scheduled", "backlog", "unstarted", "assigned", "waiting",
  ])

  /// The state that the words left over tell; nil in doubt.
  func state(isLate: Bool?) -> TaskState? {
    let all = words.filter { $0 != Self.mark }
    // A report is no status.
    guard all.count <= 12 else { return nil }
    let rest = all.filter { !Self.fillers.contains($0) }
    if rest.isEmpty, percent == nil {
      // Nothing but time was said.
      if isLate == true { return .overdue }
      return isRunning ? .inProgress : nil
    }
    if has(Self.unclear) { return nil }
    for (phrases, state) in [(Self.cancelled, TaskState.cancelled), (Self.onHold, .onHold)] {
      if let place = find(phrases) { return isNegated(at: place.lowerBound) ? nil : state }
    }
    if all == ["hoan"] || all == ["da", "hoan"] { return .onHold }
    if has(Self.undone) || has(Self.done) { return endState() }
    if has(Self.going) {
      if let place = find(Self.going), isNegated(at: place.lowerBound) {
        return has(Self.begun) ? .notStarted : nil
      }
      return has(Self.recurring) ? .recurring : .inProgress
    }
    if let place = find(Self.recurring) {
      return isNegated(at: place.lowerBound) ? nil : .recurring
    }
    if let place = find(Self.begun), isNegated(at: place.lowerBound) {
      // `chưa` only delays; `không thực hiện` may mean never.
      return words.prefix(place.lowerBound).contains("khong") ? nil : .notStarted
    }
    if let percent {
      guard rest.isEmpty else { return nil }
      return percent >= 100 ? .done : percent > 0 ? .inProgress : .notStarted
    }
    return Self.waiting.contains(all) || Self.waiting.contains(rest) ? .notStarted : nil
  }

  /// Words that say nothing of their own beside a time.
  private static let fillers: Set<String> = [
    "da", "dang", "bi", "con", "is", "la", "status", "nhiem", "vu",
  ]

  /// What the stems of being done say: done, or open where they are negated, planned or in part.
  private func endState() -> TaskState? {
    if has(Self.undone) { return .inProgress }
    guard let place = find(Self.done) else { return nil }
    if isNegated(at: place.lowerBound) { return .inProgress }
    if hasTimeBeforeStem { return isRunning ? .inProgress : .overdue }
    // `hoàn thành 3/5` may be a share or a day.
    if percent == nil, words.count(where: { Double($0) != nil }) == 2 { return nil }
    if has(Self.going) || has(Self.nearly) || (percent.map { $0 < 100 } ?? false) {
      return .inProgress
    }
    if let plan = find(Self.planned), plan.upperBound <= place.lowerBound {
      return words[plan] == ["to", "be"] ? .notStarted : .inProgress
    }
    // A negation of something else, or a habit, beside it: nobody can tell.
    if words.contains(where: Self.negations.contains) || has(Self.recurring) { return nil }
    return .done
  }
}
