import Columns

/// Some records of a file, cut with care rather than speed: what sniffing looks at.
struct FileHead {
  struct Record {
    var fields: [[UInt8]] = []
    /// Where the record begins, where the one after it does, and its line, from 1.
    var start = 0
    var end = 0
    var line = 1
    /// Whether a quote does not close, or closes before its field ends.
    var isBad = false

    /// Whether a field holds more than spaces.
    func isFilled(_ field: Int) -> Bool {
      field < fields.count && !FileHead.trimmed(fields[field]).isEmpty
    }

    /// How many fields hold something.
    var filled: Int { fields.indices.count { isFilled($0) } }

    /// The first text in it.
    var firstText: String {
      fields.lazy.map { FileHead.text($0) }.first { !$0.isEmpty } ?? ""
    }
  }

  /// Records that are whole; lines without any text are left out.
  private(set) var records: [Record] = []

  /// - Parameters:
  ///   - start: where the first record begins, in that line.
  ///   - isWhole: whether the file ends with these bytes, so that the last line may lack its end.
  ///   - limit: how many records are wanted.
  init(
    _ bytes: [UInt8], from start: Int, line: Int = 1, _ dialect: Dialect, isWhole: Bool, limit: Int
  ) {
    var place = start
    var line = line
    while place < bytes.count, records.count < limit {
      if dialect.comment != 0, bytes[place] == dialect.comment {
        while place < bytes.count, bytes[place] != dialect.lineEnd { place += 1 }
        place += 1
        line += 1
        continue
      }
      guard var record = FileHead.record(bytes, place, dialect, isWhole) else { return }
      record.line = line
      for byte in bytes[place..<record.end] where byte == dialect.lineEnd { line += 1 }
      place = record.end
      if record.fields.count > 1 || !FileHead.trimmed(record.fields[0]).isEmpty {
        records.append(record)
      }
    }
  }

  /// The record that begins at a place; nil where it does not end in the bytes.
  private static func record(
    _ bytes: [UInt8], _ start: Int, _ dialect: Dialect, _ isWhole: Bool
  ) -> Record? {
    var record = Record()
    record.start = start
    var place = start
    while true {
      let (text, next, isBad) = field(bytes, place, dialect)
      if isBad { record.isBad = true }
      record.fields.append(dialect.unwraps ? GuardedText.text(text) ?? text : text)
      if next >= bytes.count {
        record.end = bytes.count
        return isWhole ? record : nil
      }
      place = next + 1
      if bytes[next] == dialect.lineEnd {
        record.end = place
        return record
      }
    }
  }

  /// The text of the field that begins at a place, and where its delimiter or line end stands.
  private static func field(
    _ bytes: [UInt8], _ start: Int, _ dialect: Dialect
  ) -> (text: [UInt8], next: Int, isBad: Bool) {
    var open = start
    while open < bytes.count, bytes[open] == 32 { open += 1 }
    var isBad = false
    if open < bytes.count, dialect.quote != 0, bytes[open] == dialect.quote {
      var text: [UInt8] = []
      var place = open + 1
      while place < bytes.count {
        let byte = bytes[place]
        if dialect.escape != 0, byte == dialect.escape, place + 1 < bytes.count {
          text.append(bytes[place + 1])
          place += 2
        } else if byte != dialect.quote {
          text.append(byte)
          place += 1
        } else if place + 1 < bytes.count, bytes[place + 1] == dialect.quote {
          text.append(byte)
          place += 2
        } else {
          var next = place + 1
          while next < bytes.count, bytes[next] == 32 || bytes[next] == 13 { next += 1 }
          if next >= bytes.count || bytes[next] == dialect.delimiter
            || bytes[next] == dialect.lineEnd
          {
            return (text, next, false)
          }
          break
        }
      }
      isBad = true
    }
    var next = start
    while next < bytes.count, bytes[next] != dialect.delimiter, bytes[next] != dialect.lineEnd {
      next += 1
    }
    var end = next
    while end > start, bytes[end - 1] == 13 { end -= 1 }
    return (Array(bytes[start..<end]), next, isBad)
  }

  /// A field without the spaces at its ends.
  static func trimmed(_ field: [UInt8]) -> ArraySlice<UInt8> {
    field.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return [] }
      let (from, to) = TextSpace.trimmed(start, bytes.count)
      return field[from..<to]
    }
  }

  /// A field as text without the spaces at its ends.
  static func text(_ field: [UInt8]) -> String {
    String(decoding: trimmed(field), as: UTF8.self)
  }

  /// What a field can be read as: all that there is where it is empty or a word for a missing value.
  static func kinds(_ field: [UInt8], knowsMissing: Bool = true) -> FieldKinds {
    field.withUnsafeBufferPointer { kinds($0, knowsMissing: knowsMissing) }
  }

  static func kinds(
    _ field: UnsafeBufferPointer<UInt8>, knowsMissing: Bool
  ) -> FieldKinds {
    guard let start = field.baseAddress else { return .all }
    let (from, to) = TextSpace.trimmed(start, field.count)
    if from == to { return .all }
    if knowsMissing, MissingWord.contains(start + from, to - from) { return .all }
    return FieldReader.classify(start + from, to - from)
  }
}
