import Columns
import Sources
import Testing

@Suite("Types from the whole file")
struct TypeTests {
  /// A column of one file: its type, cells and notes.
  private func column(
    _ cells: [String], _ change: (inout ReadOptions) -> Void = { _ in }
  ) throws -> (type: DataType, cells: [String], codes: [String]) {
    let loaded = try load("k,v\n" + cells.map { "x,\($0)\n" }.joined(), change)
    return (loaded.table.types[1], loaded.table.rows.map { $0[1] }, loaded.codes)
  }

  @Test("the only decimal of 60,000 rows decides")
  func lateDecimal() throws {
    var cells = (1...60_000).map { "\($0)" }
    cells[50_000] = "50001.25"
    for threads in [1, 4] {
      let found = try column(cells) {
        $0.threads = threads
        $0.blockSize = 1 << 16
      }
      #expect(found.type == .float)
      #expect(found.cells[50_000] == "50001.25")
      #expect(found.cells[0] == "1.0")
    }
    cells[55_000] = "1e+5"
    #expect(try column(cells) { $0.blockSize = 1 << 16 }.cells[50_000] == "50001.25")
    cells[57_000] = "soon"
    let text = try column(cells) { $0.blockSize = 1 << 16 }
    #expect(text.type == .text)
    #expect(text.cells[50_000] == "50001.25")
    #expect(text.cells[0] == "1")
    #expect(text.codes == ["N0507"])
  }

  @Test("the word that no number is gets the blame, not a decimal among integers")
  func blame() throws {
    for blockSize in [1 << 10, 1 << 16, 1 << 22] {
      var cells = (1...20_000).map { "\($0)" }
      cells[9_000] = "9001.25"
      cells[12_000] = "1e+5"
      cells[15_000] = "soon"
      let notes = try load("k,v\n" + cells.map { "x,\($0)\n" }.joined()) {
        $0.blockSize = blockSize
      }.notes
      #expect(notes.count == 1)
      #expect(notes.first?.en.contains("\"soon\" in line 15002;") == true, "\(notes)")
      // Numbers and dates do not go together: the first date is what differs.
      cells[15_000] = "2024-02-29"
      let dates = try load("k,v\n" + cells.map { "x,\($0)\n" }.joined()) {
        $0.blockSize = blockSize
      }.notes
      #expect(dates.first?.en.contains("\"2024-02-29\" in line 15002 ") == true, "\(dates)")
    }
  }

  @Test("a late word is named with its line, in both languages")
  func lateWord() throws {
    var lines = (1...20_000).map { "x,\($0)\n" }
    lines[17_000] = "x,none yet\n"
    let notes = try load("k,v\n" + lines.joined()) { $0.blockSize = 1 << 16 }.notes
    #expect(
      notes.map(\.en) == [
        "`v` is text because of \"none yet\" in line 17002; if that means nothing is known, with (nulls: [\"none yet\"])"
      ])
    #expect(
      notes.map(\.vi) == [
        "`v` là văn bản vì có \"none yet\" ở dòng 17002; nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"none yet\"])"
      ])
  }

  @Test("late values decide after an empty or ambiguous beginning")
  func lateEvidence() throws {
    let empty = [String](repeating: "", count: 5000)
    #expect(try column(empty + ["7"]).type == .int)
    #expect(try column(empty + ["7.5"]).type == .float)
    #expect(try column(empty + ["2024-02-29"]).type == .date)
    #expect(try column(empty + ["true"]).type == .bool)
    #expect(try column(empty + ["Mường Ảng"]).type == .text)
    let dates = [String](repeating: "01/02/2024", count: 5000)
    let dmy = try column(dates + ["31/12/2024"]) { $0.blockSize = 1 << 12 }
    #expect(dmy.type == .date)
    #expect(dmy.cells[0] == "2024-02-01")
    #expect(dmy.codes == ["N0506"])
    let mdy = try column(dates + ["12/31/2024"]) { $0.blockSize = 1 << 12 }
    #expect(mdy.cells[0] == "2024-01-02")
    let both = try column(dates) { $0.blockSize = 1 << 12 }
    #expect(both.type == .text)
    #expect(both.codes == ["N0503"])
    #expect(try column(dates) { $0.dates = .dmy }.cells[0] == "2024-02-01")
    #expect(try column(dates) { $0.dates = .mdy }.cells[0] == "2024-01-02")
    #expect(try column(dates + ["31/12/2024", "12/31/2024"]).type == .text)
  }

  @Test("leading zeros and long numbers stay text, with a note; a given type decides")
  func codes() throws {
    let zeros = try column(["001", "010", "100"])
    #expect(zeros.type == .text)
    #expect(zeros.cells == ["001", "010", "100"])
    #expect(zeros.codes == ["N0505"])
    #expect(try column(["001", "-002", "0"]) { $0.types = ["v": .int] }.cells == ["1", "-2", "0"])
    let late = try column((1...3000).map { "\($0)" } + ["007"])
    #expect(late.type == .text)
    #expect(late.codes == ["N0505"])
    let long = try column(["9223372036854775808", "1"])
    #expect(long.type == .text)
    #expect(long.codes == ["N0505"])
    // Sixteen digits and more are a code, unless the type is given.
    #expect(try column(["9223372036854775807", "0"]).type == .text)
    let edges = try column(["9223372036854775807", "-9223372036854775808", "0"]) {
      $0.types = ["v": .int]
    }
    #expect(edges.type == .int)
    #expect(edges.cells == ["9223372036854775807", "-9223372036854775808", "0"])
    #expect(try column(["79123456789012345678"]) { $0.types = ["v": .float] }.type == .float)
    // Whole numbers that no double holds are not rounded behind anyone's back.
    #expect(try column(["-9007199254740993", "1e+300"]).type == .text)
    #expect(try column(["-9223372036854775807", "0.5"]).type == .text)
    #expect(try column(["-9007199254740993", "0.5"]).cells == ["-9007199254740993.0", "0.5"])
  }

  @Test("numbers in Vietnamese notation")
  func vietnamese() throws {
    func column(_ cells: [String], _ change: (inout ReadOptions) -> Void = { _ in }) throws
      -> (type: DataType, cells: [String], codes: [String])
    {
      let text = "k\tv\n" + cells.map { "x\t\($0)\n" }.joined()
      let loaded = try load(text, change)
      return (loaded.table.types[1], loaded.table.rows.map { $0[1] }, loaded.codes)
    }
    #expect(try column(["262.151", "82,96"]).cells == ["262151.0", "82.96"])
    #expect(try column(["1.262.151", "7"]).cells == ["1262151", "7"])
    let unclear = try column(["262.151", "1.500"])
    #expect(unclear.type == .text)
    #expect(unclear.codes == ["N0504"])
    #expect(unclear.cells == ["262.151", "1.500"])
    #expect(try column(["262.151"]) { $0.decimal = 44 }.cells == ["262151"])
    #expect(try column(["262.151"]) { $0.decimal = 46 }.cells == ["262.151"])
    #expect(try column(["262.151", "26.15"]).cells == ["262.151", "26.15"])
    #expect(try column(["-1.234,5", "0,5"]).cells == ["-1234.5", "0.5"])
    #expect(try column(["40/63"]).type == .text)
    let percent = try load("k\tv\nx\t82,96%\ny\t100%\n")
    #expect(percent.table.rows.map { $0[1] } == ["82.96", "100.0"])
    #expect(percent.table.fields[1].unit == "%")
    #expect(try column(["82.96%", "7%"]).cells == ["82.96", "7.0"])
    #expect(try column(["82%", "7%"]).cells == ["82.0", "7.0"])
    #expect(try column(["1.234%"]).codes == ["N0504"])
  }

  @Test("exact decimals, doubles, and both")
  func floats() throws {
    let exact = try load("v\n82.96\n80.1\n-0.005\n").table
    #expect(
      exact.columns[0].values == [
        .decimal(82_960, scale: 3), .decimal(80_100, scale: 3), .decimal(-5, scale: 3),
      ])
    let wide = try column(["0.123456789012345", "99999.5"])
    #expect(wide.type == .float)
    #expect(wide.cells == ["0.123456789012345", "99999.5"])
    for size in [8, 64, 1 << 20] {
      let mixed = try column(["1", "2.5", "1e+3", "nan", "-inf", "", "6.02e23", "5e1"]) {
        $0.blockSize = size
      }
      #expect(mixed.type == .text)
      let good = try column(["1", "2.5", "1e+3", "nan", "-inf", "", "6.02e23"]) {
        $0.blockSize = size
      }
      #expect(good.type == .float)
      #expect(good.cells == ["1.0", "2.5", "1000.0", "∅", "∅", "∅", "6.02e+23"])
    }
  }

  @Test("bools, timestamps, dates, nulls")
  func others() throws {
    #expect(try column(["true", "FALSE", ""]).cells == ["true", "false", "∅"])
    #expect(try column(["true", "yes"]).type == .text)
    let times = try column(["2024-02-29T23:59:58.5", "2024-03-01", "1969-12-31 00:00Z"])
    #expect(times.type == .timestamp)
    #expect(times.cells[1].hasPrefix("2024-03-01"))
    #expect(try column(["2024-02-29", "0001-01-01", "9999-12-31"]).type == .date)
    #expect(
      try column(["2024-02-29", "0001-01-01", "9999-12-31"]).cells
        == ["2024-02-29", "0001-01-01", "9999-12-31"])
    #expect(try column(["2023-02-29", "2024-01-01"]).type == .text)
    #expect(try column(["2024-13-01"]).type == .text)
    let none = try column(["", "", ""])
    #expect(none.type == .null)
    #expect(none.cells == ["∅", "∅", "∅"])
    let spelled = try column(["NA", "-", "5", "\"NA\""]) { $0.nulls = ["NA", "-"] }
    #expect(spelled.type == .int)
    #expect(spelled.cells == ["∅", "∅", "5", "∅"])
    #expect(try column(["NA", "x", "\"NA\""]) { $0.nulls = ["NA"] }.cells == ["∅", "x", "NA"])
    #expect(try column(["-99", "5"]) { $0.nulls = ["-99"] }.cells == ["∅", "5"])
    // Quoted emptiness is a text among texts and nothing among numbers.
    #expect(try column(["\"\"", "5"]).cells == ["∅", "5"])
    #expect(try column(["\"\"", "", "x"]).cells == ["", "∅", "x"])
    #expect(try column(["\"\"", ""]).cells == ["∅", "∅"])
    #expect(try column(["   ", "5"]).cells == ["∅", "5"])
  }

  @Test("given types")
  func forced() throws {
    #expect(try column(["1", "2"]) { $0.types = ["v": .text] }.cells == ["1", "2"])
    #expect(try column(["1", "2"]) { $0.types = ["v": .float] }.cells == ["1.0", "2.0"])
    let late = (1...3000).map { "\($0).5" } + ["1e5"]
    #expect(try column(late) { $0.types = ["v": .float] }.cells.last == "100000.0")
    #expect(try column(["31/12/2024"]) { $0.types = ["v": .date] }.cells == ["2024-12-31"])
    #expect(
      try column(["2024-12-31"]) { $0.types = ["v": .timestamp] }.type == .timestamp)
    let error = try #require(
      failure("k,v\nx,1\ny,2\nz,đỏ\n") { $0.types = ["v": .int] })
    #expect(error.kind == .wrongValue("đỏ", type: "int"))
    #expect(error.line == 4)
    #expect(error.column == "v")
    #expect(
      failure("k,v\nx,1.5\n") { $0.types = ["v": .int] }?.kind == .wrongValue("1.5", type: "int"))
    #expect(failure("k,v\nx,maybe\n") { $0.types = ["v": .bool] } != nil)
    #expect(failure("k,v\nx,1.5\ny,abc\n") { $0.types = ["v": .float] }?.line == 3)
  }

  @Test("only the columns asked for, whatever their case")
  func projection() throws {
    let table = try load("a,B,c\n1,2,3\n") { $0.columns = ["c", "b", "zzz"] }.table
    #expect(table.names == ["B", "c"])
    #expect(table.rows == [["2", "3"]])
    #expect(try load("a,b\n1,2\n3,4\n") { $0.columns = [] }.table.rowCount == 2)
  }

  @Test("texts are brought to NFC, with a note, however many there are")
  func normal() throws {
    let decomposed = "e\u{302}\u{323}"
    let composed = "\u{1EC7}"
    let change: (inout ReadOptions) -> Void = { options in
      options.normalize = { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        return text.unicodeScalars.contains("\u{302}") ? Array("\u{1EC7}".utf8) : nil
      }
    }
    let few = try column([decomposed, composed], change)
    #expect(few.codes == ["N0502"])
    #expect(few.cells.allSatisfy { Array($0.utf8) == Array(composed.utf8) })
    let many = try load(
      "v\n" + (0..<9000).map { "t\($0)\n" }.joined() + decomposed + "\n", change)
    #expect(many.codes == ["N0502"])
    #expect(Array(many.table.rows[9000][0].utf8) == Array(composed.utf8))
  }
}
