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
    steps.withUnsafeBufferPointer { steps in
      guard let steps = steps.baseAddress else { return true }
      // A state is the place of its successor in the word of a byte: one shift a byte, no branches,
      // which text with a mark on every other letter would make hard to foresee.
      var state = State.start.rawValue
      for byte in text { state = (steps[Int(byte)] &>> state) & 63 }
      return state == State.start.rawValue
    }
  }

  /// What the next byte may be: any lead byte, or one of so many continuation bytes, the first of
  /// them within narrower bounds after some lead bytes.
  private enum State: UInt64, CaseIterable {
    case start = 0
    case bad = 6
    case one = 12
    case two = 18
    case three = 24
    case afterE0 = 30
    case afterED = 36
    case afterF0 = 42
    case afterF4 = 48

    func next(_ byte: UInt8) -> State {
      switch self {
      case .start:
        switch byte {
        case 0..<0x80: .start
        case 0xC2...0xDF: .one
        case 0xE0: .afterE0
        case 0xED: .afterED
        case 0xE1...0xEF: .two
        case 0xF0: .afterF0
        case 0xF1...0xF3: .three
        case 0xF4: .afterF4
        default: .bad
        }
      case .bad: .bad
      case .one: (0x80...0xBF).contains(byte) ? .start : .bad
      case .two: (0x80...0xBF).contains(byte) ? .one : .bad
      case .three: (0x80...0xBF).contains(byte) ? .two : .bad
      case .afterE0: (0xA0...0xBF).contains(byte) ? .one : .bad
      case .afterED: (0x80...0x9F).contains(byte) ? .one : .bad
      case .afterF0: (0x90...0xBF).contains(byte) ? .two : .bad
      case .afterF4: (0x80...0x8F).contains(byte) ? .two : .bad
      }
    }
  }

  /// For each byte the successors of all states, six bits each.
  private static let steps: [UInt64] = (0..<256).map { byte in
    State.allCases.reduce(0) { word, state in
      word | state.next(UInt8(truncatingIfNeeded: byte)).rawValue << state.rawValue
    }
  }
}
