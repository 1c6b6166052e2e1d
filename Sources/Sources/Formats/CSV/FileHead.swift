/// The first records of a file, cut with care rather than speed: what sniffing looks at.
struct FileHead {
  struct Record {
    var fields: [[UInt8]] = []
    /// Where the record after it begins.
    var end = 0
    /// Whether text follows a closing quote.
    var isBad = false
  }

  /// Records that are whole; empty lines are left out.
  private(set) var records: [Record] = []

  /// - Parameters:
  ///   - isWhole: whether the file ends with these bytes, so that the last line may lack its end.
  ///   - limit: how many records are wanted.
  init(_ bytes: [UInt8], from start: Int, _ dialect: Dialect, isWhole: Bool, limit: Int) {
    var record = Record()
    var text: [UInt8] = []
    var isQuoted = false
    var inQuotes = false
    var place = start
    func finish(_ end: Int) {
      if !isQuoted, text.last == 13 { text.removeLast() }
      record.fields.append(text)
      record.end = end
      if record.fields.count > 1 || isQuoted || !text.isEmpty { records.append(record) }
      record = Record()
      text = []
      isQuoted = false
    }
    while place < bytes.count, records.count < limit {
      let byte = bytes[place]
      place += 1
      if inQuotes {
        if byte != dialect.quote {
          text.append(byte)
        } else if place < bytes.count, bytes[place] == dialect.quote {
          text.append(byte)
          place += 1
        } else {
          inQuotes = false
        }
      } else if byte == dialect.quote, text.isEmpty, !isQuoted {
        inQuotes = true
        isQuoted = true
      } else if byte == dialect.delimiter {
        record.fields.append(text)
        text = []
        isQuoted = false
      } else if byte == dialect.lineEnd {
        finish(place)
      } else if !(isQuoted && byte == 13) {
        if isQuoted { record.isBad = true }
        text.append(byte)
      }
    }
    let isBegun = isQuoted || !text.isEmpty || !record.fields.isEmpty
    if isWhole, isBegun, !inQuotes, records.count < limit { finish(place) }
  }
}
