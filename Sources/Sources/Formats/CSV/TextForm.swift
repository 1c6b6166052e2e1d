import Columns
import Glibc

/// The two forms of a column of texts, and what each takes: codes into a dictionary of the distinct texts,
/// or the texts row after row.
enum TextForm {
  /// Bytes of a dictionary with so many texts, and of a code a row.
  static func codedSize(textBytes: Int, distinct: Int, rows: Int) -> Int {
    let width = PackedWidth.fitting(range: UInt64(max(0, distinct - 1)))
    return textBytes + (distinct + 1) * MemoryLayout<Int>.size + rows * min(4, width.bytes)
  }

  /// Bytes of the texts of all rows and where each begins.
  static func plainSize(textBytes: Int, rows: Int) -> Int {
    textBytes + (rows + 1) * MemoryLayout<Int>.size
  }

  /// How many distinct texts `all` rows have, judged by some of them.
  ///
  /// Where each row has any of D texts, n rows show D · (1 − e^(−n/D)): that gives D, and D the number for
  /// all rows. Texts of which some are more frequent repeat sooner and are judged again with the next block.
  static func distinct(in all: Double, after rows: Double, showing distinct: Double) -> Double {
    func shown(_ texts: Double, _ rows: Double) -> Double { texts * (1 - exp(-rows / texts)) }
    var low = distinct
    var high = rows * rows
    if shown(high, rows) <= distinct { return all }
    while high > low * 1.001 {
      let middle = (low * high).squareRoot()
      if shown(middle, rows) < distinct { low = middle } else { high = middle }
    }
    return shown(high, all)
  }

  /// Whether codes pay in a column of `all` rows, of which `rows` had so many distinct texts.
  static func paysCodes(all: Double, rows: Int, distinct: Int, textBytes: Int) -> Bool {
    let length = Double(textBytes) / Double(max(1, distinct))
    let expected = TextForm.distinct(
      in: all, after: Double(rows), showing: Double(distinct))
    let coded = codedSize(
      textBytes: Int(expected * length), distinct: Int(expected), rows: Int(all))
    return coded <= plainSize(textBytes: Int(all * length), rows: Int(all))
  }
}
