import Columns
import Testing

@testable import Sources

@Suite("Cells of workbooks")
struct CellTests {
  @Test("ranges of cells")
  func ranges() {
    func shown(_ text: String) -> String? {
      CellRange(text).map {
        "\($0.columns.lowerBound)..\($0.columns.upperBound - 1) \($0.rows.lowerBound)..\($0.rows.upperBound - 1)"
      }
    }
    #expect(shown("A7:H17") == "0..7 6..16")
    #expect(shown("$b$2:d9") == "1..3 1..8")
    #expect(shown("H17:A7") == "0..7 6..16")
    #expect(shown("C3") == "2..2 2..2")
    #expect(shown("B:F") == "1..5 0..1048575")
    #expect(shown("7:17") == "0..16383 6..16")
    #expect(shown("A7:H") == "0..7 6..1048575")
    #expect(shown("XFD1048576") == "16383..16383 1048575..1048575")
    for wrong in [
      "", ":", "A", "7", "A1:", "A1:B2:C3", "XFE1", "A0", "A1048577", "1A", "AAAA1", "A-1:B2",
      "Sheet1!A1:B2", "A:7", "A1:7", "Đ1:Đ2",
    ] {
      #expect(shown(wrong) == nil, "\(wrong)")
    }
    #expect(CellRange.name(column: 0, row: 0) == "A1")
    #expect(CellRange.name(column: 26, row: 9) == "AA10")
    #expect(CellRange.name(column: 701, row: 0) == "ZZ1")
    #expect(CellRange.name(column: 16_383, row: 0) == "XFD1")
  }

  @Test("what number formats say")
  func formats() {
    func date(_ code: String) -> String {
      let format = CellFormat(code)
      guard format.kind == .date || format.kind == .time else { return "\(format.kind)" }
      return "\(format.kind) \(format.order.map(\.rawValue) ?? "-")"
        + (format.hasDay ? "d" : "") + (format.hasMonth ? "m" : "") + (format.hasTime ? "t" : "")
        + (format.isElapsed ? "e" : "")
    }
    for (code, wanted) in [
      "dd/mm/yyyy": "date dmydm", "m/d/yyyy": "date mdydm", "yyyy\\-mm\\-dd": "date ymddm",
      "[$-42A]dd mmmm yyyy;@": "date dmydm", "[$-409]mmmm d, yyyy": "date mdydm",
      "d-mmm-yy": "date dmydm", "mm/yyyy": "date -m", "mmm-yy": "date -m", "yyyy": "date -",
      "dd/mm/yyyy hh:mm": "date dmydmt", "m/d/yy h:mm AM/PM": "date mdydmt",
      "\"Ngày\" dd \"tháng\" mm \"năm\" yyyy": "date dmydm", "h:mm": "time -t",
      "hh:mm:ss": "time -t", "[h]:mm": "time -te", "mm:ss": "time -t",
      "[mm]:ss": "time -te", "[Red]0.00": "number", "#,##0": "number", "General": "number",
      "@": "number", "0.00%": "percent", "0%;[Red]-0%": "percent", "0.00E+00": "number",
      "# ?/?": "number", "#,##0.00 \"đ\"": "number", "_-* #,##0.00_-": "number",
      "\"day\" 0": "number", "0\\d": "number", "[<1]0.00;#,##0": "number",
    ] {
      #expect(date(code) == wanted, "\(code)")
    }
    #expect(CellFormat("#,##0 \"đ\"").unit == .dong)
    #expect(CellFormat("[$$-409]#,##0.00").unit == .dollar)
    #expect(CellFormat("#,##0.00 [$€-407]").unit == .euro)
    #expect(CellFormat("#,##0\\ [$₫-42A]").unit == .dong)
    #expect(CellFormat("00000").zeros == 5)
    #expect(CellFormat("0").zeros == 0)
    #expect(CellFormat("0.00").zeros == 0)
    #expect(CellFormat("#,##0,").isScaled)
    #expect(CellFormat("0.0,,").isScaled)
    #expect(!CellFormat("#,##0.00").isScaled)
    #expect(!CellFormat("_(* #,##0_);_(* (#,##0)").isScaled)
    for number in [14, 15, 16, 17, 22] { #expect(CellFormat(builtin: number).kind == .date) }
    for number in [18, 19, 20, 21, 45, 46, 47] {
      #expect(CellFormat(builtin: number).kind == .time)
    }
    for number in [9, 10] { #expect(CellFormat(builtin: number).kind == .percent) }
    for number in [0, 1, 2, 3, 4, 11, 12, 13, 37, 38, 39, 40, 48, 49, 163, 999] {
      #expect(CellFormat(builtin: number).kind == .number)
    }
  }

  @Test("numbers as text that has one meaning")
  func numbers() {
    func text(_ number: String, _ shift: Int = 0) -> String? {
      var out: [UInt8] = []
      let bytes = Array(number.utf8)
      let isRead = bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { CellNumber.append($0, bytes.count, shift: shift, &out) } ?? false
      }
      return isRead ? String(decoding: out, as: UTF8.self) : nil
    }
    for (number, wanted) in [
      "5": "5", "0": "0", "-0": "0", "-12.50": "-12.5", "1.234": "1.2340", "12.345": "12.3450",
      "999.999": "999.9990", "1234.567": "1234.567", "0.123": "0.123", "1.2340": "1.2340",
      "28.129999999999999": "28.13", "0.10000000000000001": "0.1", "1e3": "1000", "1E-3": "0.001",
      "1.5E+20": "1.5e+20", "1234567890123456": "1.234567890123456e+15",
      "123456789012345": "123456789012345", "2.5e-7": "2.5e-7", "007": "7", "+5": "5", ".5": "0.5",
      "5.": "5", "1.000": "1", "100": "100", "1.2e2": "120", "-1.234": "-1.2340",
    ] {
      #expect(text(number) == wanted, "\(number)")
    }
    for (number, wanted) in [
      "0.2813": "28.13", "1": "100", "0": "0", "0.07": "7", "0.28999999999999998": "29",
      "0.625": "62.5", "-0.5": "-50", "0.01234": "1.2340", "12.5": "1250", "1e-9": "1e-7",
      "0.2813449023861171": "28.13449023861171", "0.00001": "0.001",
    ] {
      #expect(text(number, 2) == wanted, "\(number)")
    }
    for wrong in ["", "abc", "1,5", "nan", "inf", "1e999", "--1", "1.2.3", "0x10", " 5"] {
      #expect(text(wrong) == nil, "\(wrong)")
    }
  }

  @Test("any number comes back exactly as its text")
  func exact() throws {
    var random = SeededNumbers(7)
    for _ in 0..<20_000 {
      let value = random.next()
      var out: [UInt8] = []
      CellNumber.append(value, &out)
      #expect(Double(String(decoding: out, as: UTF8.self)) == value)
    }
  }

  @Test("days as workbooks count them")
  func days() {
    func day(_ serial: Double, is1904: Bool = false) -> String? {
      CellDate(is1904: is1904).microseconds(serial).map {
        $0 % Calendar.microsecondsPerDay == 0
          ? Calendar.text(date: Int($0 / Calendar.microsecondsPerDay))
          : Calendar.text(timestamp: $0)
      }
    }
    // As Excel shows them.
    for (serial, wanted) in [
      1.0: "1900-01-01", 31: "1900-01-31", 59: "1900-02-28", 61: "1900-03-01", 25_569: "1970-01-01",
      36_526: "2000-01-01", 45_747: "2025-03-31", 60_000: "2064-04-08", 2_958_465: "9999-12-31",
    ] {
      #expect(day(serial) == wanted)
    }
    for serial in [0.0, 0.5, 60, 60.5, 2_958_466, .nan, .infinity, -1e9] {
      #expect(day(serial) == nil)
    }
    // As LibreOffice counts back from 1899-12-30.
    #expect(day(-1) == "1899-12-29")
    #expect(day(-36_522) == "1800-01-01")
    #expect(day(0, is1904: true) == "1904-01-01")
    #expect(day(44_285, is1904: true) == "2025-03-31")
    #expect(day(45_747.5) == "2025-03-31 12:00:00")
    #expect(day(45_747.354_166_666_664) == "2025-03-31 08:30:00")
    #expect(day(45_747.999_999_999) == "2025-04-01")
    #expect(CellDate.microseconds(span: "PT08H30M00S") == 30_600_000_000)
    #expect(CellDate.microseconds(span: "PT30H15M0.5S") == 108_900_500_000)
    #expect(CellDate.microseconds(span: "-PT1H") == -3_600_000_000)
    #expect(CellDate.microseconds(span: "P1DT1H") == 90_000_000_000)
    for wrong in ["", "P", "PT5", "T5H", "PT5X", "8:30"] where wrong != "P" {
      #expect(CellDate.microseconds(span: wrong) == nil, "\(wrong)")
    }
  }
}

/// Doubles of all sizes.
private struct SeededNumbers {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> Double {
    while true {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: state ^ (state >> 29))
      if value.isFinite { return value }
    }
  }
}
