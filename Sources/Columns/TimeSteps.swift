/// The times of a series as numbers that count its steps: periods by themselves, years, dates at
/// one place of their months as months, others as weeks or days.
public struct TimeSteps: Sendable {
  public enum Unit: Sendable, Hashable {
    case period(PeriodForm)
    case year, month, workday, day
    /// Every week on that weekday: Monday is 1.
    case week(on: Int)

    /// Whether times that step so may still be events, which come when they come.
    var mayBeEvents: Bool {
      switch self {
      case .week, .workday, .day: true
      case .period, .year, .month: false
      }
    }
  }

  public let unit: Unit
  /// A number for each row of type `Int64`; anything where the row is null.
  public let numbers: Buffer
  private let validity: Bitmap?
  private let offset: Int
  private let count: Int

  /// Longer series of days are not looked at: events would have to be told from steps.
  private static let mostDays = 1 << 20

  /// The steps of a column of years, dates or periods; nil for anything else, which has no regular
  /// step to miss.
  public init?(_ column: Column, period: PeriodForm?) throws {
    guard column.type == .int || column.type == .date, case .packed(let packed) = column.storage,
      packed.scale == 0
    else { return nil }
    let count = column.count
    self.count = count
    validity = column.validity
    offset = column.offset
    let result = try MutableBuffer(Int64.self, count: count)
    let numbers = result.pointer(Int64.self)
    packed.decode(from: column.offset, count: count, into: numbers)
    if column.type == .int {
      for row in 0..<count where column.isValid(row) && !(1800...2200).contains(numbers[row]) {
        return nil
      }
      unit = .year
    } else if let period {
      for row in 0..<count where column.isValid(row) {
        numbers[row] = Int64(period.grain.number(ofDay: Int(numbers[row])))
      }
      unit = .period(period)
    } else if TimeSteps.standsAtOnePlace(column, numbers) {
      for row in 0..<count where column.isValid(row) {
        numbers[row] = Int64(PeriodGrain.month.number(ofDay: Int(numbers[row])))
      }
      unit = .month
    } else {
      guard count <= TimeSteps.mostDays, let unit = TimeSteps.days(column, numbers) else {
        return nil
      }
      self.unit = unit
    }
    self.numbers = result.freeze()
  }

  /// The numbers as a column of ints, null where the times are.
  public var column: Column {
    get throws {
      var known = validity
      if let validity, offset > 0 {
        known = try MutableBitmap(validity, from: offset, count: count).freeze()
      }
      let packed = try Packed.packing(
        numbers.pointer(Int64.self), count: count, validity: known)
      return Column(type: .int, count: count, storage: .packed(packed), validity: known)
    }
  }

  /// Whether all dates are first or last days of their months, or the same day of each, as far as
  /// the month has it.
  private static func standsAtOnePlace(_ column: Column, _ days: UnsafePointer<Int64>) -> Bool {
    var allFirst = true
    var allLast = true
    var least = 31
    var greatest = 1
    for row in 0..<column.count where column.isValid(row) {
      let day = Calendar.civil(Int(days[row]))
      allFirst = allFirst && day.day == 1
      allLast = allLast && day.day == Calendar.length(ofMonth: day.month, year: day.year)
      least = min(least, day.day)
      greatest = max(greatest, day.day)
      if !allFirst, !allLast, least != greatest, least < 28 { return false }
    }
    if allFirst || allLast || least >= greatest { return true }
    for row in 0..<column.count where column.isValid(row) {
      let day = Calendar.civil(Int(days[row]))
      if day.day != min(greatest, Calendar.length(ofMonth: day.month, year: day.year)) {
        return false
      }
    }
    return true
  }

  /// Weeks where all dates are of one weekday, else workdays where none is of a weekend, else days.
  private static func days(_ column: Column, _ days: UnsafeMutablePointer<Int64>) -> Unit? {
    var weekdays: Set<Int> = []
    for row in 0..<column.count where column.isValid(row) {
      weekdays.insert(Calendar.weekday(Int(days[row])))
    }
    guard let first = weekdays.first else { return nil }
    if weekdays.count == 1 {
      for row in 0..<column.count where column.isValid(row) { days[row] = week(days[row]) }
      return .week(on: first)
    }
    guard weekdays.isDisjoint(with: [6, 7]) else { return .day }
    for row in 0..<column.count where column.isValid(row) {
      days[row] = week(days[row]) * 5 + Int64(Calendar.weekday(Int(days[row])) - 1)
    }
    return .workday
  }

  /// The number of a day's week; 0 is the one from Monday, 1969-12-29.
  private static func week(_ day: Int64) -> Int64 {
    (day - Int64(Calendar.weekday(Int(day)) - 1) + 3) / 7
  }

  private static func workday(_ number: Int) -> String {
    let rest = ((number % 5) + 5) % 5
    return Calendar.text(date: (number - rest) / 5 * 7 - 3 + rest)
  }

  /// The time of a step as text.
  public func text(_ number: Int64) -> String {
    switch unit {
    case .period(let form): form.text(Int(number))
    case .year: String(number)
    case .month: PeriodForm(.month).text(Int(number))
    case .week(let weekday): Calendar.text(date: Int(number) * 7 - 3 + weekday - 1)
    case .workday: TimeSteps.workday(Int(number))
    case .day: Calendar.text(date: Int(number))
    }
  }
}

/// The distances between neighbours in a series of steps, added up in any order.
public struct StepDistances: Sendable {
  private var shortest = Int64.max
  private var least = 0
  private var all = 0

  public init() {}

  /// A count for each distance took half of the time of `lag` over 1e7 rows.
  @inline(__always)
  public mutating func add(_ distance: Int64, _ count: Int = 1) {
    if distance < shortest {
      shortest = distance
      least = 0
    }
    if distance == shortest { least += count }
    all += count
  }

  public mutating func add(_ other: StepDistances) {
    if other.least > 0 { add(other.shortest, other.least) }
    all += other.all - other.least
  }

  /// The least distance where it is the usual one, else 1.
  public var regularStep: Int64 { least >= 2 && least * 2 >= all ? shortest : 1 }

  /// The regular step and in how many places more than one lies between neighbours; nil where
  /// nothing is missing or the times follow no step.
  public func gaps(_ unit: TimeSteps.Unit) -> (step: Int64, places: Int)? {
    guard all > 0 else { return nil }
    var step = shortest
    // A column of months with one figure in each December is a series of years.
    if case .period = unit { step = regularStep }
    let places = step < shortest ? all : all - least
    if places == 0 || (unit.mayBeEvents && least < 2 * places) { return nil }
    return (step, places)
  }
}
