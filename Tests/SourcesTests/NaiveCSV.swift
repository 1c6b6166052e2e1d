/// A reader of CSV so plain that it can be believed: one byte after another, fields as text.
struct NaiveCSV {
  /// What a line that is no row is missing.
  enum Fault: Equatable { case ragged, unterminated, textAfterQuote }

  struct Field: Equatable {
    var text: [UInt8] = []
    var isQuoted = false
  }

  private(set) var rows: [[Field]] = []
  /// The line in which a row is bad, and why.
  private(set) var faults: [(line: Int, fault: Fault)] = []

  /// Reads records of `fieldCount` fields; line ends are line feeds.
  init(_ bytes: [UInt8], delimiter: UInt8 = 44, fieldCount: Int) {
    var position = 0
    while position < bytes.count {
      let start = position
      var fields: [Field] = []
      var fault: (at: Int, Fault)?
      var isDone = false
      while !isDone {
        var field = Field()
        if position < bytes.count, bytes[position] == 34 {
          field.isQuoted = true
          let open = position
          position += 1
          var isClosed = false
          while position < bytes.count {
            if bytes[position] == 34 {
              position += 1
              if position < bytes.count, bytes[position] == 34 {
                field.text.append(34)
                position += 1
                continue
              }
              isClosed = true
              break
            }
            field.text.append(bytes[position])
            position += 1
          }
          let rest = bytes[min(position, bytes.count)...]
          if !isClosed {
            fault = (open, .unterminated)
          } else if rest.starts(with: [13, 10]) || rest.elementsEqual([13]) {
            position += 1
          } else if let next = rest.first, next != delimiter, next != 10 {
            fault = (open, .textAfterQuote)
          }
        } else {
          while position < bytes.count, bytes[position] != delimiter, bytes[position] != 10 {
            field.text.append(bytes[position])
            position += 1
          }
          if position >= bytes.count || bytes[position] == 10, field.text.last == 13 {
            field.text.removeLast()
          }
        }
        fields.append(field)
        if let fault {
          // On with the line after the one in which the quote opened.
          faults.append((NaiveCSV.line(bytes, fault.at), fault.1))
          position = (bytes[fault.at...].firstIndex(of: 10) ?? bytes.count - 1) + 1
          break
        }
        isDone = position >= bytes.count || bytes[position] == 10
        position += 1
      }
      if fault != nil { continue }
      if fieldCount > 1, fields == [Field()] { continue }
      if fields.count == fieldCount {
        rows.append(fields)
      } else {
        faults.append((NaiveCSV.line(bytes, start), .ragged))
      }
    }
  }

  private static func line(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[..<offset].count { $0 == 10 } + 1
  }
}
