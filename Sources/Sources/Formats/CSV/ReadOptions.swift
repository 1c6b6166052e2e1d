public import Columns

/// How a text file is to be read. Nil and empty mean: found from the file.
public struct ReadOptions: Sendable {
  /// Which part of a numeric date comes first.
  public enum DateOrder: String, Sendable, CaseIterable { case dmy, mdy, ymd }

  public var delimiter: UInt8?
  public var quote: UInt8 = UInt8(ascii: "\"")
  public var hasHeader: Bool?
  /// `.` or `,`.
  public var decimal: UInt8?
  public var dates: DateOrder?
  /// Types that the user gives, by column name.
  public var types: [String: DataType] = [:]
  /// Texts that mean null, besides the empty field.
  public var nulls: [String] = []
  /// Whether rows that do not fit are set aside instead of stopping the read.
  public var isLenient = false
  /// The columns to parse, by name; nil for all. The rest is only checked for its number of fields.
  public var columns: Set<String>?
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
  /// With lenient reading: the rows set aside (`line`, `reason`, `text`).
  public var rejected: Table?

  public init(table: Table, notes: [FileNote], rejected: Table?) {
    self.table = table
    self.notes = notes
    self.rejected = rejected
  }
}

/// The read was stopped from outside.
public struct ReadCancelled: Error, Sendable { public init() {} }
