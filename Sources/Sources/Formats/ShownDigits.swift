import Columns
import Language

/// The option `digits` of formats that are read by programs: they have all digits unless it asks for
/// those that are shown.
enum ShownDigits {
  static let spec = OptionSpec(
    "digits", .word(["full", "shown"]),
    Words(
      en: "`shown` rounds numbers to the digits that a table shows; `full` keeps all.",
      vi: "`shown` làm tròn số theo chữ số hiện trên bảng; `full` giữ đủ."), example: "shown")

  /// The sink, behind one that rounds where the options ask for it.
  static func sink(_ sink: any TableSink, _ options: OptionValues) -> any TableSink {
    options[spec.name] == .word("shown") ? RoundingSink(sink: sink) : sink
  }
}

/// Rounds numbers to the digits that are shown, and hands the table on.
private struct RoundingSink: TableSink {
  let sink: any TableSink

  func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    try sink.write(table.roundedAsShown(), run, to: output)
  }
}
