/// Passwords and the like in statements and addresses, which no screen, file or message may show.
public enum Secrets {
  /// The text with a star for each byte of a secret: every other byte keeps its place.
  public static func masked(_ text: String) -> String {
    let found = places(in: text)
    if found.isEmpty { return text }
    var bytes = Array(text.utf8)
    for range in found { for place in range { bytes[place] = UInt8(ascii: "*") } }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text without its secrets, so that it can be run again: who runs it is asked.
  public static func removed(from text: String) -> String {
    let found = places(in: text)
    if found.isEmpty { return text }
    var bytes = Array(text.utf8)
    for range in found.reversed() {
      var range = range
      // `user:@host` says that the password is empty, `user@host` says nothing of it.
      let isUserInfo =
        range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "@")
        && range.lowerBound > 0 && bytes[range.lowerBound - 1] == UInt8(ascii: ":")
      if isUserInfo { range = range.lowerBound - 1..<range.upperBound }
      bytes.removeSubrange(range)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there are any.
  public static func areIn(_ text: String) -> Bool { !places(in: text).isEmpty }

  /// Words in names of options whose values are secret.
  private static let words = [
    "passw", "pwd", "secret", "token", "credential", "private_key", "api_key",
  ]

  /// Whether the value of an option of this name is a secret.
  public static func isSecret(option name: String) -> Bool {
    let name = name.lowercased()
    return words.contains { name.contains($0) }
  }

  /// The places of secrets in order, none in another.
  package static func places(in text: String) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    var found = addresses(bytes)
    for statement in connectStatements(bytes) { found += options(bytes, statement) }
    if text.contains("=") { found += settings(bytes) }
    found = found.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    var kept: [Range<Int>] = []
    for range in found {
      if let last = kept.last, last.overlaps(range) {
        kept[kept.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        kept.append(range)
      }
    }
    return kept
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")].contains(byte)
  }

  /// Passwords in `scheme://user:password@host`.
  private static func addresses(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    let mark = Array("://".utf8)
    var place = 0
    while place + 3 < bytes.count {
      guard bytes[place] == mark[0], Array(bytes[place..<place + 3]) == mark else {
        place += 1
        continue
      }
      let start = place + 3
      let end = bytes[start...].firstIndex(where: isEnd) ?? bytes.count
      place = start
      // A password may hold any letter but the one that ends it, where it was not written as %xx.
      let query = bytes[start..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
      guard
        let sign = bytes[start..<query].lastIndex(of: UInt8(ascii: "@"))
          ?? bytes[start..<end].lastIndex(of: UInt8(ascii: "@")),
        let colon = bytes[start..<sign].firstIndex(of: UInt8(ascii: ":"))
      else { continue }
      // `host:5432/name?user=a@b` has a port there.
      let isPort = bytes[(colon + 1)..<sign].prefix { (0x30...0x39).contains($0) }.count
      let next = colon + 1 + isPort
      let slash = UInt8(ascii: "/")
      let mark = UInt8(ascii: "?")
      if isPort > 0, next < sign, bytes[next] == slash || bytes[next] == mark { continue }
      // A colon behind the host's name divides no name from a password.
      if bytes[start..<colon].contains(where: { $0 == slash || $0 == mark }) { continue }
      found.append(colon + 1..<sign)
      place = sign
    }
    return found
  }

  /// Values of `password=…` in addresses.
  private static func settings(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for sign in bytes.indices where bytes[sign] == UInt8(ascii: "=") {
      guard isSecret(option: name(bytes, before: sign)) else { continue }
      var start = sign + 1
      // `password='…'`, in which a backslash keeps a quote.
      if start < bytes.count, bytes[start] == UInt8(ascii: "'") {
        start += 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "'") {
          end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        found.append(start..<min(end, bytes.count))
        continue
      }
      let end =
        bytes[start...].firstIndex {
          isEnd($0) || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";")
        } ?? bytes.count
      found.append(start..<end)
    }
    return found
  }

  private static func name(_ bytes: [UInt8], before end: Int) -> String {
    var start = end
    while start > 0 {
      let byte = bytes[start - 1]
      let isLetter =
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      guard isLetter else { break }
      start -= 1
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Where statements that connect stand: from their word to the end of the line, or of what is in
  /// brackets.
  private static func connectStatements(_ bytes: [UInt8]) -> [Range<Int>] {
    let word = Array("connect".utf8)
    var found: [Range<Int>] = []
    var place = 0
    while place + word.count < bytes.count {
      guard bytes[place] | 0x20 == word[0],
        Array(bytes[place..<place + word.count].map { $0 | 0x20 }) == word,
        bytes[place + word.count] <= 0x20
      else {
        place += 1
        continue
      }
      let start = place
      place += word.count
      var depth = 0
      var quote: UInt8?
      while place < bytes.count {
        let byte = bytes[place]
        if let open = quote {
          if byte == UInt8(ascii: "\\") { place += 1 } else if byte == open { quote = nil }
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        } else if byte == UInt8(ascii: "(") {
          depth += 1
        } else if byte == UInt8(ascii: ")") {
          depth -= 1
        } else if depth <= 0, byte == 0x0A || byte == UInt8(ascii: ";") {
          break
        }
        place += 1
      }
      found.append(start..<min(place, bytes.count))
    }
    return found
  }

  /// Values of `password: "…"` in a statement.
  private static func options(_ bytes: [UInt8], _ statement: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for colon in statement where bytes[colon] == UInt8(ascii: ":") {
      var end = colon
      while end > statement.lowerBound, bytes[end - 1] <= 0x20 || isEnd(bytes[end - 1]) { end -= 1 }
      guard isSecret(option: name(bytes, before: end)) else { continue }
      var start = colon + 1
      while start < statement.upperBound, bytes[start] <= 0x20 { start += 1 }
      guard start < statement.upperBound, isEnd(bytes[start]) else { continue }
      let quote = bytes[start]
      start += 1
      var place = start
      while place < statement.upperBound, bytes[place] != quote {
        place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      found.append(start..<min(place, statement.upperBound))
    }
    return found
  }
}

extension SourceText {
  /// The same with stars for the bytes of secrets, so that places stay what they are.
  public var withoutSecrets: SourceText {
    let masked = Secrets.masked(text)
    return masked == text ? self : SourceText(masked, name: name)
  }
}
