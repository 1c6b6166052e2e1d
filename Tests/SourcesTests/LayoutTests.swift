import Columns
import Sources
import Testing

@Suite("Tables as they stand in files")
struct LayoutTests {
  private func check(
    _ text: String, names: [String], rows: [[String]], codes: [String] = [],
    _ change: (inout ReadOptions) -> Void = { _ in }, at place: SourceLocation = #_sourceLocation
  ) throws {
    let loaded = try load(text, change)
    #expect(loaded.table.names == names, "\(text)", sourceLocation: place)
    #expect(loaded.table.rows == rows, "\(text)", sourceLocation: place)
    let found = Set(loaded.codes)
    #expect(found.isSuperset(of: codes), "\(loaded.codes) \(text)", sourceLocation: place)
    if codes.isEmpty { #expect(found.isEmpty, "\(loaded.notes)", sourceLocation: place) }
  }

  private let body = [["Hà Giang", "97.1", "97.5"], ["Cao Bằng", "95.0", "95.5"]]

  @Test("titles above the header are passed over and told")
  func titles() throws {
    let table = "Tỉnh,2021,2022\nHà Giang,97.1,97.5\nCao Bằng,95.0,95.5\n"
    for (title, line) in [
      ("Bảng 3. Tỷ lệ bao phủ,,\n", 2), ("Bảng 3. Tỷ lệ bao phủ\n", 2),
      ("\"Bảng 3, năm 2022\",,\nĐơn vị tính: %,,\n,,\n", 4), ("\n\nBáo cáo\n\n", 5),
      ("Data Source\n\nLast Updated Date: 2024-06-28\n\n", 5),
      ("UBND TỈNH,,\nSỞ Y TẾ,,\n,,\n,,Đơn vị tính: %\n", 5), (",,\n,,\n", 3),
      ("# made by hand\n# on Monday\n", 3), ("Kỳ báo cáo: 10/2025\n,,\n", 3),
      ("\"Báo cáo\nnhiều dòng\",,\n", 3), ("Năm 2022,,\nSố liệu đến 31/12/2022,,\n", 3),
    ] {
      let loaded = try load(title + table)
      #expect(loaded.table.names == ["Tỉnh", "2021", "2022"], "\(title)")
      #expect(loaded.table.rows == body, "\(title)")
      if title != "\n\nBáo cáo\n\n" {
        #expect(
          loaded.notes.first { $0.code == "N0511" }?.options == ["header: \(line)"], "\(title)")
      }
      // Said outright it is the same.
      let outright = try load(title + table) { $0.header = .lines(line...line) }
      #expect(outright.table.names == loaded.table.names, "\(title)")
      #expect(outright.table.rows == body, "\(title)")
    }
    let wide = try load(
      "Data Source,World Development Indicators,,,,,\n\nLast Updated Date,2024-06-28,,,,,\n\n"
        + "Country Name,Country Code,Indicator,2020,2021,2022,\nAruba,ABW,Births,1,2,3,\n")
    #expect(wide.table.names.prefix(4) == ["Country Name", "Country Code", "Indicator", "2020"])
    #expect(wide.table.rowCount == 1)
    try check(
      "a;b;c\nTỉnh;x;y\nA;1;2\n", names: ["Tỉnh", "x", "y"], rows: [["A", "1", "2"]],
    ) { $0.skip = 1 }
    try check(
      "a,b\nc,d\n", names: ["column1", "column2"], rows: [["a", "b"], ["c", "d"]],
      codes: ["N0501"]
    ) { $0.header = .none }
    try check(
      "Bảng 1\n1,2,3\n4,5,6\n", names: ["column1", "column2", "column3"],
      rows: [["1", "2", "3"], ["4", "5", "6"]], codes: ["N0501", "N0511"])
    #expect(failure("a,b\n1,2\n") { $0.header = .lines(9...9) }?.kind == .noHeaderLine(9))
  }

  @Test("a first line that is a header is taken for one, whatever follows")
  func plainHeaders() throws {
    for (text, names) in [
      ("a,b,c\nx,,\ny,z,w\n", ["a", "b", "c"]), ("ten,ghi_chu\nA,\nB,\n", ["ten", "ghi_chu"]),
      ("xa,gt\nA,..\nB,khoảng 10\n", ["xa", "gt"]), (",x\nA,1\n", ["column1", "x"]),
      ("STT,Tên,Ghi chú\n1,A,\n2,B,\n", ["STT", "Tên", "Ghi chú"]),
      ("name,\nA,x\nB,y\n", ["name", "column2"]), ("a,b\nc,d\ne,f\n", ["a", "b"]),
      ("unit,2023,2024\nA,1,2\n", ["unit", "2023", "2024"]),
      ("Tỉnh,31/12/2023,31/12/2024\nA,1,2\n", ["Tỉnh", "31/12/2023", "31/12/2024"]),
      ("a,b,c\n1,2,3\n", ["a", "b", "c"]), ("n\n1\n2\n", ["n"]),
    ] {
      let loaded = try load(text)
      #expect(loaded.table.names == names, "\(text)")
      #expect(!loaded.codes.contains("N0511"), "\(text)")
    }
  }

  @Test("headers of several rows are joined; rows of column numbers are passed over")
  func headers() throws {
    let names = ["Xã", "Năm 2023 Dân số", "Năm 2023 Đã cấp", "Năm 2024 Dân số", "Năm 2024 Đã cấp"]
    let rows = [["A", "10", "5", "12", "7"], ["B", "20", "6", "21", "9"]]
    let two = "Xã,Năm 2023,,Năm 2024,\n,Dân số,Đã cấp,Dân số,Đã cấp\n"
    let values = "A,10,5,12,7\nB,20,6,21,9\n"
    try check(two + values, names: names, rows: rows, codes: ["N0511"])
    try check(two + values, names: names, rows: rows) { $0.header = .lines(1...2) }
    try check("Bảng 1,,,,\n" + two + values, names: names, rows: rows, codes: ["N0511"])
    for numbers in [
      "(1),(2),(3),(4),(5)", "(1),(2),(3)=(1)+(2),(4),(5)", "A,1,2,3,4", "1,2,3,4,5", "A,B,1,2,3",
      "(A),(1),(2),(3),(4)", ",(1),(2),(3),(4)",
    ] {
      try check(two + numbers + "\n" + values, names: names, rows: rows, codes: ["N0511"])
    }
    // Under a plain header a row 1, 2, 3 is a row.
    try check(
      "a,b,c\n1,2,3\n4,5,6\n", names: ["a", "b", "c"], rows: [["1", "2", "3"], ["4", "5", "6"]])
    try check(
      "a,b,c\n(1),(2),(3)\n4,5,6\n", names: ["a", "b", "c"], rows: [["4", "5", "6"]],
      codes: ["N0511"])
    let three = "T,Năm,,\n,2023,2024,\n,x,y,z\nA,5,6,7\n"
    try check(
      three, names: ["T", "Năm 2023 x", "Năm 2024 y", "Năm 2024 z"],
      rows: [["A", "5", "6", "7"]]
    ) { $0.header = .lines(1...3) }
    let broken = try load("\"Tỷ lệ\n(%)\",b\n1,2\n")
    #expect(broken.table.names == ["Tỷ lệ (%)", "b"])
  }

  @Test("notes, sources and signatures below the table are no rows")
  func footers() throws {
    let table = "Tỉnh,2021,2022\nHà Giang,97.1,97.5\nCao Bằng,95.0,95.5\n"
    for footer in [
      "Nguồn: Cục Thống kê,,\n", "Nguồn: Cục Thống kê\n", "\"Ghi chú: a, b\",,\n", ",,\n,,\n",
      "\nGhi chú,,\n(*) Số sơ bộ,,\n", "Source: World Bank\nNotes: none\n",
      "\n,,\"Điện Biên, ngày 15 tháng 01 năm 2025\"\n,,GIÁM ĐỐC\n", "* Ước tính,,\n",
      "Data from database: Health Nutrition\nLast Updated: 06/28/2024\n",
      "\nNgười lập biểu,,Thủ trưởng\n,,(đã ký)\n", "Chú thích: số liệu sơ bộ,,",
    ] {
      try check(
        table + footer, names: ["Tỉnh", "2021", "2022"], rows: body,
        codes: ["N0512"])
    }
    // A last row without values is one all the same.
    for last in ["Lai Châu,,", "Lai Châu,,1", "Nguồn Hới,5,6"] {
      #expect(try load(table + last + "\n").table.rowCount == 3, "\(last)")
    }
    try check("a\nx\nNguồn: y\n", names: ["a"], rows: [["x"], ["Nguồn: y"]])
  }

  @Test("a last row that is the sum of those above is set aside, else it stays and is told")
  func totals() throws {
    let table = "Tỉnh,2021,2022\nHà Giang,97,98\nCao Bằng,95,96\n"
    let rows = [["Hà Giang", "97", "98"], ["Cao Bằng", "95", "96"]]
    for word in ["Tổng cộng", "Tổng", "TỔNG SỐ", "Cộng", "Total", "Grand total", "tong cong"] {
      let own = "\(word),192,194\n"
      try check(table + own, names: ["Tỉnh", "2021", "2022"], rows: rows, codes: ["N0512"])
      try check(
        table + own + "Nguồn: x,,\n", names: ["Tỉnh", "2021", "2022"], rows: rows,
        codes: ["N0512"])
      try check(
        table + own, names: ["Tỉnh", "2021", "2022"], rows: rows + [[word, "192", "194"]]
      ) { $0.keepsTotals = true }
      // Whatever columns are asked for.
      #expect(try load(table + own) { $0.columns = ["2021"] }.table.rows == [["97"], ["95"]])
      let wrong = try load(table + "\(word),192,195\n")
      #expect(wrong.table.rowCount == 3)
      #expect(wrong.codes == ["N0515"])
    }
    // Means and rates of the columns may stand in it, and grouped numbers that only it settles.
    #expect(
      try load("xa,n,r\nA,10,50.5\nB,30,70.5\nTổng,40,65.5\n").table.rows
        == [["A", "10", "50.5"], ["B", "30", "70.5"]])
    #expect(
      try load("stt;xa;n\n1;A;726.758\n2;B;500.000\n;Tổng cộng;1.226.758\n").table.rows
        == [["1", "A", "726758"], ["2", "B", "500000"]])
    #expect(try load("xa,n\nTổng,5\n").table.rowCount == 1)
    // A sum in the middle is a row.
    #expect(try load("xa,n\nA,5\nTổng,5\nB,7\n").table.rowCount == 3)
  }

  @Test("delimiters are found by the types of the columns")
  func delimiters() throws {
    let rows = [["A, B", "1.5", "2"], ["C", "2.5", "3"]]
    for delimiter in [";", "\t", "|"] {
      let text =
        ["t", "x", "y"].joined(separator: delimiter) + "\n"
        + rows.map { $0.joined(separator: delimiter) + "\n" }.joined()
      try check(text, names: ["t", "x", "y"], rows: rows)
    }
    try check(
      "a;b\n1,5;2,5\n3,5;4,5\n", names: ["a", "b"], rows: [["1.5", "2.5"], ["3.5", "4.5"]])
    try check("sep=;\na;b\n1;2\n", names: ["a", "b"], rows: [["1", "2"]])
    try check("sep=\t\r\na\tb\r\n1\t2\r\n", names: ["a", "b"], rows: [["1", "2"]])
    try check("\u{FEFF}sep=|\na|b\n1|2\n", names: ["a", "b"], rows: [["1", "2"]])
    try check("a b\n1 2\n3 4\n", names: ["a", "b"], rows: [["1", "2"], ["3", "4"]])
    try check("a:b\n1:2\n3:4\n", names: ["a", "b"], rows: [["1", "2"], ["3", "4"]])
    try check("ten\nHà Nội\nĐà Nẵng\n", names: ["ten"], rows: [["Hà Nội"], ["Đà Nẵng"]])
    try check(
      "Bảng 1, năm 2024\na;b\n1;2\n3;4\n", names: ["a", "b"],
      rows: [["1", "2"], ["3", "4"]], codes: ["N0511"])
  }

  @Test("lines are mended where nothing is lost, and told")
  func mending() throws {
    let rows = (0..<20).map { ["\($0)", "x", "y"] }
    let lines = rows.map { $0.joined(separator: ",") }
    func read(_ odd: String, at place: Int = 7) throws -> LoadedTable {
      var lines = lines
      lines.insert(odd, at: place)
      return try load("a,b,c\n" + lines.joined(separator: "\n") + "\n")
    }
    for (odd, wanted) in [
      ("50,z", ["50", "z", "∅"]), ("50", ["50", "∅", "∅"]), ("50,z,w,", ["50", "z", "w"]),
      ("50,z,w,,,", ["50", "z", "w"]), ("50,z,w, ,", ["50", "z", "w"]),
      ("50,\"z\" q,w", ["50", "\"z\" q", "w"]), ("50,\"z,w", ["50", "\"z", "w"]),
      ("50, \"z,z\",w", ["50", "z,z", "w"]), ("50,\"z\" ,w", ["50", "z", "w"]),
      ("50,z\"z,w", ["50", "z\"z", "w"]), ("50,z\u{0},w", ["50", "z\u{0}", "w"]),
      ("50,z,w\r\r", ["50", "z", "w"]), ("50,\"z\"\"q\",w", ["50", "z\"q", "w"]),
      ("50,\"z\",\"w", ["50", "z", "\"w"]),
    ] {
      let loaded = try read(odd)
      var all = rows
      all.insert(wanted, at: 7)
      #expect(loaded.table.rows == all, "\(odd)")
      #expect(loaded.rejected == nil, "\(odd)")
      for note in loaded.notes where note.code == "N0514" {
        #expect(note.en.hasPrefix("1 line"), "\(odd)")
        #expect(note.en.hasSuffix("line 9"), "\(odd) \(note.en)")
      }
    }
    // Blank lines are none; lines with too much are set aside.
    #expect(try read("").table.rows == rows)
    #expect(try read("   ").table.rows == rows)
    let rejected = try read("50,z,w,v")
    #expect(rejected.table.rows == rows)
    #expect(rejected.rejected?["line"]?.values == [.int(9)])
    // Many lines with more than the header: a column without a name.
    let wide = try load("a,b\n1,2,3\n4,5,6\n7,8,\n")
    #expect(wide.table.names == ["a", "b", "column3"])
    #expect(wide.codes == ["N0514"])
    let equal = try load("x,x,x_2,x\n1,2,3,4\n")
    #expect(equal.table.names == ["x", "x_3", "x_2", "x_4"])
    #expect(equal.codes == ["N0513"])
    try check(
      "a,b\n# one\n1,2\n# \"two\n3,4\n", names: ["a", "b"], rows: [["1", "2"], ["3", "4"]],
      codes: ["N0514"]
    ) { $0.comment = 35 }
    for change: (inout ReadOptions) -> Void in [{ _ in }, { $0.escape = 92 }] {
      try check(
        "a,b\n\"x \\\"q\\\", y\",1\n\"z\",2\n", names: ["a", "b"],
        rows: [["x \"q\", y", "1"], ["z", "2"]], change)
    }
    #expect(try load("a,b\r\r\n1,2\r\r\n3,4\r\r\n").table.rows == [["1", "2"], ["3", "4"]])
  }
}
