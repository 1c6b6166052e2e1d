import Columns
import Foundation
import Functions
import TestSupport
import Testing

@Suite("Periods as people write them")
struct PeriodTests {
  /// The last day of the month in which a period ends, from Foundation's calendar.
  static func lastDay(_ grain: PeriodGrain, _ year: Int, _ part: Int) throws -> Int {
    var calendar = Foundation.Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // The day before the first one after it.
    let after =
      grain == .schoolYear
      ? DateComponents(year: year + 1, month: 9, day: 1)
      : DateComponents(year: year, month: part * grain.months + 1, day: 1)
    let day = try #require(calendar.date(from: after))
    return Int((day.timeIntervalSince1970 / 86_400).rounded()) - 1
  }

  @Test("Each form reads and writes back, in the order of days", arguments: WrittenPeriods.all)
  func forms(_ form: WrittenPeriods) throws {
    var random = SeededRandom(form.description)
    var read: [(days: ClosedRange<Int>, number: Int)] = []
    for _ in 0..<60 {
      // Two digits of a year stand for 1970 to 2069.
      let (year, part) = (random.int(1970...2069), random.int(1...form.parts))
      let text = form.text(year, part)
      let reading = try #require(PeriodReading.of(text, as: form.grain), "\(text)")
      #expect(reading.form.text(reading.number) == text)
      #expect(reading.days.upperBound == (try Self.lastDay(form.grain, year, part)), "\(text)")
      read.append((reading.days, reading.number))
      let decomposed = text.decomposedStringWithCanonicalMapping
      #expect(PeriodReading.of(decomposed, as: form.grain) == reading)
      // In the form of one all others are written as people write them.
      let (otherYear, otherPart) = (random.int(1970...2069), random.int(1...form.parts))
      let other = try #require(PeriodReading.of(form.text(otherYear, otherPart), as: form.grain))
      let both = try #require(reading.form.joined(with: other.form), "\(text)")
      #expect(both.text(other.number) == form.text(otherYear, otherPart))
      #expect(both.text(ofDay: reading.days.lowerBound) == text)
      #expect(PeriodText.days(text, beside: form.grain) == reading.days)
    }
    let byNumber = read.sorted { $0.number < $1.number }
    for (one, next) in zip(byNumber, byNumber.dropFirst()) {
      #expect((one.number < next.number) == (one.days.upperBound < next.days.upperBound))
      #expect(one.number == next.number || one.days.upperBound < next.days.lowerBound)
    }
  }

  @Test(
    "What names no period",
    arguments: [
      "", " ", "2024", "T1", "Q1", "Tháng 1", "T13/2024", "T0/2024", "Q5/2024", "H3/2024",
      "quý V/2024", "13/2024", "00/2024", "2024-13", "2021-2025", "2014/16", "12/34", "01/02/2024",
      "2024-01-31", "10.20251", "T1/24/3", "12E4", "1,234", "A1/2024", "tháng mười 2024", "2024Q",
      "/2024", "1/2024/", "Q1/3024", "1 Oct 2024", "Oct", "năm", "FY", "99/2024", "01/2024a",
      "-1/2024",
      "7 tháng đầu năm 2024", "6 tháng giữa năm 2024", "Octo 2024", "0912345678", "T1//2024",
    ])
  func none(_ text: String) {
    #expect(PeriodReading.all(text).isEmpty, "\(PeriodReading.all(text))")
  }

  @Test("What may be two things is settled by the others")
  func open() {
    func grain(_ texts: String...) -> PeriodGrain? {
      PeriodReading.grain(of: texts.map { PeriodReading.all($0) })
    }
    #expect(grain("2011-12") == .month)
    #expect(grain("2011/12") == .schoolYear)
    #expect(grain("2010-11", "2011-12") == .schoolYear)
    #expect(grain("2010-11", "2010-12") == .month)
    #expect(grain("2011/12", "2011/10") == .month)
    #expect(grain("2011/12", "2012/13") == .schoolYear)
    #expect(grain("T1/2024", "Q1/2024") == nil)
    #expect(grain() == nil)
    #expect(PeriodText.days("2011/12", beside: .schoolYear) != PeriodText.days("2011/12"))
  }

  @Test("Numbers without zeros and with them")
  func zeros() throws {
    func form(_ text: String) throws -> PeriodForm {
      try #require(PeriodReading.all(text).first).form
    }
    // Two digits alone leave it open: as spoken behind a word, as a date otherwise.
    #expect(try form("T10/2025").text(2025 * 12) == "T1/2025")
    #expect(try form("10/2025").text(2025 * 12) == "01/2025")
    #expect(try form("10/2025").joined(with: form("9/2025"))?.text(2025 * 12) == "1/2025")
    #expect(try form("9/2025").joined(with: form("09/2025")) == nil)
    #expect(try form("May 2025").joined(with: form("June 2025"))?.text(2025 * 12) == "January 2025")
    #expect(try form("May 2025").text(2025 * 12) == "Jan 2025")
    #expect(try form("Q1/2024").joined(with: form("Quý 1/2024")) == nil)
  }

  @Test("The days of periods lie side by side", arguments: PeriodGrain.allCases)
  func days(_ grain: PeriodGrain) {
    for number in stride(from: -30, to: 30_000, by: 7) {
      let days = grain.days(number)
      #expect(days.upperBound + 1 == grain.days(number + 1).lowerBound)
      #expect(grain.number(ofDay: days.lowerBound) == number)
      #expect(grain.number(ofDay: days.upperBound) == number)
      #expect(grain.isPeriod(days))
      #expect(!grain.isPeriod(days.lowerBound...days.upperBound - 1))
    }
  }
}
