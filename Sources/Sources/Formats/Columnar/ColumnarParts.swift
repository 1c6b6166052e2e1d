import Columns

/// What of its files a source of columns leaves unread: whole files by the names of their folders,
/// parts of files by the ranges of values that they tell, and all behind a limit.
extension ColumnarSource {
  /// Nil where everything is to be read, and where a column that is wanted has a type that only all
  /// its rows tell.
  func accepts(_ request: ScanRequest, _ run: RunContext) -> Accepted? {
    guard !request.bounds.isEmpty || request.limit != nil,
      open.isDisjoint(with: request.columns)
    else { return nil }
    var parts: [Int] = []
    var rows = 0
    var number = 0
    for file in files.indices {
      for (part, count) in files[file].parts.enumerated() {
        let matters =
          request.limit.map { rows < $0 }
          ?? !request.bounds.contains { range($0.column, file, part)?.excludes($0) ?? false }
        if matters {
          parts.append(number)
          rows += count
        }
        number += 1
      }
    }
    return parts.count == number
      ? nil : Accepted(parts: parts, of: number, rowCount: rows)
  }

  /// The files with only some of the parts of the source.
  func picking(_ parts: [Int]) -> [any ColumnarFile] {
    var first = 0
    return files.map { file in
      let own = first..<first + file.parts.count
      first = own.upperBound
      let kept = parts.filter(own.contains).map { $0 - own.lowerBound }
      return kept.count == own.count ? file : file.picking(kept)
    }
  }

  /// What is known of the values of a column in a part of a file.
  private func range(_ name: String, _ file: Int, _ part: Int) -> ValueRange? {
    guard let place = fields.firstIndex(where: { $0.name == name }), !open.contains(name) else {
      return nil
    }
    if place < ownCount {
      let own = files[file].range(places[file][place], part: part)
      // Where files differ in type, values change when they are joined.
      return own.flatMap { $0.least.type == fields[place].type ? $0 : nil }
    }
    guard let key = partitions.keys.firstIndex(of: name) else { return nil }
    return partitions.range(key, file: file)
  }
}
