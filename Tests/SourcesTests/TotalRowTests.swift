import Columns
import Sources
import TestSupport
import Testing

@Suite("Rows of totals wherever they stand in a file")
struct TotalRowTests {
  private let tall = [
    "tinh,nam,gia_tri", "Cả nước,2023,100", "A,2023,40", "B,2023,60", "Cả nước,2024,130",
    "A,2024,50",
    "B,2024,80",
  ]

  @Test("the first row, a block for each year, a name in any spelling")
  func setAside() throws {
    for name in ["Toàn tỉnh", "TOÀN TỈNH", "toan tinh", "Tổng số:", "Cả nước", "Cộng", "Total"] {
      let loaded = try load("xa,n,r\n\(name),100,65.5\nA,40,50.5\nB,60,75.5\n")
      #expect(loaded.table.rows == [["A", "40", "50.5"], ["B", "60", "75.5"]], "\(name)")
      #expect(loaded.codes == ["N0512"], "\(name)")
    }
    let loaded = try load(tall.joined(separator: "\n") + "\n")
    #expect(loaded.table.rowCount == 4)
    #expect(loaded.codes == ["N0512"])
    #expect(loaded.notes.first?.en.contains("2 rows called \"Cả nước\"") == true)
  }

  private func groups(_ text: String) throws -> [String] {
    try load(text).notes.filter { $0.code == "N0523" }.map(\.en)
  }

  @Test("rows that head others stay and are told, with the condition that leaves them out")
  func groupRows() throws {
    let numbered =
      "TT,Việc,Đơn vị,Hạn\nI,NHÓM MỘT,,\n1,a,x,2025-01-01\n2,b,y,\nII,Nhóm hai,,\n3,c,z,"
    let told = try load(numbered)
    #expect(told.table.rowCount == 5)
    #expect(
      try groups(numbered) == [
        "line 2, \"I NHÓM MỘT\", and 1 more head groups and stay rows, counted like the others; "
          + "where `Đơn vị` is not null leaves them out"
      ])
    // Sums of their parts beside the number of a group.
    let sums = "TT,Đơn vị,Số\nI,Khối huyện,30\n1,A,10\n2,B,20\nII,Khối xã,7\n1,C,7"
    #expect(try groups(sums).first?.contains("where TT not in [\"I\", \"II\"]") == true)
    let named =
      "Tên,Số,Tỷ lệ\nA. Khối huyện,,\nMường Nhé,1,2.5\nNậm Pồ,3,4.5\nB. Khối xã,,\nNà Sang,5,1"
    #expect(try groups(named).count == 1)
    let loud = "Tên,Số,Tỷ lệ\nKHỐI HUYỆN,,\nMường Nhé,1,2.5\nNậm Pồ,3,4.5"
    #expect(try groups(loud).first?.contains("heads a group and stays a row") == true)
  }

  @Test(
    "rows that only look so head nothing",
    arguments: [
      // Letters and Roman numbers that name the rows themselves.
      "nhom,n,m\nI,1,2\nII,3,4\nIII,5,6", "ma,ten,n\nA,x,1\nB,y,2\nC,z,3",
      // A unit without figures, and a signature below all.
      "xa,n,m\nNà Sang,,\nMường Nhé,1,2\nNậm Pồ,3,4",
      "xa,n,m\nMường Nhé,1,2\nNậm Pồ,3,4\nGIÁM ĐỐC SỞ,,",
      "TT,Việc,Hạn\n1,a,2025-01-01\n2,b,\n,c,", "a,b\nI,x\n1,y\n2,z",
    ])
  func noGroupRows(text: String) throws { #expect(try groups(text).isEmpty) }

  @Test("numbers decide: a name alone makes no total")
  func evidence() throws {
    for (text, rows, codes) in [
      // A province of that name, and a union that is larger than what stands beside it.
      ("tinh,n\nCộng Hòa,5\nA,2\nB,3\n", 3, []),
      ("xa,n\nCả nước,500\nA,40\nB,60\n", 3, ["N0515"]),
      ("xa,n\nTổng,50\nA,40\nB,60\n", 3, ["N0515"]),
      // One row equals its own sum.
      ("xa,n\nTổng,40\nA,40\n", 2, ["N0515"]),
      ("xa,n\nTổng,40\n", 1, []),
      // One column adds up, another lies outside of all rows.
      ("xa,n,m\nTổng,100,9\nA,40,1\nB,60,2\n", 3, ["N0515"]),
    ] as [(String, Int, [String])] {
      let loaded = try load(text)
      #expect(loaded.table.rowCount == rows, "\(text)")
      #expect(loaded.codes == codes, "\(text)")
    }
  }

  @Test("what a total leaves open binds nobody; numbers of rows and codes are no measures")
  func otherColumns() throws {
    for text in [
      "vung,tinh,nam,n\n,Cả nước,2024,100\nBắc,A,2024,40\nNam,B,2024,60\n",
      "stt,xa,n\n,Tổng,100\n1,A,40\n2,B,60\n", "ma,xa,n\n0,Tổng,100\n17,A,40\n23,B,60\n",
      "xa,chỉ tiêu,n\nToàn tỉnh,x,100\nToàn tỉnh,y,9\nA,x,40\nA,y,4\nB,x,60\nB,y,5\n",
      "xa,n,note\nTổng,100,\nA,40,ước\nB,60,\n", "xa,n\nA,40.4\nTổng,100.9\nB,60.4\n",
      "xa,2023,2024\nToàn tỉnh,3,7\nA,1,3\nB,2,4\n",
    ] {
      let loaded = try load(text)
      #expect(loaded.codes.contains("N0512"), "\(text) \(loaded.notes)")
      #expect(
        !loaded.table.rows.contains { $0.contains { $0.hasPrefix("T") || $0.hasPrefix("C") } })
    }
  }

  @Test("names with counts, and rows of means")
  func counted() throws {
    for name in [
      "Tổng cộng (2 xã)", "Tổng số 2 xã", "Cộng 2 đơn vị:", "TỔNG CỘNG (2)", "Total (2 units)",
    ] {
      for lines in [["\(name),100", "A,40", "B,60"], ["A,40", "B,60", "\(name),100"]] {
        let loaded = try load("xa,n\n" + lines.joined(separator: "\n") + "\n")
        #expect(loaded.table.rows == [["A", "40"], ["B", "60"]], "\(name)")
        #expect(loaded.codes == ["N0512"], "\(name)")
      }
    }
    for name in ["Bình quân", "Trung bình:", "Average"] {
      for lines in [["\(name),50,9", "A,40,8", "B,60,12"], ["A,40,8", "B,60,12", "\(name),50,9"]] {
        let loaded = try load("xa,n,r\n" + lines.joined(separator: "\n") + "\n")
        #expect(loaded.table.rowCount == 2, "\(name) \(loaded.notes)")
        #expect(loaded.notes.first?.en.contains("mean") == true, "\(name) \(loaded.notes)")
      }
    }
    // A company, an agency, a mean of something else.
    for name in ["Tổng công ty 36", "Tổng cục Thuế", "Bình quân"] {
      let loaded = try load("xa,n\nA,40\nB,60\n\(name),59\n")
      #expect(loaded.table.rowCount == 3, "\(name)")
    }
  }

  @Test("subtotals called so in one column, the whole in another")
  func subtotals() throws {
    let rows = [
      "Bắc,A,40,1.5", "Bắc,B,60,2.5", "Bắc,Tổng,100,2", "Nam,C,30,3.5", "Nam,D,20,4.5",
      "Nam,Tổng,50,4", "Cả nước,,150,3",
    ]
    let wanted = [["A", "40"], ["B", "60"], ["C", "30"], ["D", "20"]]
    for order in [[0, 1, 2, 3, 4, 5, 6], [6, 2, 0, 1, 5, 3, 4], [2, 0, 1, 6, 5, 3, 4]] {
      let text = (["vung,tinh,n,r"] + order.map { rows[$0] }).joined(separator: "\n") + "\n"
      let loaded = try load(text)
      #expect(loaded.table.rows.map { Array($0[1...2]) } == wanted, "\(text) \(loaded.notes)")
      #expect(loaded.codes.contains("N0512"))
    }
    // The same words where nothing adds up stay, and are told.
    let open = try load("vung,tinh,n\nBắc,A,40\nBắc,B,60\nBắc,Tổng,90\nNam,C,30\nNam,D,20\n")
    #expect(open.table.rowCount == 5 && open.codes == ["N0515"])
  }

  @Test("a whole above regions that no word calls so: numbers alone tell them")
  func regions() throws {
    let head = "khu_vuc,n,m,tỷ lệ"
    let above = [
      "Cả nước,150,15,3.5", "Miền Bắc,100,10,2", "A,40,4,1.5", "B,60,6,2.5", "Miền Nam,50,5,4",
      "C,30,2,3.5", "D,20,3,4.5",
    ]
    func load(_ lines: [String]) throws -> LoadedTable {
      try SourcesTests.load(([head] + lines).joined(separator: "\n") + "\n")
    }
    let loaded = try load(above)
    #expect(loaded.table.rows.map { $0[0] } == ["A", "B", "C", "D"], "\(loaded.notes)")
    #expect(loaded.codes == ["N0512"])
    #expect(loaded.notes[0].en.contains("Miền Bắc"))
    // Below their parts, and the whole last.
    let below = [
      "A,40,4,1.5", "B,60,6,2.5", "Miền Bắc,100,10,2", "C,30,2,3.5", "D,20,3,4.5",
      "Miền Nam,50,5,4", "Tổng cộng,150,15,3.5",
    ]
    #expect(try load(below).table.rows.map { $0[0] } == ["A", "B", "C", "D"])
    // One number off, and nothing is set aside: the row that is called so is told.
    for place in 1..<above.count {
      var lines = above
      var cells = lines[place].split(separator: ",").map(String.init)
      cells[1] = String((Int(cells[1]) ?? 0) + 1)
      lines[place] = cells.joined(separator: ",")
      let kept = try load(lines)
      #expect(kept.table.rowCount == 7, "\(place)")
      #expect(kept.codes == ["N0515"], "\(place)")
    }
    // Two ways to cut the rows are none.
    let twice = try load(["Cả nước,4,4,1", "P,2,2,1", "Q,2,2,1", "R,2,2,1", "S,2,2,1"])
    #expect(twice.table.rowCount == 5 || twice.codes == ["N0512"])
  }

  @Test("random countries with regions: only the units stay, whatever the order of head and parts")
  func randomRegions() throws {
    var random = SeededRandom("regions")
    for round in 0..<60 {
      var lines: [String] = []
      var units: [[String]] = []
      var whole = [0, 0]
      let isAbove = random.oneIn(2)
      for region in 0..<random.int(2...5) {
        var own: [[String]] = []
        var sums = [0, 0]
        for unit in 0..<random.int(2...6) {
          let values = [random.int(1...9_999), random.int(1...500)]
          for place in 0..<2 { sums[place] += values[place] }
          own.append(["u\(region)x\(unit)"] + values.map(String.init))
        }
        for place in 0..<2 { whole[place] += sums[place] }
        let head = (["vùng \(region)"] + sums.map(String.init)).joined(separator: ";")
        let below = own.map { $0.joined(separator: ";") }
        lines += isAbove ? [head] + below : below + [head]
        units += own
      }
      let total = (["Cả nước"] + whole.map(String.init)).joined(separator: ";")
      lines = isAbove ? [total] + lines : lines + [total]
      let text = (["tên;a;b"] + lines).joined(separator: "\n") + "\n"
      let loaded = try load(text)
      #expect(loaded.table.rows == units, "round \(round)\n\(text)\(loaded.notes)")
      #expect(loaded.codes == ["N0512"])
    }
  }

  @Test("first and last rows at once, whatever columns are asked for, and kept where that is said")
  func options() throws {
    let text = "xa,n,m\nToàn tỉnh,100,3\nA,40,1\nB,60,2\nTổng cộng,100,3\n"
    #expect(try load(text).table.rows == [["A", "40", "1"], ["B", "60", "2"]])
    for column in ["xa", "n", "m"] {
      let loaded = try load(text) { $0.columns = [column] }
      #expect(loaded.table.rowCount == 2, "\(column)")
      #expect(loaded.table.names == [column])
    }
    let kept = try load(text) { $0.keepsTotals = true }
    #expect(kept.table.rowCount == 4 && kept.codes.isEmpty)
    #expect(try load(text) { $0.mode = .strict }.table.rowCount == 4)
  }

  @Test("a quote that closes far below is told")
  func swallowing() throws {
    let loaded = try load("id,ten,n\n1,\"Anh,5\n2,Binh,6\n3,Chi\",7\n4,Dũng,8\n")
    #expect(loaded.table.rowCount == 2)
    #expect(loaded.notes.contains { $0.code == "N0514" && $0.en.contains("line 2") })
    for fine in [
      "id,ten,n\n1,\"Anh\nBinh\nChi\",7\n", "id,ten,n\n1,\"Số 5, ngõ 6\nHà Nội\",7\n",
      "id,ten,n\n1,\"a,b,c\",7\n", "id,ten,n\n1,\"dòng một, hai\nba, bốn\nnăm\",7\n",
    ] {
      #expect(try load(fine).codes.isEmpty, "\(fine)")
    }
  }

  @Test("notes about columns that nobody asked for wait")
  func unaskedColumns() throws {
    let text = "ma,ky\n1,T1/2024\n2,T2/2024\n3,tháng ba\n"
    #expect(try load(text) { $0.columns = ["ma"] }.codes.isEmpty)
    #expect(!(try load(text) { $0.columns = ["ky"] }.codes.isEmpty))
    // What one column leaves open is asked of all, and still only that one is told of.
    let both = "ma,ky,n\n1,T1/2024,1.234\n2,T2/2024,5.678\n3,tháng ba,6.789\n"
    let ofPeriods = Set(try load(both) { $0.columns = ["ky"] }.codes)
    #expect(!ofPeriods.isEmpty)
    #expect(ofPeriods.isDisjoint(with: try load(both) { $0.columns = ["n"] }.codes))
    let nfd = "xa,t,n\nTổng,,3\nA,a\u{301},1\nB,b,2\n"
    #expect(try load(nfd) { $0.columns = ["n"] }.codes == ["N0512"])
  }
}
