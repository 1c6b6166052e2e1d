import Glibc

/// A table that can make any of its rows by itself.
protocol Table: Sendable {
  var header: String { get }
  var rows: Int { get }
  /// No row is longer, its newline included.
  var longestRow: Int { get }
  func write(row: Int, to writer: inout ByteWriter)
}

struct FileFailure: Error, CustomStringConvertible {
  let path: String
  let code: Int32
  var description: String { "\(path): \(String(cString: strerror(code)))" }
}

/// Writes the table as CSV: blocks of rows are formatted by all cores and written in their order.
/// The file gets its name only when it is whole.
func write(_ table: some Table, to path: String, threads: Int) async throws {
  let unfinished = path + ".part"
  let file = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard file >= 0 else { throw FileFailure(path: unfinished, code: errno) }
  defer { close(file) }
  try append(Array((table.header + "\n").utf8), to: file, unfinished)

  let blockRows = max(1, min(table.rows, (4 << 20) / table.longestRow))
  let blocks = (table.rows + blockRows - 1) / blockRows
  try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
    var started = 0
    var written = 0
    var waiting: [Int: [UInt8]] = [:]
    func start() {
      guard started < blocks else { return }
      let block = started
      started += 1
      group.addTask {
        let rows = block * blockRows..<min(table.rows, (block + 1) * blockRows)
        return (block, format(table, rows))
      }
    }
    for _ in 0..<threads + 1 { start() }
    while let (block, bytes) = try await group.next() {
      waiting[block] = bytes
      while let next = waiting.removeValue(forKey: written) {
        try append(next, to: file, unfinished)
        written += 1
        start()
      }
    }
  }
  guard rename(unfinished, path) == 0 else { throw FileFailure(path: path, code: errno) }
}

private func format(_ table: some Table, _ rows: Range<Int>) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: rows.count * table.longestRow) { buffer, count in
    guard let base = buffer.baseAddress else { return }
    var writer = ByteWriter(base)
    for row in rows { table.write(row: row, to: &writer) }
    count = writer.count
  }
}

private func append(_ bytes: [UInt8], to file: Int32, _ path: String) throws {
  try bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let n = Glibc.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
      if n < 0 && errno == EINTR { continue }
      guard n > 0 else { throw FileFailure(path: path, code: n == 0 ? EIO : errno) }
      done += n
    }
  }
}
