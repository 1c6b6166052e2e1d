#if HAS_ZIP && HAS_EXPAT
  import CWorkbook
  import Columns
  import Glibc

  /// Reads a sheet in rounds: while one stretch of its XML is unpacked, the rows of the stretch before it
  /// are read, several pieces side by side.
  ///
  /// The parser of XML reads what stands before the rows and behind them. Where the rows hold what
  /// `SheetScanner` does not know, the reading ends with `UnusualXML`.
  struct SheetPieces {
    private let path: String
    private let archive: ZipArchive
    private let part: String
    private let handler: XLSXSheet
    private let store: CellStore
    /// Bytes of one stretch, and of one piece of it.
    private static let stretch = 1 << 22
    private static let piece = 1 << 19
    /// What the longest row may take.
    private static let longest = 64 << 20

    init(_ archive: ZipArchive, _ part: String, _ handler: XLSXSheet, _ store: CellStore) {
      path = archive.path
      self.archive = archive
      self.part = part
      self.handler = handler
      self.store = store
    }

    mutating func read(_ checkStopped: () throws -> Void) throws {
      let entry = try archive.open(part)
      var parser = try XMLReader(path, part: part, handler)
      var current = try SheetStretch(entry, after: nil, SheetPieces.stretch)
      guard let first = current.firstRow else { throw UnusualXML() }
      guard try parser.feed(current.bytes(0..<first), isLast: false), handler.isInData else {
        throw UnusualXML()
      }
      current.begin(at: first)
      while true {
        try checkStopped()
        let ranges = current.pieces(SheetPieces.piece)
        if current.rowsEnd != nil || current.isLast {
          for piece in try pieces(current, ranges) { try add(piece) }
          break
        }
        if current.rowsCount == 0, current.count > SheetPieces.longest { throw UnusualXML() }
        let (read, next) = try beside(current, ranges, entry)
        for piece in read { try add(piece) }
        current = next
      }
      guard let end = current.rowsEnd else { throw UnusualXML() }
      guard try parser.feed(current.bytes(end..<current.count), isLast: false) else { return }
      guard !handler.isInData else { throw UnusualXML() }
      while !current.isLast {
        try checkStopped()
        current = try SheetStretch(entry, after: nil, SheetPieces.stretch)
        guard try parser.feed(current.bytes(0..<current.count), isLast: false) else { return }
      }
      _ = try parser.feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
    }

    private func add(_ piece: CellPiece) throws {
      guard try store.add(piece) else { throw UnusualXML() }
    }

    private func pieces(_ stretch: SheetStretch, _ ranges: [Range<Int>]) throws -> [CellPiece] {
      let reading = handler.reading
      return try Parallel.map(pieces: ranges.count, threads: store.threads) { place in
        try stretch.piece(ranges[place], reading)
      }
    }

    /// The rows of a stretch, and the stretch behind it, which is unpacked meanwhile.
    private func beside(
      _ stretch: SheetStretch, _ ranges: [Range<Int>], _ entry: ZipPart
    ) throws -> ([CellPiece], SheetStretch) {
      let reading = handler.reading
      let made = try Parallel.map(pieces: ranges.count + 1, threads: store.threads) {
        place -> (piece: CellPiece?, next: SheetStretch?) in
        if place == 0 {
          return (nil, try SheetStretch(entry, after: stretch, SheetPieces.stretch))
        }
        return (try stretch.piece(ranges[place - 1], reading), nil)
      }
      guard let next = made.first?.next else { throw UnusualXML() }
      return (made.compactMap(\.piece), next)
    }
  }

  /// A stretch of the XML of a sheet: whole rows, and what begins of the next one.
  ///
  /// `@unchecked Sendable` is right: once made, its bytes are only read, and `begin` is called before it is
  /// handed to other threads.
  final class SheetStretch: @unchecked Sendable {
    private let room: UnsafeMutablePointer<UInt8>
    let count: Int
    /// Whether no bytes follow.
    let isLast: Bool
    /// Where the rows begin, and where the last of them begins or `</sheetData>` does.
    private var start = 0
    private let stop: Int
    /// Where `</sheetData>` begins; nil where it comes later.
    let rowsEnd: Int?

    /// - Parameter before: the stretch before, whose last row may not be whole.
    init(_ entry: ZipPart, after before: SheetStretch?, _ size: Int) throws {
      let kept = before.map { $0.count - $0.end } ?? 0
      let room = UnsafeMutablePointer<UInt8>.allocate(capacity: kept + size)
      self.room = room
      if let before, kept > 0 { memcpy(room, before.room + before.end, kept) }
      var count = kept
      do {
        while count < kept + size {
          let read = try entry.read(into: room + count, min(1 << 18, kept + size - count))
          if read == 0 { break }
          count += read
        }
      } catch {
        room.deallocate()
        throw error
      }
      self.count = count
      isLast = count < kept + size
      var last = count
      var isFound = false
      while last > 0 {
        // Bytes before the last tag that was looked at.
        guard let tag = workbook_find_last(room, last, 60) else { break }
        last = UnsafePointer(room).distance(to: tag)
        if SheetStretch.isRow(room, last, count) {
          isFound = true
          break
        }
      }
      stop = isFound ? last : 0
      rowsEnd = SheetStretch.find("</sheetData", room, stop, count)
    }

    deinit { room.deallocate() }

    private static func isRow(_ room: UnsafeMutablePointer<UInt8>, _ place: Int, _ count: Int)
      -> Bool
    {
      guard place + 4 < count, room[place + 1] == 114, room[place + 2] == 111,
        room[place + 3] == 119
      else { return false }
      return [32, 62, 47, 10, 9, 13].contains(room[place + 4])
    }

    private static func find(
      _ text: StaticString, _ room: UnsafeMutablePointer<UInt8>, _ from: Int, _ to: Int
    ) -> Int? {
      workbook_find(room + from, to - from, text.utf8Start, text.utf8CodeUnitCount).map {
        UnsafePointer(room).distance(to: $0)
      }
    }

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: room + range.lowerBound, count: range.count)
    }

    /// Behind `<sheetData>`; nil where the head names another encoding than UTF-8, or no rows begin in it.
    var firstRow: Int? {
      guard count > 0, let data = SheetStretch.find("<sheetData>", room, 0, count) else {
        return nil
      }
      // A comment may hold a tag, and a declaration another encoding.
      if SheetStretch.find("<!", room, 0, data) != nil { return nil }
      if let declared = SheetStretch.find("encoding", room, 0, min(data, 200)) {
        let name = String(
          decoding: UnsafeBufferPointer(start: room + declared, count: min(20, data - declared)),
          as: UTF8.self
        ).lowercased()
        guard name.hasPrefix("encoding=\"utf-8\"") || name.hasPrefix("encoding='utf-8'") else {
          return nil
        }
      }
      return data + 11
    }

    func begin(at place: Int) { start = place }

    /// Where the whole rows end.
    private var end: Int { rowsEnd ?? max(start, stop) }

    /// Bytes of whole rows.
    var rowsCount: Int { end - start }

    /// The rows in pieces of about some size.
    func pieces(_ size: Int) -> [Range<Int>] {
      var pieces: [Range<Int>] = []
      var from = start
      while from < end {
        var to = min(end, from + size)
        while to < end {
          guard let row = SheetStretch.find("<row", room, to, end) else {
            to = end
            break
          }
          if SheetStretch.isRow(room, row, count) {
            to = row
            break
          }
          to = row + 4
        }
        pieces.append(from..<to)
        from = to
      }
      return pieces
    }

    func piece(_ range: Range<Int>, _ reading: SheetReading) throws -> CellPiece {
      try SheetScanner.piece(room + range.lowerBound, range.count, reading)
    }
  }
#endif
