import Columns
import Engines

extension Column {
  /// The values as doubles, NaN where there is none.
  func knownDoubles() throws -> [Double] {
    if case .nulls = storage { return [Double](repeating: .nan, count: count) }
    let values = try doubles().values(Double.self)
    return (0..<count).map { isValid($0) ? values[$0] : .nan }
  }

  /// Whole numbers as they are stored: ints, days, microseconds; 0 where there is none.
  func wholeNumbers() throws -> [Int64] {
    guard case .packed(let packed) = storage else {
      return [Int64](repeating: 0, count: count)
    }
    return (0..<count).map { isValid($0) ? packed.value(offset + $0) : 0 }
  }

  /// A column of doubles; NaN becomes null.
  static func doubles(_ values: [Double]) throws -> Column {
    let count = values.count
    let buffer = try Buffer(copying: values.map { $0.isNaN ? 0 : $0 })
    let valid = try MutableBitmap(repeating: true, count: count)
    var nulls = 0
    for row in 0..<count where values[row].isNaN {
      valid.set(row, false)
      nulls += 1
    }
    return Column(
      type: .float, count: count, storage: .double(buffer),
      validity: nulls == 0 ? nil : valid.freeze())
  }

  /// A column of ints; nil becomes null.
  static func ints(_ values: [Int?]) throws -> Column {
    let valid = try marks(values.count) { values[$0] != nil }
    let packed = try Packed.packing(values.map { Int64($0 ?? 0) }, validity: valid)
    return valid?.countSet(from: 0, count: values.count) == 0
      ? .nulls(.int, count: values.count)
      : Column(type: .int, count: values.count, storage: .packed(packed), validity: valid)
  }

  /// A column of texts; nil becomes null.
  static func texts(_ values: [String?]) throws -> Column {
    guard let (distinct, codes) = fewTexts(values) else {
      return try Column(.text, values.map { $0.map { .text($0) } ?? .null })
    }
    if distinct.isEmpty { return .nulls(.text, count: values.count) }
    let (dictionary, places) = try TextDictionary.encoding(
      TextHeap(distinct), count: distinct.count)
    let packed = try Packed.packing(
      codes.map { $0 < 0 ? 0 : Int64(places[$0]) }, validity: nil)
    return Column(
      type: .text, count: values.count, storage: .coded(packed, dictionary),
      validity: try marks(values.count) { values[$0] != nil })
  }

  /// The different texts and the number of each row's, -1 where it has none; nil where there are many.
  private static func fewTexts(_ values: [String?]) -> (distinct: [String], codes: [Int])? {
    var distinct: [String] = []
    var places: [String: Int] = [:]
    var codes: [Int] = []
    codes.reserveCapacity(values.count)
    for value in values {
      guard let value else {
        codes.append(-1)
        continue
      }
      let place = places[value] ?? distinct.count
      if place == distinct.count {
        if place == 256 { return nil }
        places[value] = place
        distinct.append(value)
      }
      codes.append(place)
    }
    return (distinct, codes)
  }

  /// Which rows have a value; nil where all have.
  private static func marks(_ count: Int, _ hasValue: (Int) -> Bool) throws -> Bitmap? {
    let marks = try MutableBitmap(repeating: true, count: count)
    var isWhole = true
    for row in 0..<count where !hasValue(row) {
      marks.set(row, false)
      isWhole = false
    }
    return isWhole ? nil : marks.freeze()
  }
}
