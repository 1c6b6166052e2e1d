/// Lower and upper case of code points, by table where a letter maps to one letter.
enum CaseMapping {
  private static let tableEnd = 0x250
  private static let blockStart = 0x1E00
  private static let blockEnd = 0x1F00

  /// The other case of each code point of the two ranges; 0 where that is several code points.
  private static func makeTable(
    _ map: (Unicode.Scalar.Properties) -> String
  ) -> [UInt32] {
    (Array(0..<tableEnd) + Array(blockStart..<blockEnd)).map { value in
      guard let scalar = Unicode.Scalar(UInt32(value)) else { return UInt32(value) }
      let mapped = Array(map(scalar.properties).unicodeScalars)
      return mapped.count == 1 ? mapped[0].value : 0
    }
  }

  private static let lowerTable = makeTable { $0.lowercaseMapping }
  private static let upperTable = makeTable { $0.uppercaseMapping }

  /// Writes the text in lower case.
  static func lower(_ text: UnsafeBufferPointer<UInt8>, into sink: inout ByteSink) {
    lowerTable.withUnsafeBufferPointer { table in
      map(text, table, into: &sink, { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }) {
        $0.lowercaseMapping
      }
    }
  }

  /// Writes the text in upper case.
  static func upper(_ text: UnsafeBufferPointer<UInt8>, into sink: inout ByteSink) {
    upperTable.withUnsafeBufferPointer { table in
      map(text, table, into: &sink, { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }) {
        $0.uppercaseMapping
      }
    }
  }

  @inline(__always)
  private static func map(
    _ text: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt32>,
    into sink: inout ByteSink, _ ascii: (UInt8) -> UInt8,
    _ rare: (Unicode.Scalar.Properties) -> String
  ) {
    guard let bytes = text.baseAddress else { return }
    let count = text.count
    var place = 0
    while place < count {
      let byte = bytes[place]
      if byte < 0x80 {
        sink.put(ascii(byte))
        place &+= 1
        continue
      }
      let (value, next) = UTF8Scan.decode(text, at: place)
      place = next
      var mapped: UInt32 = 0
      if value < tableEnd {
        mapped = table[Int(value)]
      } else if value >= blockStart, value < blockEnd {
        mapped = table[Int(value) - blockStart + tableEnd]
      }
      if mapped != 0 {
        sink.put(scalar: mapped)
      } else if let scalar = Unicode.Scalar(value) {
        for byte in rare(scalar.properties).utf8 { sink.put(byte) }
      }
    }
  }
}
