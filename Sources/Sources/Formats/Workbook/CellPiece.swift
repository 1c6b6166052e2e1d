import Glibc

/// The filled cells of some rows that follow each other, on their way into a `CellStore`, in the form in
/// which the store keeps them.
///
/// `@unchecked Sendable` is right: a piece is filled by the thread that made it, and read by the one that
/// puts it into the store, afterwards.
final class CellPiece: @unchecked Sendable {
  /// The rows, in ascending order, and where each of them begins.
  fileprivate(set) var rows: [Int32] = []
  fileprivate(set) var starts: [Int] = []
  let bytes: UnsafeMutablePointer<UInt8>
  fileprivate(set) var count = 0
  fileprivate(set) var cellCount = 0
  /// For each column how many cells are filled.
  let filled: UnsafeMutablePointer<UInt32>
  /// One more than the last column that has a cell.
  fileprivate(set) var width = 0
  var findings = SheetFindings()
  fileprivate let capacity: Int

  /// - Parameter room: the most bytes that the cells can take.
  init(room: Int) {
    capacity = room
    bytes = .allocate(capacity: room)
    filled = .allocate(capacity: CellRange.maxColumns)
    filled.initialize(repeating: 0, count: CellRange.maxColumns)
  }

  deinit {
    bytes.deallocate()
    filled.deallocate()
  }
}

/// Fills a piece; its state lies in registers while rows are read.
struct CellPieceWriter {
  let piece: CellPiece
  private let bytes: UnsafeMutablePointer<UInt8>
  private let filled: UnsafeMutablePointer<UInt32>
  private let capacity: Int
  private var count = 0
  private var cells = 0
  private var width = 0
  private var lastRow = -1
  private var lastColumn = -1

  init(_ piece: CellPiece) {
    self.piece = piece
    bytes = piece.bytes
    filled = piece.filled
    capacity = piece.capacity
  }

  /// Makes room for a cell that comes after the last one and gives the place of its value; nil where it
  /// does not come after, or where there is no room.
  @inline(__always)
  mutating func add(
    row: Int, column: Int, _ kind: CellKind, format: Int, length: Int
  ) -> UnsafeMutablePointer<UInt8>? {
    guard column >= 0, column < CellRange.maxColumns, count + CellStore.head + length <= capacity
    else { return nil }
    if row == lastRow {
      guard column > lastColumn else { return nil }
    } else {
      guard row > lastRow else { return nil }
      lastRow = row
      piece.rows.append(Int32(truncatingIfNeeded: row))
      piece.starts.append(count)
    }
    lastColumn = column
    let out = UnsafeMutableRawPointer(bytes + count)
    CellStore.putHead(out, column: column, kind, format: format, length)
    count += CellStore.head + length
    cells += 1
    filled[column] += 1
    if column >= width { width = column + 1 }
    return bytes + (count - length)
  }

  /// Tells the piece what was added.
  func finish() {
    piece.count = count
    piece.cellCount = cells
    piece.width = width
  }
}

extension CellStore {
  /// Bytes before the value of a cell: column, kind, format, length.
  static let head = 9

  @inline(__always)
  static func putHead(
    _ out: UnsafeMutableRawPointer, column: Int, _ kind: CellKind, format: Int, _ length: Int
  ) {
    out.storeBytes(of: UInt16(truncatingIfNeeded: column), as: UInt16.self)
    out.storeBytes(of: kind.rawValue, toByteOffset: 2, as: UInt8.self)
    out.storeBytes(of: UInt16(truncatingIfNeeded: format), toByteOffset: 3, as: UInt16.self)
    out.storeBytes(of: UInt32(truncatingIfNeeded: length), toByteOffset: 5, as: UInt32.self)
  }
}

extension SheetFindings {
  /// The same with what was found in rows below.
  mutating func add(_ below: SheetFindings) {
    valueless.add(below.valueless)
    noDay.add(below.noDay)
    hiddenRows += below.hiddenRows
  }
}

extension SheetFindings.Count {
  fileprivate mutating func add(_ below: SheetFindings.Count) {
    if count == 0 { first = below.first }
    count += below.count
  }
}
