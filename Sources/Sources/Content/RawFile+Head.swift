extension RawFile {
  /// The first bytes, fewer than asked for only where there are no more.
  func head(_ count: Int) throws -> [UInt8] {
    let wanted = knownSize.map { min($0, count) } ?? count
    return try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      filled = try read(at: 0, count: wanted, into: start)
    }
  }

  /// All bytes, one piece after another. `body` returns false to stop.
  func pieces(_ size: Int = 1 << 18, _ body: (UnsafeBufferPointer<UInt8>) throws -> Bool) throws {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { buffer.deallocate() }
    var position = 0
    while true {
      let count = try read(
        at: position, count: knownSize.map { min(size, $0 - position) } ?? size, into: buffer)
      if count <= 0 { return }
      if try !body(UnsafeBufferPointer(start: buffer, count: count)) { return }
      position += count
    }
  }
}
