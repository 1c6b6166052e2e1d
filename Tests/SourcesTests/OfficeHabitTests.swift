import Columns
import Sources
import TestSupport
import Testing

/// Files as offices write them: each is read right, or its note says what it may mean and what to write.
@Suite("Habits of offices")
struct OfficeHabitTests {
  /// A column of a file cut by tabs.
  private func column(
    _ cells: [String], name: String = "v", _ change: (inout ReadOptions) -> Void = { _ in }
  ) throws -> (type: DataType, cells: [String], loaded: LoadedTable) {
    let loaded = try load("k\t\(name)\n" + cells.map { "x\t\($0)\n" }.joined(), change)
    return (loaded.table.types[1], loaded.table.rows.map { $0[1] }, loaded)
  }

  @Test("texts that look like times which no type reads are told, with what to write")
  func unreadTimes() throws {
    for (cells, part) in [
      (["Tuần 1/2023", "Tuần 2/2023"], "week"), (["Tuần 01", "Tuần 10"], "week"),
      (["2023-W01", "2023-W02"], "week"), (["W1/2023", "W2/2023"], "week"),
      (["Week 1", "Week 2"], "week"), (["Kỳ 1", "Kỳ 2"], "natural(v)"),
      (["Kỳ 1/2024", "Kỳ 2/2024"], "natural(v)"),
      (["Đợt 1 năm 2024", "Đợt 2 năm 2024"], "natural(v)"),
      (["HK1 2023-2024", "HK2 2023-2024"], "natural(v)"),
      (["Học kỳ I năm học 2023-2024", "Học kỳ II năm học 2023-2024"], "natural(v)"),
      (["3 tháng đầu năm 2024", "9 tháng đầu năm 2024"], "beginning of a year"),
      (["6T/2023", "6T/2024"], "beginning of a year"),
      (["Lũy kế tháng 1/2024", "Lũy kế tháng 2/2024"], "beginning of a year"),
      (["9 tháng năm 2023", "9 tháng năm 2024"], "beginning of a year"),
      (["Tháng 1", "Tháng 12"], "concat(v, \"/2024\")"),
      (["6 tháng đầu năm", "6 tháng cuối năm"], "no year"),
      (["Tháng Một 2023", "Tháng Hai 2023"], "in words"),
      (["01/23", "12/23"], "period_end(replace(v, \"/\", \"/20\"))"),
      (["5/7", "30/11"], "split_part"), (["01-23", "12-23"], "period_end"),
      (["trước 31/12/2024", "trước 01/02/2025"], "regex_extract"),
      (["01/01/2024 - 07/01/2024", "08/01/2024 - 14/01/2024"], "regex_extract"),
      (["Thứ Hai, 01/01/2024", "Thứ Ba, 02/01/2024"], "regex_extract"),
      (["2023r", "2024p"], "{4}"), (["7:30", "10:15"], "natural(v)"),
      (["1985", "15/03/1990", "02/1992"], "period_end(v)"),
      (["I/2023", "II/2023"], "concat(\"Q \", v)"),
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      #expect(found.loaded.codes == ["N0534"], "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.notes.first?.en.contains(part) == true, "\(found.loaded.notes)")
      #expect(found.loaded.table.fields[1].reason != nil)
    }
    // A letter alone is a month where the name of the column says so.
    #expect(try column(["T1", "T2"], name: "Tháng").loaded.codes == ["N0534"])
    let year = try load("Năm,Quý,v\n2023,Q1,1\n2023,Q2,2\n2024,Q1,3\n")
    #expect(year.notes.first?.en.contains("period_end(concat(Quý, \"/\", Năm))") == true)
  }

  @Test("parts of a number and lengths of time are told, with the expression that reads them")
  func pairsAndSpans() throws {
    let part = "float(split_part(v, \"/\", 1)) / float(split_part(v, \"/\", 2)) the share"
    for cells in [
      ["8.5/10", "7/10", "9.25/10"], ["8,5/10", "7/10"], ["15/20", "17/20", "18/20"],
      ["34/57", "40/63"], ["120/150", "7/9"], ["8.5 / 10", "7 / 10"], ["31/40", "12/40", "9/40"],
    ] {
      let found = try column(cells)
      #expect(found.loaded.codes == ["N0528"], "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.notes.first?.en.contains(part) == true, "\(found.loaded.notes)")
      #expect(found.loaded.notes.first?.en.contains("period_end") == false)
    }
    // A name settles what may be a day as well; numbers of documents are neither.
    #expect(try column(["7/10", "9/10"], name: "Điểm").loaded.codes == ["N0528"])
    #expect(try column(["7/10", "9/10"]).loaded.codes == ["N0534"])
    #expect(try column(["411/2022", "53/2024"]).loaded.notes.isEmpty)
    for (cells, unit) in [
      (["1h30", "2h15"], "minutes"), (["1h30", "2h", "45 phút"], "minutes"),
      (["1 giờ 30 phút", "2 giờ"], "minutes"), (["2 ngày 3 giờ", "5 giờ"], "hours"),
      (["2h30'", "45'"], "minutes"), (["1 năm 6 tháng", "9 tháng"], "months"),
      (["3 tuần", "2 ngày"], "days"), (["5 phút 20 giây", "40 giây"], "seconds"),
      (["1 hour 20 min", "2 hours"], "minutes"), (["8h00", "17h30"], "minutes"),
    ] {
      let found = try column(cells)
      #expect(found.loaded.codes == ["N0534"], "\(cells) \(found.loaded.notes)")
      #expect(
        found.loaded.notes.first?.en.hasSuffix("is \(unit)") == true, "\(found.loaded.notes)")
    }
    for cells in [["45 phút", "30 phút"], ["2h", "3h"], ["5 giây", "7 giây"]] {
      #expect(try column(cells).loaded.codes == ["N0528"], "\(cells)")
    }
    #expect(try column(["25:10", "31:05"]).loaded.codes == ["N0534"])
  }

  @Test("plain numbers among numbers with marks are told, and units are brought together")
  func mixedNumbers() throws {
    for (cells, part) in [
      (["95,2*", ">90", "≈ 5", "88,1"], "95,2*"), (["1.250²", "2.300", "3.100¹"], "1.250²"),
      (["1=", "1=", "3"], "1="), (["5", "12 triệu", "7 tỷ"], "\"tỷ\") => 1000000000"),
      (["1,5 tỷ đồng", "850 triệu đồng"], "\"tỷ đồng\") => 1000, else => 1"),
      (["5 nghìn", "2 triệu", "1 tỷ"], "\"tỷ\") => 1000000, contains(v, \"triệu\") => 1000"),
      (["95,2 (1)", "90,5", "88"], "95,2 (1)"), (["5", "6", "7*"], "7*"),
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      let note = try #require(found.loaded.notes.first, "\(cells)")
      #expect(["N0528", "N0507"].contains(note.code), "\(note)")
      #expect(note.en.contains(part) && note.en.contains("regex_extract"), "\(note.en)")
      #expect(!note.en.contains("nulls"), "\(note.en)")
    }
    #expect(
      try column(["5", "12 tỷ", "7"]).loaded.notes.first?.en.contains("=> 1000000000") == true)
  }

  @Test("parts of the row above, and footnotes below two columns")
  func partsAndFootnotes() throws {
    for text in ["Trong đó: nữ", "- Trong đó nữ", "Of which: women", "trong đó: DTTS"] {
      let loaded = try load("k,v\nA,100\nB,50\n\(text),20\nC,30\n")
      #expect(loaded.codes == ["N0523"], "\(text) \(loaded.notes)")
      #expect(loaded.notes.first?.en.contains("line 4") == true)
      #expect(loaded.table.rowCount == 4)
    }
    #expect(try load("k,v\nTrống Đồng,100\nB,50\n").notes.isEmpty)
    for text in ["(1) Không có số liệu", "2) ước tính", "¹ sơ bộ"] {
      let loaded = try load("k;v\nA;5,5\nB;7\n\(text)\n")
      #expect(loaded.table.rowCount == 2, "\(text) \(loaded.notes)")
      #expect(loaded.notes.contains { $0.en.contains(text) }, "\(loaded.notes)")
    }
  }

  @Test("a whole whose level is its own is told where it is no sum")
  func levels() throws {
    let loaded = try load(
      "k,cấp,v\nCả nước,QG,1000\nĐiện Biên,Tỉnh,300\nHuyện A,Huyện,100\nHuyện B,Huyện,200\nSơn La,Tỉnh,700\n"
    )
    #expect(loaded.notes.contains { $0.code == "N0515" }, "\(loaded.notes)")
    let sum = try load("k,cấp,v\nCả nước,QG,1000\nĐiện Biên,Tỉnh,300\nSơn La,Tỉnh,700\n")
    #expect(sum.codes == ["N0512"] && sum.table.rowCount == 2)
  }

  @Test("what is no time is not taken for one")
  func noTimes() throws {
    for cells in [
      ["T1", "T2"], ["Q1", "Q3"], ["10-14", "15-19"], ["1-3", "2-5", "10-12"],
      ["Kỳ Sơn 2", "Kỳ Anh 1"], ["1h30x", "2h15x"],
      ["2021-2025", "2026-2030"], ["Tổ 1", "Tổ 2"], ["12 Trần Phú", "5 Lê Lợi"], ["A1", "B2"],
      ["07:30", "10:15"],
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      #expect(found.loaded.notes.isEmpty, "\(cells) \(found.loaded.notes)")
    }
  }

  @Test("ranges whose order as texts is another than that of their numbers are told")
  func ranges() throws {
    for cells in [
      ["0-4", "5-9", "10-14", "15-19"], ["5 – 9", "10 – 14"],
      ["<5", "5-9", "10-14", "15-19", "20-24"],
      ["0-0,5", "0,5-1", "1-10", "10-20", "100-200"],
    ] {
      let found = try column(cells)
      #expect(found.type == .text)
      #expect(found.loaded.codes == ["N0528"], "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.notes[0].en.contains("sort natural("))
    }
  }

  @Test("periods beside their own parts are told, and others are not")
  func nestedPeriods() throws {
    for (cells, isTold) in [
      (["2023", "2024-Q1", "2024-Q2", "2024"], true), (["2024", "Quý 1/2024"], true),
      (["Quý 1/2024", "Năm 2024"], true), (["2024-01", "2024-02", "2024-Q1"], true),
      (["2023", "2024-Q1"], false), (["2023", "2024"], false), (["2024-Q1", "2024-Q2"], false),
      (["2024-Q1", "x", "2024"], false), (["2024-01-05", "2024"], false),
    ] as [([String], Bool)] {
      let rows = cells.map { "\($0),1\n" }.joined()
      let loaded = try load("k,v\n" + rows)
      #expect(loaded.codes.contains("N0523") == isTold, "\(cells) \(loaded.notes)")
    }
  }

  @Test("roman numbers, points and words of more forms are periods")
  func periods() throws {
    for (cells, wanted) in [
      (["I/2023", "III/2023"], ["2023-03-31", "2023-09-30"]),
      (["IV-2023", "I-2024"], ["2023-12-31", "2024-03-31"]),
      (["2023-III", "2023-IV"], ["2023-09-30", "2023-12-31"]),
      (["I/2023", "XII/2023"], ["2023-01-31", "2023-12-31"]),
      (["01.2023", "12.2023"], ["2023-01-31", "2023-12-31"]),
      (["Năm 2023, tháng 1", "Năm 2023, tháng 12"], ["2023-01-31", "2023-12-31"]),
      (["Quý 1, năm 2023", "Quý 4, năm 2023"], ["2023-03-31", "2023-12-31"]),
      (["Nửa đầu năm 2023", "Nửa cuối năm 2023"], ["2023-06-30", "2023-12-31"]),
      (["nửa đầu năm 2023", "nửa cuối năm 2023"], ["2023-06-30", "2023-12-31"]),
      (["Sept 2023", "Oct 2023"], ["2023-09-30", "2023-10-31"]),
    ] {
      let found = try column(cells)
      #expect(found.type == .date, "\(cells) \(found.loaded.notes)")
      #expect(found.cells == wanted, "\(cells)")
    }
    for (name, wanted) in [("Quý", "2023-06-30"), ("Tháng", "2023-02-28")] {
      #expect(try column(["I/2023", "II/2023"], name: name).cells.last == wanted)
    }
  }

  @Test("numbers with something beside them are told, with the expression that reads them")
  func besideNumbers() throws {
    for (cells, part) in [
      (["5 tr", "7,5 tr"], "float(replace(v, \" tr\", \"\"))"),
      (["5 tỷ", "7 tỷ"], "float(replace(v, \" tỷ\", \"\"))"), (["5 m2", "12 m2"], "\"m2\""),
      (["500k", "70k"], "\"k\""), (["1.5M", "2M"], "\"M\""), (["5*", "7*"], "\"*\""),
      (["~5", "~7"], "\"~\""), (["'5", "'7"], "\"'\""), (["12 người", "7 người"], "\"người\""),
      ([">5", "<7"], "regex_extract"), (["500 k", "2 tỷ"], "regex_extract"),
      (["(5)", "(7)"], "types: {v: float}"), (["5-", "7-"], "types: {v: float}"),
      (["–5", "–7"], "types: {v: float}"),
    ] {
      let found = try column(cells)
      #expect(found.type == .text, "\(cells)")
      #expect(found.loaded.codes == ["N0528"], "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.notes.first?.en.contains(part) == true, "\(found.loaded.notes)")
    }
    for cells in [["(5)", "(7)"], ["5-", "7-"], ["–5", "–7"]] {
      #expect(try column(cells) { $0.types = ["v": .float] }.cells == ["-5.0", "-7.0"])
    }
  }

  @Test("a minus behind a number, or an en dash, is one beside plain numbers, and told")
  func dashes() throws {
    for (cells, wanted) in [
      (["5-", "7"], ["-5", "7"]), (["–5", "7"], ["-5", "7"]),
      (["1.250,50-", "7,25"], ["-1250.5", "7.25"]), (["–3,5 %", "7 %"], ["-3.5", "7.0"]),
      (["9", "–1 234"], ["9", "-1234"]), (["0,5", "–0,5"], ["0.5", "-0.5"]),
      (["12", "1-"], ["12", "-1"]), (["–12,5", "–3", "4"], ["-12.5", "-3.0", "4.0"]),
      (["7", " –5 "], ["7", "-5"]), (["1,250.5-", "0.25"], ["-1250.5", "0.25"]),
    ] {
      let found = try column(cells)
      #expect(found.cells == wanted, "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.codes.contains("N0528"), "\(cells)")
    }
    #expect(try column(["5", "–", "7"]).loaded.codes == ["N0508"])
    #expect(try column(["5–7", "7"]).type == .text)
  }

  @Test("codes for missing values and days that nobody meant are told and kept")
  func sentinels() throws {
    for (cells, value) in [
      (["-9999", "12", "15"], "-9999"), (["-999", "12.5", "15.5"], "-999"),
      (["9999", "12", "15", "999"], "9999"), (["99999", "120", "15"], "99999"),
      (["-99", "1", "2"], "-99"), (["999", "45", "60"], "999"),
      (["9999999", "450000", "60"], "9999999"),
      (["31/12/9999", "15/03/2024", "20/02/2024"], "9999-12-31"),
      (["0.85", "0.92", "100", "0.77"], "holds 100"),
      (["01/01/1900", "15/03/2024", "20/02/2024"], "1900-01-01"),
      (["31/12/0204", "15/03/2024", "20/02/2024"], "0204-12-31"),
      (["1970-01-01", "2024-03-15", "2023-03-15"], "1970-01-01"),
    ] {
      let found = try column(cells)
      let notes = found.loaded.notes.filter { $0.code == "N0524" }
      #expect(notes.count == 1 && notes[0].en.contains(value), "\(cells) \(found.loaded.notes)")
      #expect(!found.cells.contains("∅"), "\(cells)")
    }
    for cells in [
      ["0.5", "100", "7.5"], ["-99", "-120", "15"], ["999", "1500", "700"], ["99", "1", "2"],
      ["9999", "8000", "12"],
      ["01/01/1900", "05/03/1903", "20/02/1910"], ["2024-03-15", "2023-03-15"],
    ] {
      #expect(!(try column(cells)).loaded.codes.contains("N0524"), "\(cells)")
    }
    let out = try column(["-9999", "12", "15"]) { $0.nulls = ["-9999"] }
    #expect(out.cells == ["∅", "12", "15"])
    #expect(out.loaded.notes.isEmpty)
  }

  @Test("numbers that look like days or months, and places in an outline, are told")
  func numbersOfTime() throws {
    for (cells, name, part) in [
      (["20240131", "20240229"], "v", "parse_date(text(v), \"yyyyMMdd\")"),
      (["202401", "202412"], "v", "last_day(parse_date(concat(v, \"01\"), \"yyyyMMdd\"))"),
      (["2024.01", "2024.12"], "v", "types: {v: text}"),
      (["10.2024", "12.2024"], "v", "types: {v: text}"),
      (["45292", "45300"], "Ngày ký", "types: {`Ngày ký`: date}"),
      (["1.1", "1.9", "1.10"], "v", "types: {v: text}"),
    ] {
      let found = try column(cells, name: name)
      #expect(found.loaded.codes == ["N0525"], "\(cells) \(found.loaded.notes)")
      #expect(found.loaded.notes.first?.en.contains(part) == true, "\(found.loaded.notes)")
    }
    for cells in [
      ["20240131", "20240132"], ["202401", "202413"], ["45292", "45300"], ["2024.01", "2024.13"],
      ["1.1", "1.5"], ["1.10", "1.50"], ["2024", "2025"],
    ] {
      #expect(try column(cells).loaded.notes.isEmpty, "\(cells)")
    }
  }

  @Test("empty lines and the header said again are no rows")
  func noRows() throws {
    let rows = ["A,1,x", "B,2,y"]
    for (lines, count) in [
      (["k,v,w", "A,1,x", ",,", "B,2,y"], 1), (["k,v,w", ",,", "A,1,x", "B,2,y"], 1),
      (["k,v,w", "A,1,x", ",,", ",,", "B,2,y"], 2), (["k,v,w", "A,1,x", ",", "B,2,y"], 1),
      (["k,v,w", "A,1,x", "k,v,w", "B,2,y"], 1), (["k,v,w", "k,v,w", "A,1,x", "B,2,y"], 1),
      (["k,v,w", "A,1,x", "k,v,w", "B,2,y", "k,v,w"], 2),
    ] {
      for blockSize in [8, 1 << 16] {
        let loaded = try load(lines.joined(separator: "\n") + "\n") { $0.blockSize = blockSize }
        #expect(
          loaded.table.rows.map { $0.joined(separator: ",") } == rows, "\(lines) \(loaded.notes)")
        #expect(loaded.table.types == [.text, .int, .text], "\(lines)")
        let note = loaded.notes.first { $0.code == "N0514" && $0.en.hasPrefix("\(count) ") }
        #expect(note != nil, "\(lines) \(loaded.notes)")
      }
    }
    // Quotes around nothing are a text, and `strict` takes every line.
    #expect(try load("k,v\n\"\",\"\"\nA,1\n").table.rowCount == 2)
    #expect(try load("k,v\n,\nA,1\n") { $0.mode = .strict }.table.rowCount == 2)
  }

  @Test("lines under the header that number the columns or name their units")
  func underHeader() throws {
    let rows = "1,Xã A,120,\"85,5\"\n2,Xã B,80,\"90,25\"\n3,Xã C,100,\"70,5\"\n"
    for line in ["A,B,1,2", "(1),(2),(3),(4)", "1,2,3,4=3/2", "(1),(2),(3),(4)=(3)/(2)"] {
      let loaded = try load("STT,Đơn vị,Số hồ sơ,Tỷ lệ\n\(line)\n\(rows)")
      #expect(loaded.table.rowCount == 3, "\(line) \(loaded.notes)")
      #expect(loaded.table.types == [.int, .text, .int, .float], "\(line)")
      #expect(loaded.codes.first == "N0511", "\(line)")
    }
    let units = try load("STT,Đơn vị,Số,Tỷ lệ\n,,hồ sơ,%\n\(rows)")
    #expect(units.table.names == ["STT", "Đơn vị", "Số hồ sơ", "Tỷ lệ %"])
    #expect(units.table.types == [.int, .text, .int, .float])
    // Rows of one letter are rows.
    #expect(try load("a,b,c,d\nA,B,1,2\nC,D,3,4\n").table.rowCount == 2)
  }

  @Test("rows that head groups of numbered rows are told where they are the sums of those")
  func groups() throws {
    for lines in [
      ["I,P,200", "1,A,120", "2,B,80", "II,Q,100", "1,C,100"],
      ["A,P,200", "1,A,120", "2,B,80", "B,Q,100", "1,C,60", "2,D,40"],
      ["A,P,300", "I,Q,200", "1,A,120", "2,B,80", "II,R,100", "1,C,60", "2,D,40"],
      ["1,P,200", "1.1,A,120", "1.2,B,80", "2,Q,100", "2.1,C,100"],
    ] {
      let loaded = try load("STT,Đơn vị,Số\n" + lines.joined(separator: "\n") + "\n")
      #expect(loaded.table.rowCount == lines.count, "\(lines)")
      #expect(
        loaded.notes.contains { $0.code == "N0515" && $0.en.contains("twice") },
        "\(lines) \(loaded.notes)")
    }
    for (lines, kept) in [
      (
        ["I,P,200", "1,A,120", "2,B,80", "II,Q,100", "1,C,100", ",Tổng cộng,300"],
        ["A", "B", "C"]
      ),
      (["1,A,120", "2,B,80", ",Cộng,200", "3,C,60", "4,D,40", ",Cộng,100"], ["A", "B", "C", "D"]),
      (
        ["1,A,120", "2,B,80", ",Cộng,200", "3,C,60", "4,D,40", ",Cộng,100", ",Tổng cộng,300"],
        ["A", "B", "C", "D"]
      ),
    ] {
      let loaded = try load("STT,Đơn vị,Số\n" + lines.joined(separator: "\n") + "\n")
      #expect(loaded.table.rows.map { $0[1] } == kept, "\(lines) \(loaded.notes)")
      #expect(loaded.codes.contains("N0512") && !loaded.codes.contains("N0523"), "\(lines)")
    }
    // Figures that are no sums, and heads without figures, do not count twice.
    for text in [
      "STT,Đơn vị,Số\nI,P,205\n1,A,120\n2,B,80\nII,Q,100\n1,C,100\n",
      "STT,Đơn vị,Số\nI,P,\n1,A,120\n2,B,80\nII,Q,\n1,C,100\n",
    ] {
      let loaded = try load(text)
      #expect(loaded.table.rowCount == 5)
      #expect(!loaded.codes.contains("N0515"), "\(loaded.notes)")
    }
  }

  @Test("a column under merged cells, and a header like the rows below it, are told")
  func shapes() throws {
    let merged = try load("Huyện,Xã,Số\nA,x,1\n,y,2\n,z,3\nB,u,4\n,v,5\n")
    #expect(merged.codes == ["N0526"])
    #expect(try load("Huyện,Xã,Số\nA,x,1\nA,y,2\n,z,3\nB,u,4\n,v,5\n").notes.isEmpty)
    let header = try load("Xã A,Huyện A\nXã B,Huyện B\nXã C,Huyện C\n")
    #expect(header.codes == ["N0511"])
    #expect(header.notes.first?.en.contains("header: false") == true)
    #expect(try load("Tên xã,Tên huyện\nXã B,Huyện B\nXã C,Huyện C\n").notes.isEmpty)
  }

  @Test("a time before its day is read")
  func timeFirst() throws {
    for (cells, wanted) in [
      (["14:30 31/12/2024", "08:00 01/02/2024"], "2024-12-31 14:30:00"),
      (["14:30:15 31/12/2024", "08:00:00 01/02/2024"], "2024-12-31 14:30:15"),
      (["14h30 ngày 31/12/2024", "8h00 ngày 01/02/2024"], "2024-12-31 14:30:00"),
      (["14:30, 31/12/2024", "08:00, 01/02/2024"], "2024-12-31 14:30:00"),
    ] {
      let found = try column(cells)
      #expect(found.type == .timestamp, "\(cells)")
      #expect(found.cells.first == wanted, "\(cells)")
    }
    #expect(try column(["25:30 31/12/2024", "08:00 01/02/2024"]).type == .text)
  }

  @Test("a value that is written in another way than the others is no missing value")
  func otherWriting() throws {
    for (cells, part) in [
      (["5 %", "6 %", "7"], "float(v)"), (["1.234.567", "12.5", "7"], "float(v)"),
      (["31/12/2024", "2024-12-30", "15/03/2024"], "date(v)"),
      (["15/03/1990", "20/02/1992", "1985"], "date(v)"),
    ] {
      let notes = try column(cells).loaded.notes
      #expect(notes.map(\.code) == ["N0507"], "\(notes)")
      #expect(notes.first?.en.contains(part) == true, "\(notes)")
      #expect(notes.first?.en.contains("nulls") == false, "\(notes)")
    }
  }

  @Test("texts that differ in capitals, spaces or the place of a tone alone are told")
  func alike() throws {
    for cells in [
      ["Hoà Bình", "Hòa Bình"], ["Điện Biên", "ĐIỆN BIÊN"], ["Xã A", "Xã  A"],
      ["Xã A", "Xã\u{A0}A"], ["Ðiện Biên", "Điện Biên"], ["Có", "có"], ["Thuỷ", "Thủy"],
      ["khoẻ", "khỏe"], ["Mường Ảng", "Mường ảng"], ["X", "x"], ["Uỷ ban", "Ủy  Ban"],
    ] {
      for (more, distinct) in [(0, 0), (70_000, 0), (5_000, 5_000)] {
        let loaded = try load(
          "k\tv\n"
            + (cells + (0..<more).map { distinct > 0 ? "khác \($0)" : "khác" })
            .map { "\($0)\t1\n" }.joined())
        #expect(loaded.codes == ["N0527"], "\(cells) \(loaded.notes)")
        #expect(loaded.table.rowCount == more + 2)
      }
    }
    for cells in [
      ["Na Ư", "Na U"], ["Nà Hỳ", "Nà Hỷ"], ["Lan", "Liên", "Loan"], ["A1", "A2"], ["ma", "má"],
      ["Hòa Bình", "Hòa Binh"], ["Xã A", "Xã A"],
    ] {
      let loaded = try load("k\tv\n" + cells.map { "\($0)\t1\n" }.joined())
      #expect(loaded.notes.isEmpty, "\(cells) \(loaded.notes)")
    }
  }

  @Test("codes that a spreadsheet cut down to exponents are told")
  func exponents() throws {
    #expect(try column(["1.1190001234E+10", "1.1190001235E+10"]).loaded.codes == ["N0525"])
    #expect(try column(["1,1E+11", "1,2E+11"]).loaded.codes == ["N0525"])
    #expect(try column(["1.5E+05", "2E+05"]).loaded.notes.isEmpty)
    #expect(try column(["1.5E+12", "2.5"]).loaded.notes.isEmpty)
  }
}
