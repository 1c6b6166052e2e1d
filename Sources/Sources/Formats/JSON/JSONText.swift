/// JSON as text: the one place that escapes and lays out what the program writes in it.
public enum JSONText {
  /// Appends a text in quotes. Bytes that are no UTF-8 are passed on as they are.
  static func append(_ text: some Sequence<UInt8>, _ out: inout [UInt8]) {
    out.append(34)
    for byte in text {
      switch byte {
      case 34, 92:
        out.append(92)
        out.append(byte)
      case 10: out += [92, 110]
      case 13: out += [92, 114]
      case 9: out += [92, 116]
      case 0..<32:
        out += Array("\\u00".utf8)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(34)
  }

  private static let hex = Array("0123456789abcdef".utf8)

  /// A text in quotes.
  public static func quoted(_ text: String) -> String {
    var out: [UInt8] = []
    append(text.utf8, &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// An object on one line, its members in this order. Numbers that JSON does not have are null,
  /// whole ones are written without a fraction.
  public static func line(_ members: [(name: String, value: JSON)]) -> String {
    "{" + members.map { "\(quoted($0.name)):\(text($0.value))" }.joined(separator: ",") + "}"
  }

  private static func text(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number) where !number.isFinite: "null"
    case .number(let number) where number.rounded() == number && number.magnitude < 1e15:
      String(Int64(number))
    case .number(let number): "\(number)"
    case .text(let text): quoted(text)
    case .list(let items): "[" + items.map(text).joined(separator: ",") + "]"
    case .object(let members): line(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }
}
