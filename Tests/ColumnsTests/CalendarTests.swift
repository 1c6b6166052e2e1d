import Foundation
import TestSupport
import Testing

@testable import Columns

/// Dates against a calendar that counts days one by one, and against Foundation's.
@Suite struct CalendarTests {
  /// One day after another, as a person would count.
  @Test func everyDayOfEightCenturies() throws {
    // 1600-01-01 is 135,140 days before 1970-01-01: 370 years of 365 days and 90 leap days.
    var days = -(370 * 365 + 90)
    var weekday = 6  // A Saturday.
    for year in 1600..<2400 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      #expect(Columns.Calendar.isLeap(year) == isLeap)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (index, length) in lengths.enumerated() {
        try #require(Columns.Calendar.length(ofMonth: index + 1, year: year) == length)
        for day in 1...length {
          // `#require`, so that a fault is told once and not 292,000 times.
          try #require(Columns.Calendar.days(year: year, month: index + 1, day: day) == days)
          try #require(Columns.Calendar.civil(days) == (year, index + 1, day))
          try #require(Columns.Calendar.weekday(days) == weekday)
          days += 1
          weekday = weekday % 7 + 1
        }
        #expect(
          Columns.Calendar.validDays(year: year, month: index + 1, day: length + 1) == nil)
      }
    }
  }

  @Test func farAwayDays() throws {
    var random = SeededRandom(2)
    for _ in 0..<2000 {
      let days = random.int(-4_000_000...4_000_000)
      let (year, month, day) = Columns.Calendar.civil(days)
      #expect(Columns.Calendar.days(year: year, month: month, day: day) == days)
      #expect((1...12).contains(month))
      #expect((1...Columns.Calendar.length(ofMonth: month, year: year)).contains(day))
      // 146,097 days are 400 years.
      #expect(Columns.Calendar.civil(days + 146_097) == (year + 400, month, day))
    }
    #expect(Columns.Calendar.validDays(year: 10_000, month: 1, day: 1) == nil)
    #expect(Columns.Calendar.validDays(year: 2024, month: 13, day: 1) == nil)
    #expect(Columns.Calendar.validDays(year: 2024, month: 0, day: 1) == nil)
    #expect(Columns.Calendar.validDays(year: 2024, month: 1, day: 0) == nil)
    #expect(Columns.Calendar.validDays(year: 2023, month: 2, day: 29) == nil)
  }

  @Test func monthsLater() {
    func add(_ months: Int, _ year: Int, _ month: Int, _ day: Int) -> String {
      Columns.Calendar.text(
        date: Columns.Calendar.add(
          months: months, to: Columns.Calendar.days(year: year, month: month, day: day)))
    }
    #expect(add(1, 2024, 1, 31) == "2024-02-29")
    #expect(add(1, 2023, 1, 31) == "2023-02-28")
    #expect(add(-1, 2024, 3, 31) == "2024-02-29")
    #expect(add(-13, 2024, 1, 15) == "2022-12-15")
    #expect(add(12, 2024, 2, 29) == "2025-02-28")
    #expect(add(-2024 * 12 - 1, 2024, 1, 1) == "-0001-12-01")
    #expect(add(0, 2024, 12, 31) == "2024-12-31")
  }

  @Test(arguments: 0..<4)
  func textsOfTimestamps(seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime]
    for _ in 0..<200 {
      let seconds = random.int(-2_000_000_000...4_000_000_000)
      let micros = random.oneIn(2) ? 0 : random.int(0...999_999)
      let text = Columns.Calendar.text(timestamp: Int64(seconds) * 1_000_000 + Int64(micros))
      let iso = format.string(from: Date(timeIntervalSince1970: Double(seconds)))
      let expected = iso.replacingOccurrences(of: "T", with: " ").replacingOccurrences(
        of: "Z", with: "")
      var fraction = String(String(1_000_000 + micros).dropFirst())
      while fraction.hasSuffix("0") { fraction.removeLast() }
      #expect(text == expected + (micros == 0 ? "" : "." + fraction))
    }
  }
}
