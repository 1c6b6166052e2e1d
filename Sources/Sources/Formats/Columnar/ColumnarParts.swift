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
    let bounds = request.bounds.compactMap { bound in
      fields.firstIndex { $0.name == bound.column }.map { (bound, $0) }
    }
    var parts: [Int] = []
    var rows = 0
    var number = 0
    for file in files.indices {
      for (part, count) in files[file].parts.enumerated() {
        let matters =
          request.limit.map { rows < $0 }
          ?? !bounds.contains { range($1, file, part)?.excludes($0) ?? false }
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
  ///
  /// - Parameter parts: their numbers, in order.
  func picking(_ parts: [Int]) -> [any ColumnarFile] {
    var first = 0
    var rest = parts[...]
    return files.map { file in
      let end = first + file.parts.count
      let kept = rest.prefix { $0 < end }
      rest = rest.dropFirst(kept.count)
      defer { first = end }
      return kept.count == end - first ? file : file.picking(kept.map { $0 - first })
    }
  }

  /// What is known of the values of a column in a part of a file.
  private func range(_ place: Int, _ file: Int, _ part: Int) -> ValueRange? {
    let field = fields[place]
    guard !open.contains(field.name) else { return nil }
    if place < ownCount {
      let own = files[file].range(places[file][place], part: part)
      // Where files differ in type, values change when they are joined.
      return own.flatMap { $0.least.type == field.type ? $0 : nil }
    }
    guard let key = partitions.keys.firstIndex(of: field.name) else { return nil }
    return partitions.range(key, file: file)
  }
}
