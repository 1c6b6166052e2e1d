import Columns

extension CSVFile {
  /// The errors of some faults of one file, in the order in which they stand.
  func located(_ faults: [Fault], in part: CSVPart) -> [FileError] {
    let lines = part.file.lines(at: faults.map(\.offset), lineEnd: part.dialect.lineEnd)
    return zip(faults, lines).map { fault, line in
      var column: String?
      if case .ragged(let found, _) = fault.kind, found < part.names.count {
        column = part.names[found]
      }
      return FileError(
        part.file.path, fault.kind, line: line.number, column: column, excerpt: line.text)
    }
  }

  /// A text that is not of the type that was given for its column.
  func wrongValue(_ plan: ColumnPlan, _ chunk: ColumnChunk, _ index: Int) -> FileError {
    let part = parts[index]
    let line = chunk.misfit.flatMap {
      part.file.lines(at: [$0.offset], lineEnd: part.dialect.lineEnd).first
    }
    return FileError(
      part.file.path,
      .wrongValue(chunk.misfit?.text ?? "", type: (plan.forced ?? plan.format.type).rawValue),
      line: line?.number, column: plan.name, excerpt: line?.text)
  }

  /// The rows set aside: where they stand, why, and how they begin.
  func rejected(_ faults: [(part: Int, fault: Fault)]) throws -> Table? {
    guard options.mode != .strict, !faults.isEmpty else { return nil }
    var files: [Value] = []
    var lines: [Value] = []
    var reasons: [Value] = []
    var texts: [Value] = []
    for (index, part) in parts.enumerated() {
      for error in located(faults.filter { $0.part == index }.map(\.fault), in: part) {
        files.append(.text(error.path))
        lines.append(.int(Int64(error.line ?? 0)))
        reasons.append(.text(error.words(vietnamese: false).message))
        texts.append(.text(error.excerpt ?? ""))
      }
    }
    var columns = [
      ("line", try Column(.int, lines)), ("reason", try Column(.text, reasons)),
      ("text", try Column(.text, texts)),
    ]
    if isPattern { columns.append((CSVFile.filename, try Column(.text, files))) }
    return Table(columns)
  }

  /// Names the first line in which a column's text is no UTF-8.
  func invalidText(_ plan: ColumnPlan) throws -> FileError {
    var first: FileError?
    for (index, part) in parts.enumerated() {
      let chunk = 1 << 18
      var position = part.dataStart
      var line: [UInt8] = []
      var lineStart = position
      var bytes = [UInt8](repeating: 0, count: chunk)
      while position < ends[index] {
        let count = try bytes.withUnsafeMutableBytes { buffer in
          guard let start = buffer.baseAddress else { return 0 }
          return try part.file.read(
            at: position, count: min(chunk, ends[index] - position), into: start)
        }
        for place in 0..<count {
          line.append(bytes[place])
          let isLast = position + place + 1 == ends[index]
          guard bytes[place] == part.dialect.lineEnd || isLast else { continue }
          if !line.withUnsafeBufferPointer(UTF8Check.isValid) {
            let found = part.file.lines(at: [lineStart], lineEnd: part.dialect.lineEnd)[0]
            let error = FileError(
              part.file.path, .invalidUTF8, line: found.number, column: plan.name,
              excerpt: found.text)
            let head = FileHead(line, from: 0, part.dialect, isWhole: true, limit: 1)
            let field = plan.fields[index]
            if let fields = head.records.first?.fields, fields.count == part.names.count,
              !fields[field].withUnsafeBufferPointer(UTF8Check.isValid)
            {
              return error
            }
            if first == nil { first = error }
          }
          lineStart = position + place + 1
          line.removeAll(keepingCapacity: true)
        }
        if count == 0 { break }
        position += count
      }
    }
    return first ?? FileError(parts[0].file.path, .invalidUTF8, column: plan.name)
  }
}
