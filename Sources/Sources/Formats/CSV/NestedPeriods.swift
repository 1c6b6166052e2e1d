import Columns
import Language

/// Columns in which years stand beside their own quarters or months: whoever adds the rows up counts a time
/// twice, whether or not the query reads that column.
enum NestedPeriods {
  /// What is told of the first column of that kind among the first records; nil where there is none.
  static func note(_ records: [FileHead.Record], _ names: [String]) -> FileNote? {
    for (column, name) in names.enumerated() {
      guard let (outer, inner) = pair(records, column) else { continue }
      return FileNote(
        "N0523",
        "`\(name)` has periods beside their own parts, such as \"\(outer)\" beside \"\(inner)\", so that a sum over all rows counts a time twice",
        "`\(name)` có kỳ đứng cạnh các phần của chính nó, như \"\(outer)\" cạnh \"\(inner)\", nên cộng mọi dòng sẽ tính một thời gian hai lần"
      )
    }
    return nil
  }

  /// A period and one that lies within it, where all of the column is periods.
  private static func pair(_ records: [FileHead.Record], _ column: Int) -> (String, String)? {
    var found: [String: ClosedRange<Int>] = [:]
    for record in records where !record.isBad && column < record.fields.count {
      let field = record.fields[column]
      let text = FileHead.text(field)
      if text.isEmpty || found[text] != nil { continue }
      guard let days = field.withUnsafeBufferPointer(days) else { return nil }
      found[text] = days
    }
    // Periods of one length do not lie within each other.
    let sorted = found.sorted {
      ($0.value.lowerBound, -$0.value.count, $0.key) < (
        $1.value.lowerBound, -$1.value.count, $1.key
      )
    }
    for (one, next) in zip(sorted, sorted.dropFirst())
    where one.value.count > next.value.count && one.value.contains(next.value.upperBound) {
      return (one.key, next.key)
    }
    return nil
  }

  /// The days of a text that names a period, or a year by its number alone.
  private static func days(_ text: UnsafeBufferPointer<UInt8>) -> ClosedRange<Int>? {
    guard PeriodReading.mayBe(text) else { return nil }
    let own = String(decoding: text, as: UTF8.self)
    if let year = PeriodColumn.plainYear(own) { return PeriodGrain.year.days(year) }
    return PeriodReading.all(own).first?.days
  }
}
