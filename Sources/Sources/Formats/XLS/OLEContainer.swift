import Columns
import Glibc

/// The container of old office documents, and of new ones that have a password: streams in sectors of one
/// file.
struct OLEContainer {
  static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  private struct Entry {
    let name: String
    let start: Int
    let size: Int
  }

  private let file: RawFile
  private let size: Int
  private let shift: Int
  private var table: [UInt32] = []
  private var entries: [Entry] = []
  private static let end: UInt32 = 0xFFFF_FFFE

  /// Reads the directory. Throws where the container is cut short or its sectors do not hang together.
  init(_ file: RawFile) throws {
    self.file = file
    size = try file.measured()
    let head = try OLEContainer.bytes(file, 0, 512)
    guard head.count == 512, head.starts(with: OLEContainer.signature) else {
      throw OLEContainer.damaged(file, "its head is cut short")
    }
    shift = Int(head[30]) | Int(head[31]) << 8
    guard shift == 9 || shift == 12 else { throw OLEContainer.damaged(file, "sectors of odd size") }
    try readTable(head)
    try readDirectory(Int(OLEContainer.number(head, 48)))
  }

  private static func damaged(_ file: RawFile, _ reason: String) -> FileError {
    FileError(file.path, .workbook(.damaged(part: "OLE", reason)))
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }
  }

  private static func bytes(
    _ file: RawFile, _ offset: Int, _ count: Int
  ) throws -> [UInt8] {
    let count = max(0, min(count, try file.measured() - offset))
    let room = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 8)
    defer { room.deallocate() }
    let read = try file.read(at: offset, count: count, into: room)
    return Array(UnsafeRawBufferPointer(start: room, count: read))
  }

  private func sector(_ number: Int) throws -> [UInt8] {
    let bytes = try OLEContainer.bytes(file, (number + 1) << shift, 1 << shift)
    guard !bytes.isEmpty else { throw OLEContainer.damaged(file, "it ends too soon") }
    // The last sector of a file may be shorter.
    return bytes + [UInt8](repeating: 0, count: (1 << shift) - bytes.count)
  }

  /// Which sector follows which.
  private mutating func readTable(_ head: [UInt8]) throws {
    let most = size >> shift
    var sectors = (0..<109).map { OLEContainer.number(head, 76 + 4 * $0) }
    var next = OLEContainer.number(head, 68)
    var seen = 0
    while next < 0xFFFF_FFFA, seen <= most {
      let more = try sector(Int(next))
      let count = more.count / 4 - 1
      for place in 0..<count { sectors.append(OLEContainer.number(more, 4 * place)) }
      next = OLEContainer.number(more, 4 * count)
      seen += 1
    }
    for number in sectors where number < 0xFFFF_FFFA {
      guard table.count <= most else { return }
      let part = try sector(Int(number))
      for place in 0..<part.count / 4 { table.append(OLEContainer.number(part, 4 * place)) }
    }
  }

  /// The sectors of a stream that begins with one.
  private func chain(_ start: Int, _ table: [UInt32]) throws -> [Int] {
    var sectors: [Int] = []
    var next = UInt32(truncatingIfNeeded: start)
    while next < 0xFFFF_FFFA {
      guard Int(next) < table.count, sectors.count <= table.count else {
        throw OLEContainer.damaged(file, "its sectors do not hang together")
      }
      sectors.append(Int(next))
      next = table[Int(next)]
    }
    return sectors
  }

  private mutating func readDirectory(_ start: Int) throws {
    for number in try chain(start, table) {
      let part = try sector(number)
      for place in stride(from: 0, to: part.count - 127, by: 128) {
        let length = min(64, Int(part[place + 64]) | Int(part[place + 65]) << 8)
        guard length >= 2, part[place + 66] != 0 else { continue }
        let units = stride(from: 0, to: length - 2, by: 2).map {
          UInt16(part[place + $0]) | UInt16(part[place + $0 + 1]) << 8
        }
        entries.append(
          Entry(
            name: String(decoding: units, as: UTF16.self),
            start: Int(OLEContainer.number(part, place + 116)),
            size: Int(OLEContainer.number(part, place + 120))))
      }
      guard entries.count < 100_000 else { return }
    }
  }

  /// What the container is, where it holds no workbook.
  var otherThanWorkbook: WorkbookFault? {
    func has(_ name: String) -> Bool { entries.contains { $0.name == name } }
    if has("EncryptedPackage") || has("EncryptionInfo") { return .encrypted }
    if has("Workbook") { return nil }
    if has("Book") { return .otherForm("a workbook of Excel 95 or older") }
    if has("WordDocument") { return .noWorkbook("a Word document") }
    if has("PowerPoint Document") { return .noWorkbook("a PowerPoint presentation") }
    return .noWorkbook("an OLE file without a workbook")
  }

  /// A stream as a whole, within the memory limit; nil where there is none of that name.
  func stream(_ name: String) throws -> (bytes: WorkMemory, count: Int)? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    if entry.size < 4096, let root = entries.first, let small = try small(entry, root) {
      return small
    }
    let sectors = try chain(entry.start, table)
    let count = min(entry.size, sectors.count << shift)
    let room = try WorkMemory(byteCount: count + 8, zeroed: true)
    for (place, number) in sectors.enumerated() {
      let start = place << shift
      let offset = (number + 1) << shift
      let length = min(1 << shift, count - start, size - offset)
      guard length > 0 else { break }
      _ = try file.read(at: offset, count: length, into: room.base + start)
    }
    return (room, count)
  }

  /// A stream that shares sectors with others, since it is short.
  private func small(_ entry: Entry, _ root: Entry) throws -> (bytes: WorkMemory, count: Int)? {
    let head = try OLEContainer.bytes(file, 0, 512)
    let start = OLEContainer.number(head, 60)
    guard start < 0xFFFF_FFFA else { return nil }
    var small: [UInt32] = []
    for number in try chain(Int(start), table) {
      let part = try sector(number)
      for place in 0..<part.count / 4 { small.append(OLEContainer.number(part, 4 * place)) }
    }
    let shared = try chain(root.start, table)
    let room = try WorkMemory(byteCount: entry.size + 8, zeroed: true)
    for (place, number) in try chain(entry.start, small).enumerated() {
      let from = number * 64
      let length = min(64, entry.size - place * 64)
      guard length > 0 else { break }
      guard from >> shift < shared.count else {
        throw OLEContainer.damaged(file, "its sectors do not hang together")
      }
      let offset = (shared[from >> shift] + 1) << shift + (from & ((1 << shift) - 1))
      guard offset + length <= size else {
        throw OLEContainer.damaged(file, "it ends too soon")
      }
      _ = try file.read(at: offset, count: length, into: room.base + place * 64)
    }
    return (room, entry.size)
  }
}
