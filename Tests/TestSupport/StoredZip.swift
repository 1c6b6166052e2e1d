/// A ZIP archive whose parts are not packed, for files that a test writes itself.
public enum StoredZip {
  public static func archive(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    func number(_ value: Int, _ count: Int, _ to: inout [UInt8]) {
      for place in 0..<count { to.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
    for (name, bytes) in parts {
      let start = out.count
      var head: [UInt8] = []
      number(20, 2, &head)
      number(0, 8, &head)
      number(Int(crc(bytes)), 4, &head)
      number(bytes.count, 4, &head)
      number(bytes.count, 4, &head)
      number(name.utf8.count, 2, &head)
      number(0, 2, &head)
      out += [0x50, 0x4B, 3, 4] + head + Array(name.utf8) + bytes
      directory += [0x50, 0x4B, 1, 2, 20, 0] + head
      number(0, 10, &directory)
      number(start, 4, &directory)
      directory += Array(name.utf8)
    }
    let start = out.count
    out += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    number(parts.count, 2, &out)
    number(parts.count, 2, &out)
    number(directory.count, 4, &out)
    number(start, 4, &out)
    number(0, 2, &out)
    return out
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }
}
