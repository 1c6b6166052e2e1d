import Columns
import Glibc

/// The texts that the cells of a workbook share, one behind another, within the memory limit.
///
/// `@unchecked Sendable` is right: all are appended by the thread that opens the workbook, before others
/// look at them.
final class SharedTexts: @unchecked Sendable {
  private(set) var count = 0
  private var bytes: WorkMemory?
  private var ends: WorkMemory?
  private var used = 0

  /// Throws `MemoryLimitExceeded`.
  func append(_ text: UnsafePointer<UInt8>, _ length: Int) throws {
    try reserve(length)
    guard let bytes, let ends else { return }
    memcpy(bytes.base + used, text, length)
    used += length
    ends.pointer(Int.self)[count] = used
    count += 1
  }

  func append(_ text: [UInt8]) throws {
    try text.withUnsafeBufferPointer { text in
      // An empty array may have no address.
      if let start = text.baseAddress { return try append(start, text.count) }
      try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { room in
        if let start = room.baseAddress { try append(start, 0) }
      }
    }
  }

  private func reserve(_ more: Int) throws {
    if used + more > (bytes?.byteCount ?? 0) {
      let larger = try WorkMemory(byteCount: max(used + more, used * 3 / 2, 1 << 12))
      if let bytes { memcpy(larger.base, bytes.base, used) }
      bytes = larger
    }
    if (count + 1) * 8 > (ends?.byteCount ?? 0) {
      let larger = try WorkMemory(Int.self, count: max(count * 3 / 2, 1 << 9))
      if let ends { memcpy(larger.base, ends.base, count * 8) }
      ends = larger
    }
  }

  /// A text; empty where there is none of that number.
  @inline(__always)
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < count, let bytes, let ends else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    let places = ends.pointer(Int.self)
    let start = index == 0 ? 0 : places[index - 1]
    return UnsafeBufferPointer(
      start: bytes.pointer(UInt8.self) + start, count: places[index] - start)
  }
}
