import CADBC
import Columns
import Language

/// What the C data interface says of a column: how it lies and what it means, or why it has no form
/// here.
struct ArrowInterfaceType {
  private(set) var foreign = ForeignType.null
  private(set) var layout = ArrowLayout.null
  /// Numbers with a point that come as texts, which some drivers do to keep all digits.
  private(set) var isDecimalText = false
  /// What the type is called, where it is not read here.
  private(set) var unread: String?

  init(_ schema: CArrowSchema) throws {
    guard let format = schema.format else { throw Damage.schema }
    let metadata = ArrowInterfaceType.metadata(schema.metadata)
    if let dictionary = schema.dictionary {
      let entries = try ArrowInterfaceType(dictionary.pointee)
      let index = try ArrowInterfaceType(plain: String(cString: format), [:])
      guard case .numbers(let bytes, _) = index.layout, dictionary.pointee.dictionary == nil else {
        throw Damage.schema
      }
      self = entries
      layout = .coded(dictionary: 0, bytes: bytes, entries.layout)
      return
    }
    self = try ArrowInterfaceType(plain: String(cString: format), metadata)
  }

  private init(
    _ foreign: ForeignType, _ layout: ArrowLayout, isDecimalText: Bool = false
  ) {
    self.foreign = foreign
    self.layout = layout
    self.isDecimalText = isDecimalText
  }

  private init(unread: String) { self.unread = unread }

  private init(plain format: String, _ metadata: [String: String]) throws {
    func number(_ bits: Int, _ isSigned: Bool) -> ArrowInterfaceType {
      ArrowInterfaceType(
        .int(bits: bits, isSigned: isSigned), .numbers(bytes: bits / 8, isSigned: isSigned))
    }
    let text = ArrowInterfaceType.isDecimal(metadata)
    switch format {
    case "n": self.init(.null, .null)
    case "b": self.init(.bool, .bits)
    case "c": self = number(8, true)
    case "C": self = number(8, false)
    case "s": self = number(16, true)
    case "S": self = number(16, false)
    case "i": self = number(32, true)
    case "I": self = number(32, false)
    case "l": self = number(64, true)
    case "L": self = number(64, false)
    case "e": self.init(.half, .numbers(bytes: 2, isSigned: false))
    case "f": self.init(.float, .numbers(bytes: 4, isSigned: false))
    case "g": self.init(.double, .numbers(bytes: 8, isSigned: true))
    case "u": self.init(.text, .texts(offsetBytes: 4), isDecimalText: text)
    case "U": self.init(.text, .texts(offsetBytes: 8), isDecimalText: text)
    case "vu": self.init(.text, .views, isDecimalText: text)
    case "z", "Z", "vz": self.init(unread: metadata["ADBC:postgresql:typname"] ?? "binary")
    case "tdD": self.init(.day, .numbers(bytes: 4, isSigned: true))
    case "tdm": self.init(.dayInMilliseconds, .numbers(bytes: 8, isSigned: true))
    case "+s": self.init(unread: "struct")
    case "+m": self.init(unread: "map")
    case "w:16" where metadata["ARROW:extension:name"] == "arrow.uuid":
      self.init(.uuid, .fixed(bytes: 16))
    default: self = try ArrowInterfaceType(withParameters: format)
    }
  }

  private init(withParameters format: String) throws {
    let parts = format.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let head = String(parts[0])
    let rest = parts.count > 1 ? String(parts[1]) : ""
    let units: [Character: Int64] = ["s": 1, "m": 1000, "u": 1_000_000, "n": 1_000_000_000]
    if head.count == 3, let unit = head.last, let perSecond = units[unit] {
      switch head.prefix(2) {
      case "ts":
        self.init(
          .timestamp(perSecond: perSecond, isUTC: !rest.isEmpty),
          .numbers(bytes: 8, isSigned: true))
        return
      case "tt":
        let bytes = unit == "s" || unit == "m" ? 4 : 8
        self.init(.time(perSecond: perSecond), .numbers(bytes: bytes, isSigned: true))
        return
      case "tD":
        self.init(.duration(perSecond: perSecond), .numbers(bytes: 8, isSigned: true))
        return
      default: break
      }
    }
    if head == "d" {
      let numbers = rest.split(separator: ",").compactMap { Int($0) }
      guard numbers.count == 2 || numbers.count == 3, (-1000...1000).contains(numbers[1]),
        [32, 64, 128, 256].contains(numbers.count == 3 ? numbers[2] : 128)
      else { throw Damage.schema }
      self.init(
        .decimal(digits: numbers[0], scale: numbers[1]),
        .decimals(bytes: (numbers.count == 3 ? numbers[2] : 128) / 8))
      return
    }
    switch head.prefix(2) {
    case "+l", "+L", "+v", "+w": self.init(unread: "list")
    case "+u": self.init(unread: "union")
    case "ti": self.init(unread: "interval")
    case "w": self.init(unread: "binary")
    default: self.init(unread: format)
    }
  }

  /// Whether a text holds numbers of any length (PostgreSQL's `numeric`).
  private static func isDecimal(_ metadata: [String: String]) -> Bool {
    metadata["ADBC:postgresql:typname"] == "numeric"
  }

  /// Pairs of texts, each behind its length.
  private static func metadata(_ start: UnsafePointer<CChar>?) -> [String: String] {
    guard let start else { return [:] }
    let base = UnsafeRawPointer(start)
    var place = 0
    func number() -> Int {
      defer { place += 4 }
      return Int(base.loadUnaligned(fromByteOffset: place, as: Int32.self))
    }
    func text() -> String? {
      let length = number()
      guard (0...1 << 20).contains(length) else { return nil }
      defer { place += length }
      return String(
        decoding: UnsafeRawBufferPointer(start: base + place, count: length), as: UTF8.self)
    }
    var found: [String: String] = [:]
    let count = number()
    guard (0...1000).contains(count) else { return [:] }
    for _ in 0..<count {
      guard let key = text(), let value = text() else { return found }
      found[key] = value
    }
    return found
  }
}
