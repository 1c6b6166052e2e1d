import Columns
import Sources
import Testing

/// Values as people write them: each row of a table is a column of texts and what it must be read as.
@Suite("Values as people write them")
struct ValueHabitTests {
  /// A column of a file cut by tabs, with further columns where they matter.
  private func column(
    _ cells: [String], beside: [String] = [], _ change: (inout ReadOptions) -> Void = { _ in }
  ) throws -> (type: DataType, cells: [String], loaded: LoadedTable) {
    var text = "k\tv\tw\n"
    for (index, cell) in cells.enumerated() {
      text += "x\t\(cell)\t\(beside.isEmpty ? "" : beside[index % beside.count])\n"
    }
    let loaded = try load(text, change)
    return (loaded.table.types[1], loaded.table.rows.map { $0[1] }, loaded)
  }

  private struct Case: Sendable {
    let cells: [String]
    let wanted: [String]
    let type: DataType
    let unit: String?
    init(_ cells: [String], _ wanted: [String], _ type: DataType, unit: String? = nil) {
      self.cells = cells
      self.wanted = wanted
      self.type = type
      self.unit = unit
    }
  }

  private func check(_ cases: [Case], _ change: (inout ReadOptions) -> Void = { _ in }) throws {
    for one in cases {
      let found = try column(one.cells, change)
      #expect(found.type == one.type, "\(one.cells)")
      #expect(found.cells == one.wanted, "\(one.cells)")
      #expect(found.loaded.table.fields[1].unit == one.unit, "\(one.cells)")
    }
  }

  @Test("spaces around numbers with groups, brackets and signs are no part of them")
  func spacesAround() throws {
    for (texts, wanted) in [
      ([" 5 481 170\u{A0}", " 246\u{A0}", "\u{A0}3 "], [5_481_170, 246, 3]),
      ([" (350)\u{A0}", " 246 ", "3"], [-350, 246, 3]),
      ([" \u{2212}16 236\u{A0}", " 4 ", " NULL "], [-16_236, 4, nil]),
      ([" 358.936,34\u{A0}", " 95,70 ", " 0,28 "], [358_936.34, 95.7, 0.28]),
    ] as [([String], [Double?])] {
      let lines = texts.enumerated().map { "r\($0);\($1)" }
      let loaded = try load((["k;v"] + lines).joined(separator: "\n") + "\n")
      #expect(loaded.table.columns[1].values.map(\.asDouble) == wanted, "\(texts) \(loaded.notes)")
    }
  }

  @Test("grouped numbers whose column settles the decimal sign")
  func grouped() throws {
    try check([
      Case(["1,234", "12,345", "1.5"], ["1234.0", "12345.0", "1.5"], .float),
      Case(["1,234,567", "12"], ["1234567", "12"], .int),
      Case(["1.234.567", "12"], ["1234567", "12"], .int),
      Case(["1,234.5", "0.25"], ["1234.5", "0.25"], .float),
      Case(["1.234,5", "0,25"], ["1234.5", "0.25"], .float),
      Case(["262.151", "82,96"], ["262151.0", "82.96"], .float),
      Case(["1,234", "0.5"], ["1234.0", "0.5"], .float),
      Case(["1.234", "0,5"], ["1234.0", "0.5"], .float),
      Case(["1 234", "12 345 678", "9"], ["1234", "12345678", "9"], .int),
      Case(["1\u{A0}234", "5"], ["1234", "5"], .int),
      Case(["1\u{202F}234,5", "5"], ["1234.5", "5.0"], .float),
      Case(["1\u{2009}234.5", "5"], ["1234.5", "5.0"], .float),
      Case(["1'234", "12'345.5"], ["1234.0", "12345.5"], .float),
      Case(["1\u{2019}234", "5"], ["1234", "5"], .int),
      Case(["1 234,5", "1 234"], ["1234.5", "1234.0"], .float),
      // Not in threes: no numbers.
      Case(["12,34,567", "1"], ["12,34,567", "1"], .text),
      Case(["1 23", "4"], ["1 23", "4"], .text),
      Case(["1.5", "1,5"], ["1.5", "1,5"], .text),
    ])
  }

  @Test("numbers that can be read both ways are asked for, unless another column or the user tells")
  func unclear() throws {
    for cells in [
      ["1,234", "12,345", "500"], ["1.234", "500"], ["-1,234"], ["123,456", "1"], ["1.250 đ"],
      ["1,234%", "5%"], ["(1,234)", "5"], ["+1.234"], ["999.999"], ["10,000", "", "2"],
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      #expect(found.loaded.codes == ["N0504"], "\(cells)")
      #expect(found.loaded.notes[0].en.contains("thousands"), "\(cells)")
      #expect(found.loaded.table.fields[1].reason != nil, "\(cells)")
    }
    let cells = ["1,234", "12,345", "500"]
    let grouped = ["1234", "12345", "500"]
    let fractions = ["1.234", "12.345", "500.0"]
    #expect(try column(cells, beside: ["12.5"]).cells == grouped)
    #expect(try column(cells, beside: ["3.75%"]).cells == grouped)
    #expect(try column(cells, beside: ["1,234,567"]).cells == grouped)
    #expect(try column(cells, beside: ["0,5"]).cells == fractions)
    #expect(try column(cells, beside: ["1.5e3"]).cells == grouped)
    #expect(try column(cells, beside: ["9"]).type == .text)
    #expect(try column(cells, beside: ["9.125"]).type == .text)
    #expect(try column(cells, beside: ["31.12.2024"]).type == .text)
    #expect(try column(cells) { $0.thousands = 44 }.cells == grouped)
    #expect(try column(cells) { $0.decimal = 46 }.cells == grouped)
    #expect(try column(cells) { $0.decimal = 44 }.cells == fractions)
    #expect(try column(cells) { $0.thousands = 46 }.cells == fractions)
    #expect(try column(cells, beside: ["12.5"]).loaded.codes == ["N0518"])
    // The answer does not hang on the columns asked for.
    let some = try column(cells, beside: ["12.5"]) { $0.columns = ["k", "v"] }
    #expect(some.cells == grouped)
    #expect(some.loaded.table.names == ["k", "v"])
    #expect(
      failure("k\tv\nx\t1,234\n") { $0.types = ["v": .float] }?.kind == .unclearNumber(","))
  }

  @Test("signs, brackets, units and missing zeros")
  func decorated() throws {
    try check([
      Case(["(350)", "20", "7"], ["-350", "20", "7"], .int),
      Case(["( 1 250 )", "20"], ["-1250", "20"], .int),
      Case(["+350", "-350"], ["350", "-350"], .int),
      Case(["−3.5", "2"], ["-3.5", "2.0"], .float),
      Case([".5", "-.25", "1"], ["0.5", "-0.25", "1.0"], .float),
      Case([",5", "2"], ["0.5", "2.0"], .float),
      Case(["80 %", "7 %", "100%"], ["80.0", "7.0", "100.0"], .float, unit: "%"),
      Case(["82,96%", "7%"], ["82.96", "7.0"], .float, unit: "%"),
      Case(["$1,250.50", "$3"], ["1250.5", "3.0"], .float, unit: "$"),
      Case(["$1,250,000", "300"], ["1250000", "300"], .int, unit: "$"),
      Case(["-$5.5", "($2.5)", "$1"], ["-5.5", "-2.5", "1.0"], .float, unit: "$"),
      Case(["1.250.000 đ", "500 đ"], ["1250000", "500"], .int, unit: "đ"),
      Case(["1 250 VND", "3 VNĐ"], ["1250", "3"], .int, unit: "đ"),
      Case(["€ 1,5", "2,5 €"], ["1.5", "2.5"], .float, unit: "€"),
      // Percentages and plain numbers do not go together, nor two currencies, nor words.
      Case(["45%", "0.5"], ["45%", "0.5"], .text),
      Case(["$5", "€5"], ["$5", "€5"], .text),
      Case(["12 triệu", "5"], ["12 triệu", "5"], .text),
      // Labels in brackets are no negative numbers.
      Case(["(1)", "(2)", "(3)"], ["(1)", "(2)", "(3)"], .text),
      Case(["+84912345678", "1"], ["+84912345678", "1"], .text),
      Case(["--5", "1"], ["--5", "1"], .text),
    ])
  }

  @Test("codes stay text")
  func codes() throws {
    for cells in [
      ["12E4", "1867E5"], ["1867e593836"], ["001", "2"], ["1234567890123456"],
      ["0912 345 678", "1"], ["12345678901234567890", "1"], ["1-2", "3"], ["00", "1"],
      ["1e5", "2"], ["A12", "12"],
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      #expect(found.cells == cells)
    }
    try check([
      Case(["1.5e3", "2e-1"], ["1500.0", "0.2"], .float),
      Case(["1e+5", "2"], ["100000.0", "2.0"], .float),
      Case(["-2E5", "1"], ["-200000.0", "1.0"], .float),
      Case(["1,5e3", "2,5"], ["1500.0", "2.5"], .float),
      Case(["123456789012345", "1"], ["123456789012345", "1"], .int),
    ])
    #expect(try column(["1234567890123456"]) { $0.types = ["v": .int] }.type == .int)
    let code = try column(["1e3", "2.5e3"])
    #expect(code.loaded.notes.first?.en.contains("types: {v: float}") == true)
    #expect(
      try column(["1e3", "2.5e3"]) { $0.types = ["v": .float] }.cells == ["1000.0", "2500.0"])
    #expect(try column(["12E4"]) { $0.types = ["v": .float] }.cells == ["120000.0"])
  }

  private static let missing = [
    "..", "…", "-", "–", "—", ".", "NA", "N/A", "n/a", "#N/A", "#REF!", "#DIV/0!", "NULL", "null",
    "None", "\\N", "NaN", "nan", "inf", "-inf", "không có", "Chưa có", "k/c", " - ",
  ]

  @Test("words for missing values among numbers and dates, wherever they stand", arguments: missing)
  func missingWords(_ word: String) throws {
    for (cells, type) in [
      (["9", "100"], DataType.int), (["1.5", "2"], .float), (["1 234", "7"], .int),
      (["2024-01-31", "2025-01-01"], .date), (["31/12/2024", "01/02/2024"], .date),
      (["2024-01-31 10:00", "2025-01-01"], .timestamp), (["true", "false"], .bool),
      (["1.5e3", "2"], .float),
    ] {
      let plain = try column(cells)
      for place in 0...2 {
        var own = cells
        own.insert(word, at: place)
        var wanted = plain.cells
        wanted.insert("∅", at: place)
        let found = try column(own)
        #expect(found.type == type, "\(own)")
        #expect(found.cells == wanted, "\(own)")
        let note = try #require(found.loaded.notes.first { $0.code == "N0508" })
        #expect(note.en.contains("1 value in `v` is read as missing"))
        #expect(note.en.contains("line \(place + 2);"), "\(note.en)")
      }
    }
    // Among words they are words; asked to be kept they stay.
    #expect(try column(["abc", word, "def"]).type == .text)
    #expect(try column(["abc", word, "def"]).loaded.codes.filter { $0 == "N0508" } == [])
    let kept = try column(["9", word, "10"]) { $0.knowsMissing = false }
    if !["NaN", "nan", "inf", "-inf"].contains(word) { #expect(kept.type == .text) }
  }

  @Test("a late word is missing too, on any number of threads")
  func lateMissing() throws {
    for place in [1, 300, 19_999] {
      var cells = (1...20_000).map { "\($0)" }
      cells[place] = ".."
      for threads in [1, 4] {
        let found = try column(cells) {
          $0.blockSize = 1 << 12
          $0.threads = threads
        }
        #expect(found.type == .int)
        #expect(found.cells[place] == "∅")
        #expect(found.loaded.notes[0].en.contains("line \(place + 2);"))
      }
    }
  }

  @Test("why a column is text is told, wherever the odd value stands")
  func oddValues() throws {
    for odd in ["khoảng 10", "x", "9 (ước)", "> 5", "12 triệu", "?", "5-6", "1.2.3", "ba", "10a"] {
      for place in [0, 1, 2, 250, 5000] {
        var cells = (1...6000).map { "\($0)" }
        cells[place] = odd
        let found = try column(cells) { $0.blockSize = 1 << 12 }
        #expect(found.type == .text)
        let note = try #require(found.loaded.notes.first, "\(odd) \(place)")
        #expect(note.code == "N0507")
        #expect(note.en.contains("\"\(odd)\" in line \(place + 2);"), "\(note.en)")
        #expect(found.loaded.table.fields[1].reason?.en == note.en)
      }
    }
    let dates = try column(["31/12/2024", "Quý IV/2025", "01/02/2025"])
    #expect(dates.loaded.notes.first?.en.contains("\"Quý IV/2025\" in line 3;") == true)
    // Words with a number among them need no reason.
    #expect(try column(["a", "b", "5"]).loaded.codes == [])
  }

  @Test("dates in many forms")
  func dates() throws {
    let day = ["2024-12-31", "2025-01-02"]
    try check([
      Case(["2024/12/31", "2025/01/02"], day, .date),
      Case(["2024.12.31", "2025.1.2"], day, .date),
      Case(["2024-12-31", "2025-1-2"], day, .date),
      Case(["31/12/2024", "02/01/2025"], day, .date),
      Case(["31.12.2024", "2.1.2025"], day, .date),
      Case(["31-12-2024", "2-1-2025"], day, .date),
      Case(["12/31/2024", "01/02/2025"], day, .date),
      Case(["31/12/24", "02/01/25"], day, .date),
      Case(["31-Dec-2024", "2-Jan-2025"], day, .date),
      Case(["31 December 2024", "2 January 2025"], day, .date),
      Case(["Dec 31, 2024", "Jan 2, 2025"], day, .date),
      Case(["31-Dec-24", "02-Jan-25"], day, .date),
      Case(["31 tháng 12 năm 2024", "2 tháng 1 năm 2025"], day, .date),
      Case(["ngày 31 tháng 12 năm 2024", "ngày 2 tháng 01 năm 2025"], day, .date),
      Case(["31 thg 12, 2024", "2 thg 1, 2025"], day, .date),
      Case(["29/02/2024", "31/12/99"], ["2024-02-29", "1999-12-31"], .date),
    ])
    let times = ["2024-12-31 14:30:00", "2025-01-02 00:00:00"]
    try check([
      Case(["31/12/2024 14:30:00", "02/01/2025 00:00:00"], times, .timestamp),
      Case(["31/12/2024 14:30", "02/01/2025"], times, .timestamp),
      Case(["12/31/2024 2:30 PM", "1/2/2025 12:00 AM"], times, .timestamp),
      Case(["2024-12-31T14:30:00Z", "2025-01-02T00:00Z"], times, .timestamp),
      Case(["2024-12-31T21:30:00+07:00", "2025-01-02T07:00:00+0700"], times, .timestamp),
      Case(["2024/12/31 14:30", "2025/01/02 00:00"], times, .timestamp),
      Case(["31 Dec 2024 14:30", "2 Jan 2025 0:00"], times, .timestamp),
    ])
    #expect(try column(["2024-12-31T21:30:00+07:00"]).loaded.codes == ["N0516"])
    #expect(try column(["31/12/24"]).loaded.codes.sorted() == ["N0506", "N0517"])
    for cells in [
      ["01/02/2024", "03/04/2024"], ["01/02/24"], ["1.2.2024"], ["01/02/2024 10:00"],
    ] {
      #expect(try column(cells).loaded.codes == ["N0503"])
      // Another column tells, or the language does, or the user.
      #expect(try column(cells, beside: ["31/12/2024"]).type.isTemporal)
      #expect(try column(cells, beside: ["31/12/2024"]).cells[0].hasPrefix("2024-02-01"))
      #expect(try column(cells, beside: ["12/31/2024"]).cells[0].hasPrefix("2024-01-02"))
      let vietnamese = try column(cells) { $0.prefersDayFirst = true }
      #expect(vietnamese.cells[0].hasPrefix("2024-02-01"))
      #expect(vietnamese.loaded.codes.contains("N0506"))
      #expect(try column(cells) { $0.dates = .mdy }.cells[0].hasPrefix("2024-01-02"))
    }
    // The same day in either order asks nothing.
    #expect(try column(["05/05/2024", "01/01/2024"]).type == .date)
    for cells in [["2024-02-30"], ["32/12/2024", "1/1/2024"], ["31/12/2024", "12/31/2024"]] {
      #expect(try column(cells).type == .text, "\(cells)")
    }
    #expect(try column(["45657"]) { $0.types = ["v": .date] }.cells == ["2024-12-31"])
    #expect(
      try column(["2024-12-31", ""]) { $0.types = ["v": .date] }.cells == ["2024-12-31", "∅"])
  }

  @Test("a column in which nothing is known has the type null, whatever its emptiness")
  func empty() throws {
    for cells in [
      ["", ""], ["  ", ""], ["\u{A0}", ""], ["-", ".."], ["n/a", ""], ["\"\"", ""],
      ["NULL", "NULL"],
    ] {
      let found = try column(cells)
      #expect(found.type == .null, "\(cells)")
      #expect(found.cells == ["∅", "∅"])
    }
    #expect(try load("a,b\n").table.types == [.null, .null])
    #expect(try column(["", ""]) { $0.types = ["v": .int] }.type == .int)
    #expect(try column(["-", "-"]) { $0.knowsMissing = false }.type == .text)
  }

  @Test("spaces at the ends of texts are left out, with a note")
  func spaces() throws {
    for space in [" ", "  ", "\u{A0}", "\u{2003}", "\u{202F}", "\u{3000}", "\u{200B}", " \u{A0} "] {
      let found = try column([
        "\(space)Đắk Lắk", "Đắk Lắk\(space)", "Đắk Lắk", "\(space)x y\(space)",
      ])
      #expect(found.cells == ["Đắk Lắk", "Đắk Lắk", "Đắk Lắk", "x y"])
      #expect(found.loaded.codes == ["N0509"])
      #expect(found.loaded.notes[0].en.contains("3 texts in `v`"))
      let kept = try column(["\(space)a", "b"]) { $0.trims = false }
      #expect(kept.cells == ["\(space)a", "b"])
    }
    #expect(try column(["a", "   ", "b"]).cells == ["a", "∅", "b"])
    // Texts that hardly repeat too, on any number of threads.
    let many = (0..<90_000).map { $0 % 1000 == 7 ? " t\($0) " : "t\($0)" }
    for threads in [1, 4] {
      let found = try column(many) {
        $0.threads = threads
        $0.blockSize = 1 << 16
      }
      #expect(found.cells == (0..<90_000).map { "t\($0)" })
      #expect(found.loaded.notes[0].en.contains("90 texts in `v`"))
      #expect(found.loaded.notes[0].en.contains("first in row 8"))
    }
  }
}
