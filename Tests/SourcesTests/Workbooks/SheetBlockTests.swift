import Columns
import Sources
import Testing

/// Several tables on one sheet: the first is read, and the others are told.
@Suite("Several tables on a sheet")
struct SheetBlockTests {
  private func note(_ read: ReadSheet) -> SourceNote? { read.notes.first { $0.code == "N0552" } }

  @Test("one below another")
  func stacked() throws {
    let rows: [[TestCell]] = [
      ["BÁO CÁO"], [], ["Xã", "Số"], ["A", 1], ["B", 2], [], ["Bảng 2. Việc"],
      ["Việc", "Ngày", "Số"],
      ["x", .date("45000"), 7], ["y", .date("45001"), 8],
    ]
    let read = try readSheet(TestBook(rows))
    #expect(read.table.names == ["Xã", "Số"])
    #expect(read.rows == [["A", "1"], ["B", "2"]])
    #expect(note(read)?.en.contains("2 tables") ?? false)
    #expect(note(read)?.en.contains("range: \"A7:C10\"") ?? false)
    #expect(note(read)?.options == ["range: \"A1:B5\""])
    let second = try readSheet(TestBook(rows), ["range": .text("A7:C10")])
    #expect(second.table.names == ["Việc", "Ngày", "Số"])
    #expect(second.column("Số") == ["7", "8"])
    #expect(note(second) == nil)
    // Who says where the header is means the whole sheet.
    let whole = try readSheet(TestBook(rows), ["header": .lines(3...3), "mode": .word("lenient")])
    #expect(note(whole) == nil)
    #expect(whole.table.rowCount > 4)
  }

  @Test("beside each other, with the same names")
  func beside() throws {
    let rows: [[TestCell]] = [
      ["Xã", "Số", nil, "Xã", "Số"], ["A", 1, nil, "C", 3], ["B", 2, nil, "D", 4],
    ]
    let read = try readSheet(TestBook(rows))
    #expect(read.rows == [["A", "1"], ["B", "2"]])
    #expect(note(read)?.en.contains("range: \"D1:E3\"") ?? false)
    #expect(
      try readSheet(TestBook(rows), ["range": .text("D1:E3")]).rows == [["C", "3"], ["D", "4"]])
  }

  @Test("groups, empty rows, notes and signatures are no tables")
  func single() throws {
    let groups: [[TestCell]] = [
      ["TT", "Đơn vị", "Số"], ["I", "Khối A"], [1, "a", 5], [], ["II", "Khối B"], [2, "b", 6], [],
      [3, "c", 7],
    ]
    #expect(note(try readSheet(TestBook(groups))) == nil)
    let signed: [[TestCell]] = [
      ["Đơn vị", "Số"], ["a", 1], ["b", 2], [], ["Người lập", "Giám đốc"], ["Nguyễn A", "Trần B"],
    ]
    #expect(note(try readSheet(TestBook(signed))) == nil)
    // Columns apart by an empty one are one table where their names differ.
    let spaced: [[TestCell]] = [["Xã", "Số", nil, "Năm", "Tỷ lệ"], ["A", 1, nil, 2024, 3]]
    #expect(note(try readSheet(TestBook(spaced))) == nil)
    #expect(try readSheet(TestBook(spaced)).table.names == ["Xã", "Số", "Năm", "Tỷ lệ"])
  }
}
