import Columns
import Sources
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
