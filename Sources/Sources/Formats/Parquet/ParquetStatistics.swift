import Columns

/// The ranges of values that the footer tells of row groups.
extension ParquetFile {
  /// The values of a column in a row group, from its statistics.
  ///
  /// Nil where the statistics are missing, where a row is null (the plan counts rows that only a null
  /// keeps out, so they are read), and for types whose order the statistics do not keep exactly:
  /// floats (NaN stands in no range), times of day, durations, whole numbers that become doubles.
  func range(_ column: Int, part: Int) -> ValueRange? {
    let leaf = leaves[column]
    let chunk = groups[part].chunks[leaf.leaf]
    guard groups[part].rowCount > 0, leaf.maxLevel == 0 || chunk.nullCount == 0,
      chunk.physical == leaf.physical.rawValue
    else { return nil }
    if case .text = leaf.foreign { return textRange(chunk) }
    guard let least = chunk.least ?? (isSigned(leaf) ? chunk.oldLeast : nil),
      let greatest = chunk.greatest ?? (isSigned(leaf) ? chunk.oldGreatest : nil),
      let low = value(least, leaf), let high = value(greatest, leaf)
    else { return nil }
    return ValueRange(low, high)
  }

  /// Whether the plain order of the stored whole numbers is that of the values.
  private func isSigned(_ leaf: ParquetColumn) -> Bool {
    guard leaf.physical == .int32 || leaf.physical == .int64 else { return false }
    if case .int(_, let isSigned) = leaf.foreign { return isSigned }
    return true
  }

  /// Texts are kept in the order of their bytes; the greatest may be cut and raised in its last byte,
  /// which leaves a wider range. Bytes that are no UTF-8 are told of nothing.
  private func textRange(_ chunk: ParquetChunk) -> ValueRange? {
    guard let least = chunk.least, let greatest = chunk.greatest,
      let low = String(validating: least, as: UTF8.self),
      let high = String(validating: greatest, as: UTF8.self)
    else { return nil }
    return ValueRange(.text(low), .text(high))
  }

  /// A stored number as the value that a row with it has here.
  private func value(_ bytes: [UInt8], _ leaf: ParquetColumn) -> Value? {
    var raw: Int64
    switch (leaf.physical, bytes.count) {
    case (.int32, 4): raw = Int64(bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) })
    case (.int64, 8): raw = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    default: return nil
    }
    let form = NumberForm(leaf.foreign)
    guard !form.isDouble, (try? form.convert(&raw, 1)) != nil else { return nil }
    switch leaf.foreign {
    case .int: return .int(raw)
    case .decimal: return form.scale == 0 ? .int(raw) : .decimal(raw, scale: form.scale)
    case .day: return Int32(exactly: raw).map(Value.date)
    case .timestamp: return .timestamp(raw)
    default: return nil
    }
  }
}
