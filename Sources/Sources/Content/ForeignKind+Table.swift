/// What is known by its first bytes, and the command for each.
extension ForeignKind {
  private static func r(_ reader: String) -> String {
    "Rscript -e 'write.csv(\(reader)(commandArgs(TRUE)), \"table.csv\", row.names = FALSE)' @"
  }

  private static func python(_ body: String) -> String { "python3 -c 'import sys; \(body)' @" }

  private static let pickle = ForeignKind(
    "a Python pickle file",
    python("import pandas; pandas.read_pickle(sys.argv[1]).to_csv(\"table.csv\", index=False)")
      + "  # runs code that the file holds: only if you trust it")
  private static let workspace = ForeignKind(
    "an RData file",
    "Rscript -e 'for (x in load(commandArgs(TRUE))) write.csv(get(x), paste0(x, \".csv\"))' @")
  private static let oldExcel = ForeignKind(
    "an Excel 4 workbook", "soffice --headless --convert-to xlsx @")
  private static let stata = ForeignKind("a Stata file", r("haven::read_dta"))
  private static let sql = ForeignKind(
    "SQL", "sqlite3 new.db < @ && sqlite3 -header -csv new.db 'SELECT * FROM the_table' > table.csv"
  )

  /// What is known by bytes further in.
  static func placed(_ head: [UInt8]) -> ForeignKind? {
    func has(_ text: String, at place: Int) -> Bool {
      head.count > place && head[place...].starts(with: text.utf8)
    }
    if has("DUCK", at: 8) {
      return ForeignKind("a DuckDB database", "duckdb -csv @ -c 'FROM the_table' > table.csv")
    }
    if has("ustar", at: 257) { return ForeignKind("a tar archive", "tar xf @") }
    guard head.count > 32 else { return nil }
    // Stata before 13: a version, the order of bytes, 1 and 0.
    if (110...115).contains(head[0]), head[1] == 1 || head[1] == 2, head[2] == 1, head[3] == 0 {
      return stata
    }
    // dBase and FoxPro: a version, a day, and headers of 32 bytes a column.
    let header = Int(head[8]) | Int(head[9]) << 8
    if [3, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5].contains(head[0]), (1...12).contains(head[2]),
      (1...31).contains(head[3]), header % 32 == 1 || header % 32 == 8 || header % 32 == 0,
      header > 64, head[12] == 0, head[13] == 0
    {
      return ForeignKind("a DBF file", "soffice --headless --convert-to csv @")
    }
    return nil
  }

  /// Texts that are no tables: known by their first words.
  static func words(_ head: [UInt8]) -> ForeignKind? {
    var bytes = head[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    func starts(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    func lines(_ count: Int) -> [Substring] {
      String(decoding: bytes.prefix(2000), as: UTF8.self).split(
        maxSplits: count, whereSeparator: \.isNewline
      ).prefix(count).map { $0 }
    }
    if starts("MIME-Version: ") || starts("From: ") || starts("Return-Path: ")
      || starts("Received: ")
    {
      let isPage = String(decoding: bytes.prefix(2000), as: UTF8.self).contains("multipart/related")
      guard isPage || lines(3).allSatisfy({ $0.contains(": ") }) else { return nil }
      return isPage
        ? ForeignKind("an MHTML file", "soffice --headless --convert-to html @")
        : ForeignKind("a mail file", "munpack @")
    }
    if starts("ID;P"), let second = lines(2).dropFirst().first,
      ["P;", "F;", "B;", "C;", "O;"].contains(where: second.hasPrefix)
    {
      return ForeignKind("a SYLK file", "soffice --headless --convert-to csv @")
    }
    if starts("TABLE"), lines(4).dropFirst().first == "0,1", lines(4).contains("VECTORS") {
      return ForeignKind("a DIF file", "soffice --headless --convert-to csv @")
    }
    // The versions of R that can read it stand in the fourth line.
    if starts("A\n2\n") || starts("A\n3\n"), ["131840", "197888"].contains(lines(4).last) {
      return ForeignKind("an RDS file", r("readRDS"))
    }
    if starts("CHARSET=\"") || starts("AXIS-VERSION=\"") {
      return ForeignKind(
        "a PC-Axis file", "Rscript -e 'write.csv(pxR::read.px(commandArgs(TRUE)), \"table.csv\")' @"
      )
    }
    if starts("CREATE TABLE ") || starts("INSERT INTO ") || starts("-- MySQL dump")
      || starts("--\n-- PostgreSQL database dump")
    {
      return sql
    }
    if starts("%YAML") || starts("---\n"), lines(3).contains(where: { $0.contains(": ") }) {
      return ForeignKind("YAML", "yq -o json @ > table.json")
    }
    if starts("- "), let first = lines(1).first, first.contains(": "), !first.contains(","),
      lines(6).allSatisfy({ $0.hasPrefix("- ") || $0.hasPrefix("  ") })
    {
      return ForeignKind("YAML", "yq -o json @ > table.json")
    }
    if starts("@relation ") || starts("@RELATION ") {
      return ForeignKind("an ARFF file", "sed '1,/^.[dD][aA][tT][aA]/d' @ > table.csv")
    }
    return nil
  }

  static let kinds: [(head: [UInt8], kind: ForeignKind)] = [
    (Array("%PDF-".utf8), ForeignKind("a PDF document", "pdftotext -layout @ -")),
    (
      Array("SQLite format 3\0".utf8),
      ForeignKind(
        "an SQLite database", "sqlite3 -header -csv @ 'SELECT * FROM the_table' > table.csv")
    ),
    (Array("Rar!".utf8), ForeignKind("a RAR archive", "unrar p -inul @ > table.csv")),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ForeignKind("a 7z archive", "7z x -so @ > table.csv")),
    ([0x89, 0x50, 0x4E, 0x47], ForeignKind("a PNG picture", "tesseract @ - --psm 6")),
    ([0xFF, 0xD8, 0xFF], ForeignKind("a JPEG picture", "tesseract @ - --psm 6")),
    (Array("GIF8".utf8), ForeignKind("a GIF picture", "tesseract @ - --psm 6")),
    ([0x49, 0x49, 0x2A, 0], ForeignKind("a TIFF picture", "tesseract @ - --psm 6")),
    ([0x4D, 0x4D, 0, 0x2A], ForeignKind("a TIFF picture", "tesseract @ - --psm 6")),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      ForeignKind("a document of Office 97 (XLS, DOC)", "libreoffice --headless --convert-to csv @")
    ),
    (
      Array("PAR1".utf8),
      ForeignKind("Parquet", "duckdb -c \"COPY (FROM '@') TO 'table.csv'\"")
    ),
    (
      Array("ARROW1".utf8),
      ForeignKind(
        "Arrow IPC (Feather)",
        "python3 -c 'import sys, pyarrow.feather as f; f.read_feather(sys.argv[1]).to_csv(\"table.csv\", index=False)' @"
      )
    ),
    (Array("ORC".utf8), ForeignKind("ORC", "orc-contents @ > table.ndjson")),
    (Array("Obj\u{1}".utf8), ForeignKind("Avro", "avro-tools tojson @ > table.ndjson")),
    ([0x89, 0x48, 0x44, 0x46], ForeignKind("HDF5", "h5dump @")),
    (
      Array("$FL2".utf8),
      ForeignKind(
        "an SPSS file",
        "Rscript -e 'write.csv(haven::read_sav(commandArgs(TRUE)), \"table.csv\")' @")
    ),
    (
      Array("<stata_dta>".utf8),
      ForeignKind(
        "a Stata file",
        "Rscript -e 'write.csv(haven::read_dta(commandArgs(TRUE)), \"table.csv\")' @")
    ),
    (
      [0, 1, 0, 0] + Array("Standard ".utf8),
      ForeignKind("an Access database", "mdb-export @ the_table > table.csv")
    ),
    (
      Array("{\\rtf".utf8),
      ForeignKind("an RTF document", "libreoffice --headless --convert-to html @")
    ),
    ([0x7F, 0x45, 0x4C, 0x46], ForeignKind("a program", "file @")),
    (
      Array("$FL3".utf8),
      ForeignKind("an SPSS file", r("haven::read_sav"))
    ),
    (
      [0x93] + Array("NUMPY".utf8),
      ForeignKind(
        "a NumPy file",
        python(
          "import numpy; numpy.savetxt(\"table.csv\", numpy.load(sys.argv[1]), delimiter=\",\")")
      )
    ),
    ([0x80, 2], pickle), ([0x80, 3], pickle), ([0x80, 4, 0x95], pickle), ([0x80, 5, 0x95], pickle),
    (Array("X\n".utf8) + [0, 0, 0], ForeignKind("an RDS file", r("readRDS"))),
    (Array("RDX2\n".utf8), workspace), (Array("RDX3\n".utf8), workspace),
    (Array("RDA2\n".utf8), workspace), (Array("RDA3\n".utf8), workspace),
    (
      [UInt8](repeating: 0, count: 12) + [0xC2, 0xEA, 0x81, 0x60],
      ForeignKind("a SAS file", r("haven::read_sas"))
    ),
    (
      Array("HEADER RECORD*******LIB".utf8),
      ForeignKind("a SAS transport file", r("haven::read_xpt"))
    ),
    (Array("ASCII SPSS PORT FILE".utf8), ForeignKind("an SPSS file", r("haven::read_por"))),
    ([0x1F, 0x9D], ForeignKind("a compress archive", "gzip -dc @ > table.csv")),
    ([0x04, 0x22, 0x4D, 0x18], ForeignKind("an LZ4 archive", "lz4 -dc @ > table.csv")),
    ([0, 0, 0x27, 0x0A], ForeignKind("a shape file", "ogr2ogr -f CSV table.csv @")),
    ([0x43, 0x44, 0x46, 1], ForeignKind("a NetCDF file", "ncdump @")),
    ([0x43, 0x44, 0x46, 2], ForeignKind("a NetCDF file", "ncdump @")),
    (
      Array("bplist00".utf8),
      ForeignKind("a property list file", "plutil -convert json -o table.json @")
    ),
    ([9, 0, 4, 0], oldExcel), ([9, 2, 6, 0], oldExcel), ([9, 4, 6, 0], oldExcel),
    (
      [0, 0, 2, 0, 6, 4],
      ForeignKind("a Lotus 1-2-3 workbook", "soffice --headless --convert-to xlsx @")
    ),
  ]
}
