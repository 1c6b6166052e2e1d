#if HAS_XLSXWRITER
  import CWorkbook
  import Columns
  import Glibc
  import Language

  /// Writes a table as the one sheet of a workbook: types kept, a header that stays, filters, widths.
  ///
  /// Headings are the labels of the columns with their units; rows of totals are called so, whatever
  /// their key holds, and stand in bold.
  struct XLSXSink: TableSink {
    let options: XLSXWriteOptions

    func write(
      _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
    ) throws {
      let sheet = BookSheet(name: options.sheet, table: table, hasLabels: options.hasLabels)
      try WorkbookWriter.write([sheet], run, to: output)
    }
  }
#endif
