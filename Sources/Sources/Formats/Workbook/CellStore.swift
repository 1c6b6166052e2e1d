import Columns
import Glibc

/// What a cell holds.
enum CellKind: UInt8 {
  /// Its text.
  case text
  /// The number of a text of the workbook, in 4 bytes.
  case shared
  /// Its decimal digits.
  case number
  /// The digits of the fraction that is shown as a percentage.
  case percent
  /// Microseconds since 1970, in 8 bytes.
  case date
  /// Microseconds of a time of day or a span, in 8 bytes.
  case time
  /// A byte: 0 or 1.
  case bool
  /// Its sign (`#REF!`).
  case error
}

/// A cell on its way from the store.
struct StoredCell {
  let column: Int
  let kind: CellKind
  /// The place of its format in `CellStore.formats`.
  let format: Int
  let bytes: UnsafePointer<UInt8>
  let count: Int

  /// What dates and times hold.
  @inline(__always)
  var microseconds: Int64 { UnsafeRawPointer(bytes).loadUnaligned(as: Int64.self) }

  /// The number of a shared text.
  @inline(__always)
  var index: Int { Int(UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)) }
}

/// The filled cells of one sheet, row after row: what is read from a workbook before the shape of its
/// table is known. Beyond a megabyte they lie in a temporary file.
///
/// `@unchecked Sendable` is right: one thread fills it, and when that is done all only read.
final class CellStore: @unchecked Sendable {
  /// The rows that hold something, counted from 0, in ascending order.
  private(set) var rows: [Int32] = []
  /// Where each of them begins.
  private var starts: [Int] = []
  /// For each column how many cells are filled.
  private(set) var filled: [Int] = []
  /// The formats that occur.
  private(set) var formats: [CellFormat] = [.general]
  private var formatPlaces: [CellFormat: Int] = [.general: 0]
  /// Merged cells of several rows, in no order.
  var merges: [CellRange] = []
  private(set) var cellCount = 0
  /// What reading found worth telling.
  var findings = SheetFindings()

  private let path: String
  /// How many threads may work on the cells.
  let threads: Int
  private var spool: SpoolFile?
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 16
  private var count = 0
  private var lastColumn = -1
  private static let limit = 1 << 20
  private static let pieceCells = 1 << 16
  /// What a sheet may take of the disk.
  private static let most = 32 << 30

  init(for path: String, threads: Int = 1) {
    self.path = path
    self.threads = threads
    buffer = .allocate(capacity: capacity)
  }

  deinit { buffer.deallocate() }

  private var size: Int { (spool?.size ?? 0) + count }

  /// The place of a format.
  func place(of format: CellFormat) -> Int {
    if let known = formatPlaces[format] { return known }
    guard formats.count < 1 << 16 else { return 0 }
    formats.append(format)
    formatPlaces[format] = formats.count - 1
    return formats.count - 1
  }

  /// Adds a cell. Rows come in ascending order, and so do the cells of a row; a cell that does not is
  /// dropped and told as an error.
  func add(
    row: Int, column: Int, _ kind: CellKind, format: Int, _ bytes: UnsafePointer<UInt8>,
    _ length: Int
  ) throws {
    if let last = rows.last, Int(last) >= row {
      guard Int(last) == row, column > lastColumn else {
        throw FileError(
          path, .workbook(.disorder(CellRange.name(column: column, row: row))))
      }
    } else {
      if count >= CellStore.limit { try flush() }
      rows.append(Int32(truncatingIfNeeded: row))
      starts.append(size)
    }
    lastColumn = column
    if count + length + CellStore.head > capacity { grow(length + CellStore.head) }
    let out = UnsafeMutableRawPointer(buffer + count)
    CellStore.putHead(out, column: column, kind, format: format, length)
    memcpy(out + CellStore.head, bytes, length)
    count += CellStore.head + length
    cellCount += 1
    if column >= filled.count {
      filled += [Int](repeating: 0, count: column + 1 - filled.count)
    }
    filled[column] += 1
  }

  /// Adds the rows of a piece; false where they do not come behind the last one.
  func add(_ piece: CellPiece) throws -> Bool {
    findings.add(piece.findings)
    guard let first = piece.rows.first else { return true }
    if let last = rows.last, last >= first { return false }
    if count + piece.count > CellStore.limit { try flush() }
    let base = size
    if piece.count > CellStore.limit / 4 {
      let file = try openSpool()
      try flush()
      try file.append(piece.bytes, piece.count)
    } else {
      if count + piece.count > capacity { grow(piece.count) }
      memcpy(buffer + count, piece.bytes, piece.count)
      count += piece.count
    }
    rows.append(contentsOf: piece.rows)
    starts.append(contentsOf: piece.starts.lazy.map { $0 + base })
    lastColumn = CellRange.maxColumns
    cellCount += piece.cellCount
    if piece.width > filled.count {
      filled += [Int](repeating: 0, count: piece.width - filled.count)
    }
    for column in 0..<piece.width { filled[column] += Int(piece.filled[column]) }
    return true
  }

  /// Forgets all cells; formats stay.
  func removeAll() {
    rows = []
    starts = []
    filled = []
    merges = []
    cellCount = 0
    findings = SheetFindings()
    spool = nil
    count = 0
    lastColumn = -1
  }

  private func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more)
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    room.update(from: buffer, count: count)
    buffer.deallocate()
    buffer = room
    capacity = larger
  }

  private func openSpool() throws -> SpoolFile {
    let file = try spool ?? SpoolFile(for: path)
    spool = file
    return file
  }

  private func flush() throws {
    if count == 0 { return }
    let file = try openSpool()
    guard file.size < CellStore.most else { throw FileError(path, .workbook(.tooLarge)) }
    try file.append(buffer, count)
    count = 0
  }

  // MARK: Reading

  /// Some rows cut into pieces of about as many cells each.
  func pieces(of places: Range<Int>) -> [Range<Int>] {
    let each = max(1, CellStore.pieceCells * max(1, rows.count) / max(1, cellCount))
    return stride(from: places.lowerBound, to: places.upperBound, by: each).map {
      $0..<min(places.upperBound, $0 + each)
    }
  }

  /// The results of `body` for each of some pieces of rows, a few of them side by side; `take` gets them in
  /// their order.
  func inPieces<Result: Sendable>(
    _ places: Range<Int>, _ checkStopped: () throws -> Void,
    _ body: @Sendable (Range<Int>) throws -> Result, take: (Result) throws -> Void
  ) throws {
    let pieces = pieces(of: places)
    // A few at a time, so that results do not gather.
    let most = threads <= 1 ? 1 : 4 * threads
    for start in stride(from: 0, to: pieces.count, by: most) {
      try checkStopped()
      let round = pieces[start..<min(pieces.count, start + most)]
      for result in try Parallel.map(
        pieces: round.count, threads: threads, { try body(round[start + $0]) })
      {
        try take(result)
      }
    }
  }

  /// Calls `body` with each of some rows: its place in `rows`, its number in the sheet, its cells.
  func forEachRow(
    _ places: Range<Int>, _ body: (_ place: Int, _ row: Int, _ cells: RowCells) throws -> Void
  ) throws {
    let spooled = spool?.size ?? 0
    var room: [UInt8] = []
    var place = places.lowerBound
    while place < places.upperBound {
      let start = starts[place]
      if start >= spooled {
        // What has not gone to the file.
        while place < places.upperBound {
          let own = starts[place]
          try body(
            place, Int(rows[place]),
            RowCells(bytes: buffer + (own - spooled), count: end(place) - own))
          place += 1
        }
        return
      }
      var last = place
      while last + 1 < places.upperBound, starts[last + 1] < spooled,
        end(last + 1) - start <= CellStore.limit
      {
        last += 1
      }
      let length = end(last) - start
      if room.count < length { room = [UInt8](repeating: 0, count: max(length, CellStore.limit)) }
      try room.withUnsafeMutableBufferPointer { room in
        guard let base = room.baseAddress, let spool else { return }
        // The last row of the file may go on in memory.
        let inFile = min(length, spooled - start)
        try spool.read(at: start, inFile, into: base)
        if inFile < length { memcpy(base + inFile, buffer, length - inFile) }
        while place <= last {
          let own = starts[place]
          try body(
            place, Int(rows[place]),
            RowCells(bytes: base + (own - start), count: end(place) - own))
          place += 1
        }
      }
    }
  }

  private func end(_ place: Int) -> Int { place + 1 < starts.count ? starts[place + 1] : size }

  /// The cells of one row, in the order of their columns.
  struct RowCells {
    fileprivate let bytes: UnsafePointer<UInt8>
    fileprivate let count: Int

    @inline(__always)
    func visit(_ body: (StoredCell) throws -> Void) rethrows {
      var place = 0
      while place < count {
        let head = UnsafeRawPointer(bytes + place)
        let length = Int(head.loadUnaligned(fromByteOffset: 5, as: UInt32.self))
        try body(
          StoredCell(
            column: Int(head.loadUnaligned(as: UInt16.self)),
            kind: CellKind(rawValue: head.load(fromByteOffset: 2, as: UInt8.self)) ?? .error,
            format: Int(head.loadUnaligned(fromByteOffset: 3, as: UInt16.self)),
            bytes: bytes + place + CellStore.head, count: length))
        place += CellStore.head + length
      }
    }
  }
}

/// What is worth telling of the cells of a sheet.
struct SheetFindings: Sendable {
  /// How often something was met, and in which cell first.
  struct Count: Sendable {
    var count = 0
    var first = ""

    mutating func note(_ column: Int, _ row: Int) {
      if count == 0 { first = CellRange.name(column: column, row: row) }
      count += 1
    }
  }

  /// Formulas whose value the file does not keep.
  var valueless = Count()
  /// Day numbers that are no day.
  var noDay = Count()
  /// Rows that a filter or a person has hidden.
  var hiddenRows = 0
}
