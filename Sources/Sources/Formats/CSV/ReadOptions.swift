public import Columns

/// How a text file is to be read. Nil and empty mean: found from the file.
public struct ReadOptions: Sendable {
  /// Which part of a numeric date comes first.
  public enum DateOrder: String, Sendable, CaseIterable { case dmy, mdy, ymd }

  /// What is done with lines that do not fit.
  public enum Mode: String, Sendable, CaseIterable {
    /// What loses nothing is mended, with a note; the rest is set aside, unless that is more than a
    /// tenth of the lines.
    case `repair`
    /// The first line that does not fit is an error.
    case strict
    /// As `repair`, whatever has to be set aside.
    case lenient
  }

  /// Where the names of the columns stand.
  public enum Header: Sendable, Hashable {
    /// Found from the file.
    case found
    /// There is none.
    case none
    /// The first line after those passed over.
    case first
    /// These lines, from 1; several are joined.
    case lines(ClosedRange<Int>)
  }

  public var delimiter: UInt8?
  public var quote: UInt8 = UInt8(ascii: "\"")
  /// Whether the wide vectors are used, which not every machine has.
  var isWide = Tokenizer.hasWideVectors
  /// What ends a line; nil: found from the file.
  var lineEnd: UInt8?
  public var header = Header.found
  /// Whether titles above the table, notes and totals below it and columns without names are looked
  /// for; never in strict reading.
  public var searches = true
  /// Lines passed over at the beginning.
  public var skip = 0
  /// What begins a line that is passed over.
  public var comment: UInt8?
  /// What makes a quote inside quotes part of the text, besides doubling.
  public var escape: UInt8?
  /// `.` or `,`.
  public var decimal: UInt8?
  /// What stands between thousands; a point or comma makes the other one the decimal sign.
  public var thousands: UInt8?
  /// Whether an order of dates that the file leaves open is day first.
  public var prefersDayFirst = false
  public var dates: DateOrder?
  /// Types that the user gives, by column name.
  public var types: [String: DataType] = [:]
  /// Texts that mean null, besides the empty field.
  public var nulls: [String] = []
  /// Whether words for missing values (`..`, `n/a`, `#REF!` …) are null in columns of numbers and
  /// dates.
  public var knowsMissing = true
  /// Whether spaces at the ends of texts are left out.
  public var trims = true
  /// Whether rows that are the sums of others are kept.
  public var keepsTotals = false
  public var mode = Mode.repair
  /// How letters are written as bytes; nil: found from the file.
  public var encoding: String?
  /// Encodings that reading found behind the first bytes, by path.
  var foundEncodings: [String: TextEncoding] = [:]
  /// Whether lines that have to be set aside are an error, unless the mode is lenient.
  public var failsOnRejected = false
  /// The columns to parse, by name; nil for all. The rest is only checked for its number of fields.
  public var columns: Set<String>?
  /// What the rows that matter meet; rows that surely do not may be left out. Empty: all rows matter.
  var bounds: [ColumnBound] = []
  /// Files from this size on, in bytes as they are stored, leave such rows out.
  var largeFile = FileSource.largeFile
  /// Rows of each block that are kept in any case, as a sample.
  var sampledRows = 64
  /// Of a file of so many rows none is left out: it is searched for cells that were merged.
  var fewRows = 200_000
  public var threads = 1
  /// Asked between blocks; a true answer ends the read with `ReadCancelled`.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// Bytes done and bytes in all.
  public var progress: (@Sendable (Int, Int) -> Void)?
  /// The NFC form of a text that is not in it; nil where it is. Called once per distinct text.
  public var normalize: @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]? = { _ in nil }
  /// Bytes per block; each is parsed on its own. Tests use tiny ones.
  public var blockSize = 1 << 19

  public init() {}
}

/// A note about how a file was read.
public typealias FileNote = SourceNote

/// A file as a table.
public struct LoadedTable: Sendable {
  public var table: Table
  public var notes: [FileNote]
  /// The rows set aside (`line`, `reason`, `text`).
  public var rejected: Table?
  /// How many rows the file has, where some that do not matter were left out.
  var allRows: Int?
  /// The names of the columns that hold no null in any row of the file, where some were left out.
  var complete: Set<String> = []

  public init(table: Table, notes: [FileNote], rejected: Table?) {
    self.table = table
    self.notes = notes
    self.rejected = rejected
  }
}

/// The read was stopped from outside.
public struct ReadCancelled: Error, Sendable { public init() {} }

extension ReadOptions {
  /// How the bytes of the text are read.
  var reading: TextFile.Reading {
    TextFile.Reading(encoding: encoding, replacing: mode == .lenient, found: foundEncodings)
  }

  /// The same where one of the two signs of numbers follows from the other.
  var settled: ReadOptions {
    var options = self
    if decimal == nil, thousands == UInt8(ascii: ",") { options.decimal = UInt8(ascii: ".") }
    if decimal == nil, thousands == UInt8(ascii: ".") { options.decimal = UInt8(ascii: ",") }
    return options
  }
}
