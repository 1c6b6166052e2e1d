import Columns
import Glibc
import Sources
import Testing

/// Runs with `TIENDO_LARGE=1`: minutes in a debug build.
@Suite("Large fields and many columns", .enabled(if: getenv("TIENDO_LARGE") != nil))
struct LargeFileTests {
  @Test("a field of 200 MB", arguments: [false, true])
  func field(hasLines: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/large.csv"
    let file = try AtomicFile(path, overwrite: false)
    func put(_ text: String) throws { try Array(text.utf8).withUnsafeBytes { try file.write($0) } }
    try put("id,text,n\n1,a,2\n2,\"")
    let piece = [UInt8](repeating: 120, count: 999_999) + [hasLines ? 10 : 121]
    for _ in 0..<200 { try piece.withUnsafeBytes { try file.write($0) } }
    try put("\",3\n3,b,4\n")
    try file.finish()
    var options = ReadOptions()
    options.threads = 2
    let table = try CSVFile(path, options).read().table
    #expect(table["id"]?.values == [.int(1), .int(2), .int(3)])
    #expect(table["n"]?.values == [.int(2), .int(3), .int(4)])
    #expect(table["text"]?.utf8(1).count == 200_000_000)
  }

  @Test("a quote that never closes in 200 MB")
  func unterminated() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/large.csv"
    let file = try AtomicFile(path, overwrite: false)
    try Array("id,text\n1,a\n2,\"open\n".utf8).withUnsafeBytes { try file.write($0) }
    let piece = Array(String(repeating: "3,some text\n", count: 80_000).utf8)
    for _ in 0..<200 { try piece.withUnsafeBytes { try file.write($0) } }
    try file.finish()
    var options = ReadOptions()
    options.threads = 2
    let error = #expect(throws: FileError.self) { _ = try CSVFile(path, options).read() }
    #expect(error?.kind == .unterminatedQuote)
    #expect(error?.line == 3)
  }

  @Test("100,000 columns")
  func columns() throws {
    let count = 100_000
    let names = (0..<count).map { "column_\($0)" }.joined(separator: ",")
    let row = (0..<count).map { $0 % 3 == 0 ? "\($0)" : $0 % 3 == 1 ? "\($0).5" : "t\($0)" }
      .joined(separator: ",")
    let table = try load(names + "\n" + row + "\n" + row + "\n") { $0.threads = 2 }.table
    #expect(table.columns.count == count)
    #expect(table.types[99_999] == .int)
    #expect(table.columns[99_998][1] == .text("t99998"))
  }
}
