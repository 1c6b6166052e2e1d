import Columns

/// A date as people write it, maybe with a time, cut into its parts: `31/12/2024`, `2024.12.31`,
/// `31/12/24`, `31 Jan 2024`, `31 tháng 12 năm 2024`, `31/01/2024 14:30`, `14h30 ngày 31/01/2024`,
/// `2024-01-31T10:00:00+07:00`.
///
/// Which of its numbers is the month depends on the order; `days(_:)` reads it in either.
struct DateText {
  /// The three numbers in the order in which they stand.
  private var numbers = (first: 0, second: 0, third: 0)
  /// How many digits the first and the third have.
  private var lengths = (first: 0, third: 0)
  /// The month, where it has a name; then the numbers are day and year.
  private var month = 0
  private(set) var hasTime = false
  /// Microseconds since midnight, brought to UTC where an offset is given.
  private(set) var time = 0
  /// Whether an offset other than Z or zero was given.
  private(set) var hasOffset = false
  /// Whether the year has two digits.
  private(set) var hasShortYear = false

  init?(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard count >= 6, count <= 48 else { return nil }
    var scan = Scan(bytes: bytes, place: 0, end: count)
    if let before = scan.timeBefore() {
      time = before
      hasTime = true
    }
    if scan.word("ngày ") || scan.word("Ngày ") { scan.skipSpaces() }
    if let name = scan.monthName() {
      // Jan 31, 2024
      month = name
      scan.skipSeparators()
      guard let day = scan.number(2) else { return nil }
      guard scan.skipSeparators(), let year = scan.number(4), year.length != 3 else { return nil }
      numbers = (day.value, name, year.value)
      lengths = (day.length, year.length)
    } else {
      guard let first = scan.number(4) else { return nil }
      if scan.numericSeparator(), scan.isDigit {
        let separator = bytes[scan.place - 1]
        guard let second = scan.number(2), scan.take(separator), let third = scan.number(4) else {
          return nil
        }
        numbers = (first.value, second.value, third.value)
        lengths = (first.length, third.length)
      } else {
        guard first.length <= 2 else { return nil }
        scan.skipSeparators()
        guard let name = scan.monthName() else { return nil }
        month = name
        scan.skipSeparators()
        if scan.word("năm") || scan.word("Năm") { scan.skipSpaces() }
        guard let year = scan.number(4), year.length != 3 else { return nil }
        numbers = (first.value, name, year.value)
        lengths = (first.length, year.length)
      }
    }
    if lengths.first == 3 || lengths.third == 3 { return nil }
    if lengths.first == 4 {
      if month > 0 || lengths.third > 2 { return nil }
    } else if lengths.third == 2 {
      hasShortYear = true
    } else if lengths.third != 4 {
      return nil
    }
    if scan.isAtEnd { return }
    guard !hasTime, scan.readTime(into: &time, offset: &hasOffset), scan.isAtEnd else { return nil }
    hasTime = true
  }

  /// Whether the first and the second number are more than twelve.
  var over12: (first: Bool, second: Bool) { (numbers.first > 12, numbers.second > 12) }

  /// Days since 1970-01-01 in an order; nil where it is none. A two-digit year is one of 1969–2068,
  /// as POSIX has it.
  func days(_ order: ReadOptions.DateOrder) -> Int64? {
    let year: Int
    var parts: (month: Int, day: Int)
    switch order {
    case .ymd:
      guard lengths.first == 4 else {
        return month > 0 ? named : nil
      }
      year = numbers.first
      parts = (numbers.second, numbers.third)
    case .dmy, .mdy:
      if lengths.first == 4 { return nil }
      if month > 0 { return named }
      year = fullYear
      parts = (numbers.second, numbers.first)
      if order == .mdy { parts = (parts.day, parts.month) }
    }
    guard year > 0 else { return nil }
    return Calendar.validDays(year: year, month: parts.month, day: parts.day).map { Int64($0) }
  }

  private var named: Int64? {
    Calendar.validDays(year: fullYear, month: month, day: numbers.first).map { Int64($0) }
  }

  private var fullYear: Int {
    guard hasShortYear else { return numbers.third }
    return numbers.third + (numbers.third < 69 ? 2000 : 1900)
  }

  /// The kinds as which the text can be read.
  var kinds: FieldKinds {
    var kinds: FieldKinds = []
    var values: Set<Int64> = []
    func add(_ order: ReadOptions.DateOrder, _ date: FieldKinds, _ stamp: FieldKinds) {
      guard let days = days(order) else { return }
      kinds.insert(stamp)
      if !hasTime { kinds.insert(date) }
      values.insert(days)
    }
    add(.ymd, .dateYMD, .stampYMD)
    add(.dmy, .dateDMY, .stampDMY)
    add(.mdy, .dateMDY, .stampMDY)
    if values.count == 1 { kinds.insert(.dateAgree) }
    return kinds
  }

  private struct Scan {
    let bytes: UnsafePointer<UInt8>
    var place: Int
    let end: Int

    var isAtEnd: Bool { place >= end }
    var isDigit: Bool { place < end && FieldReader.isDigit(bytes[place]) }

    mutating func take(_ byte: UInt8) -> Bool {
      guard place < end, bytes[place] == byte else { return false }
      place += 1
      return true
    }

    mutating func word(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard end - place >= count,
        (0..<count).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] })
      else { return false }
      place += count
      return true
    }

    /// Digits up to a number of them; nil where there are none or more.
    mutating func number(_ most: Int) -> (value: Int, length: Int)? {
      var value = 0
      let start = place
      while isDigit {
        value = value * 10 + Int(bytes[place] - 48)
        place += 1
        if place - start > most { return nil }
      }
      return place == start ? nil : (value, place - start)
    }

    mutating func numericSeparator() -> Bool {
      guard place < end, [47, 45, 46].contains(bytes[place]) else { return false }
      place += 1
      return true
    }

    mutating func skipSpaces() {
      while place < end, bytes[place] == 32 { place += 1 }
    }

    @discardableResult
    mutating func skipSeparators() -> Bool {
      let start = place
      while place < end, [32, 44, 45, 46, 47].contains(bytes[place]) { place += 1 }
      return place > start
    }

    private static let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]

    /// An English name or its first three letters, or `tháng 12`, `thg 12`, `Th12`.
    mutating func monthName() -> Int? {
      for prefix in ["tháng" as StaticString, "Tháng", "thg", "Thg", "th", "Th"] where word(prefix)
      {
        _ = take(46)
        skipSpaces()
        guard let number = number(2), (1...12).contains(number.value) else { return nil }
        return number.value
      }
      let start = place
      while place < end, (bytes[place] | 32) &- 97 < 26 { place += 1 }
      guard place - start >= 3 else {
        place = start
        return nil
      }
      let text = String(
        decoding: UnsafeBufferPointer(start: bytes + start, count: place - start), as: UTF8.self
      ).lowercased()
      let month = Scan.names.firstIndex {
        $0 == text || $0.prefix(3) == text || (text == "sept" && $0 == "september")
      }
      guard let month else {
        place = start
        return nil
      }
      _ = take(46)
      return month + 1
    }

    /// `14:30 `, `14:30:15, `, `14h30 ` before a day, in microseconds; nil, and nothing read, where
    /// none stands there.
    mutating func timeBefore() -> Int? {
      let start = place
      guard let hour = number(2), hour.value < 24, take(58) || take(104), let minute = number(2),
        minute.length == 2, minute.value < 60
      else {
        place = start
        return nil
      }
      var seconds = 0
      if take(58) {
        guard let second = number(2), second.length == 2, second.value < 60 else {
          place = start
          return nil
        }
        seconds = second.value
      }
      _ = take(39)
      _ = take(44)
      let gap = place
      skipSpaces()
      guard place > gap, !isAtEnd else {
        place = start
        return nil
      }
      return ((hour.value * 60 + minute.value) * 60 + seconds) * 1_000_000
    }

    /// ` 14:30`, `T14:30:15.25`, ` 2:30 PM`, with `Z` or an offset.
    mutating func readTime(into time: inout Int, offset hasOffset: inout Bool) -> Bool {
      let start = place
      _ = take(44)
      if !take(84) { skipSpaces() }
      guard place > start, let hour = number(2), take(58), let minute = number(2),
        minute.length == 2, minute.value < 60
      else { return false }
      var hours = hour.value
      var seconds = 0
      var micros = 0
      if take(58) {
        guard let second = number(2), second.length == 2, second.value < 60 else { return false }
        seconds = second.value
        if take(46) || take(44) {
          guard let fraction = number(9) else { return false }
          var value = fraction.value
          for _ in 0..<max(0, 6 - fraction.length) { value *= 10 }
          for _ in 0..<max(0, fraction.length - 6) { value /= 10 }
          micros = value
        }
      }
      let beforeHalf = place
      skipSpaces()
      if let isLater = half() {
        guard (1...12).contains(hours) else { return false }
        hours = hours % 12 + (isLater ? 12 : 0)
      } else {
        place = beforeHalf
      }
      guard hours < 24 else { return false }
      var minutes = hours * 60 + minute.value
      if !isAtEnd {
        guard let shift = zone() else { return false }
        if shift != 0 { hasOffset = true }
        minutes -= shift
      }
      time = (minutes * 60 + seconds) * 1_000_000 + micros
      return true
    }

    /// AM and PM, or sáng and chiều; true for the later half of the day.
    private mutating func half() -> Bool? {
      for (text, isLater) in [
        ("AM" as StaticString, false), ("PM", true), ("am", false), ("pm", true), ("SA", false),
        ("CH", true),
      ] where word(text) { return isLater }
      return nil
    }

    /// Minutes east of Greenwich.
    private mutating func zone() -> Int? {
      if word("Z") || word("z") || word(" UTC") || word("UTC") { return 0 }
      _ = take(32)
      guard place < end, bytes[place] == 43 || bytes[place] == 45 else { return nil }
      let sign = bytes[place] == 45 ? -1 : 1
      place += 1
      guard let hours = number(4) else { return nil }
      if hours.length == 4 { return sign * (hours.value / 100 * 60 + hours.value % 100) }
      guard hours.length <= 2, hours.value <= 14 else { return nil }
      guard take(58) else { return sign * hours.value * 60 }
      guard let minutes = number(2), minutes.length == 2, minutes.value < 60 else { return nil }
      return sign * (hours.value * 60 + minutes.value)
    }
  }
}
