import Columns
import Synchronization

/// What is to be told of the reading of columns, gathered over files and threads so that each kind is
/// told once.
final class ColumnarRemarks: Sendable {
  /// One kind of thing that happens to columns.
  enum Kind: Int, Sendable, CaseIterable {
    case utc, cutTimes, asDoubles, normalized, repaired, digits, durations
  }

  private let columns = Mutex<[Kind: [String]]>([:])
  private let leftOut = Mutex<[String]>([])

  func add(_ kind: Kind, _ column: String) {
    columns.withLock { known in
      if !(known[kind] ?? []).contains(column) { known[kind, default: []].append(column) }
    }
  }

  func add(leftOut names: [String]) {
    leftOut.withLock { known in known += names.filter { !known.contains($0) } }
  }

  /// Tells everything to a run; the columns in the order of `names`.
  func tell(_ names: [String], _ run: RunContext) {
    let left = leftOut.withLock { $0 }
    if !left.isEmpty {
      let list = ColumnarRemarks.list(left)
      run.tell(
        SourceNote(
          "N0560",
          "\(list) \(left.count == 1 ? "holds" : "hold") lists or maps and \(left.count == 1 ? "is" : "are") left out; DuckDB's unnest or pandas' explode makes rows of them",
          "\(list) chứa danh sách hoặc ánh xạ nên được bỏ qua; unnest của DuckDB hoặc explode của pandas tách chúng thành dòng"
        ))
    }
    let found = columns.withLock { $0 }
    for kind in Kind.allCases {
      guard let some = found[kind] else { continue }
      let ordered = names.filter { some.contains($0) }
      if !ordered.isEmpty { run.tell(kind.note(ordered)) }
    }
  }

  fileprivate static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 5 ? shown + " (+\(names.count - 5))" : shown
  }
}

extension ColumnarRemarks.Kind {
  fileprivate func note(_ names: [String]) -> SourceNote {
    let list = ColumnarRemarks.list(names)
    let isOne = names.count == 1
    let hold = isOne ? "holds" : "hold"
    let isAre = isOne ? "is" : "are"
    switch self {
    case .utc:
      return SourceNote(
        "N0561", "\(list) \(hold) moments in UTC and \(isAre) shown so",
        "\(list) chứa thời điểm theo UTC và được hiện như vậy")
    case .cutTimes:
      return SourceNote(
        "N0562", "times of \(list) are cut off behind the microsecond",
        "thời điểm của \(list) được cắt ở phần micro giây")
    case .asDoubles:
      return SourceNote(
        "N0563",
        "\(list) \(hold) numbers beyond 18 digits and \(isAre) read as float, with 15 to 17 digits that hold",
        "\(list) có số dài hơn 18 chữ số nên được đọc dạng float, chỉ đúng 15 đến 17 chữ số")
    case .normalized:
      return SourceNote(
        "N0502", "texts of \(list) were brought to the usual form of Unicode (NFC)",
        "văn bản của \(list) được đưa về dạng Unicode chuẩn (NFC)")
    case .repaired:
      return SourceNote(
        "N0564", "texts of \(list) have bytes that are no UTF-8; `�` stands for them",
        "văn bản của \(list) có byte không phải UTF-8; được thay bằng `�`")
    case .digits:
      return SourceNote(
        "N0565", "\(list) \(hold) bytes that are no text and \(isAre) shown in base 16",
        "\(list) chứa byte không phải văn bản nên được hiện ở hệ 16")
    case .durations:
      return SourceNote(
        "N0566", "\(list) \(hold) lengths of time as whole numbers, in the unit of the file",
        "\(list) chứa khoảng thời gian dạng số nguyên, theo đơn vị của tệp")
    }
  }
}
