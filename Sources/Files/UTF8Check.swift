/// Whether bytes are text in UTF-8.
enum UTF8Check {
  /// Whether all bytes are below 128.
  @inline(__always)
  static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return true }
    let raw = UnsafeRawPointer(start)
    var place = 0
    var all: UInt64 = 0
    while place &+ 8 <= text.count {
      all |= raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      place &+= 8
    }
    while place < text.count {
      all |= UInt64(start[place])
      place &+= 1
    }
    return all & 0x8080_8080_8080_8080 == 0
  }

  /// Whether the bytes are well-formed: no bare or missing continuation bytes, no overlong forms,
  /// no surrogates, nothing beyond U+10FFFF (the table of well-formed sequences of the Unicode
  /// standard, chapter 3).
  static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let bytes = text.baseAddress else { return true }
    let count = text.count
    let raw = UnsafeRawPointer(bytes)
    var place = 0
    while place < count {
      let lead = bytes[place]
      if lead < 0x80 {
        while place &+ 8 <= count,
          raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        { place &+= 8 }
        while place < count, bytes[place] < 0x80 { place &+= 1 }
        continue
      }
      let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
      if length == 0 || place &+ length > count { return false }
      let second = bytes[place &+ 1]
      let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
      if second < lowest || second > highest { return false }
      for index in 2..<max(2, length) where bytes[place &+ index] & 0xC0 != 0x80 { return false }
      place &+= length
    }
    return true
  }
}
