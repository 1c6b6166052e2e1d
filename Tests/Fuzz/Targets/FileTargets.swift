import Columns
import Foundation
import Glibc
import Sources
import Synchronization
import TestSupport

/// Readers of files: whatever the bytes, a table or an error of the file.
enum FileTargets {
  /// One target for each format that is read; and one that takes what the first bytes say, where packed
  /// files, archives and encodings come in.
  static let all: [FuzzTarget] =
    FormatRegistry.standard.formats.filter { $0.readOptions != nil }.map { format in
      FuzzTarget(name: format.name) {
        try read($0, format)
      } seeds: {
        try samples().filter { format.suffixes.contains($0.ending) }.map(\.bytes)
          + (texts[format.name] ?? []).map { Array($0.utf8) }
      }
    } + [
      FuzzTarget(name: "any") {
        try read($0, nil)
      } seeds: {
        try samples().map(\.bytes)
      }
    ]

  /// Texts for formats of which the tests keep no files.
  private static let texts = [
    "html": [
      "<table border=1><caption>c</caption><tr><th rowspan=2>a<th colspan='2'>b</tr><tr><td>x&nbsp;y<td>&#7879;"
        + "<br>z</table><!-- c --><script>1<2</script>"
    ],
    "json": ["[{\"a\":1.5e3,\"b\":{\"c\":\"\\u0110x\",\"d\":[1,{\"e\":null}]}},{\"f\":true}]"],
    "ndjson": ["{\"a\":1,\"t\":\"2024-01-31\"}\n{\"a\":null,\"t\":\"x\\n\"}\n{\"b\":[]}\n"],
    "markdown": ["# T\n\n| a | b |\n| --- | :-: |\n| x \\| y | 1 |\n|2|\n"],
  ]

  /// The small files of the tests.
  private static func samples() throws -> [(ending: String, bytes: [UInt8])] {
    let tests = FuzzTarget.root + "/Tests"
    return try [
      "QueryTests/Cases/data", "SourcesTests/Columnar/files", "SourcesTests/Workbooks/Files",
    ]
    .flatMap { try FuzzTarget.files(tests + "/" + $0) }
    .filter { $0.bytes.count < 1 << 16 }
    .compactMap { file in
      FormatRegistry.lastEnding(of: file.name).map { (ending: $0, bytes: file.bytes) }
    }
  }

  /// Reads bytes as a file: its names, its types, its cells, in little memory.
  static func read(_ bytes: [UInt8], _ format: (any FileFormat)?) throws {
    // Tests read side by side: a file of one name would change under the other's hands.
    let path = folder + "/\(count.add(1, ordering: .relaxed).newValue)"
    try Data(bytes).write(to: URL(filePath: path))
    defer { unlink(path) }
    let budget = MemoryBudget()
    budget.limit = 128 << 20
    try Memory.$budget.withValue(budget) {
      do {
        let run = RunContext(threads: 1)
        let source = FileSource(path, format: format)
        let names = try source.outline(run).fields.map(\.name)
        try FuzzTarget.require(Set(names).count == names.count, "names twice: \(names)")
        let types = try source.schema(nil, run).fields.map(\.type)
        let table = try source.scan(names, run)
        try FuzzTarget.require(
          table.fields.map(\.name) == names, "\(table.fields.map(\.name)) is not \(names)")
        try FuzzTarget.require(
          table.fields.map(\.type) == types, "\(table.fields.map(\.type)) is not \(types)")
        try FuzzTarget.see(table)
      } catch let error where error is FileError || error is MemoryLimitExceeded {
      }
    }
  }

  /// How many inputs were read.
  private static let count = Atomic<Int>(0)

  /// A folder of this process, in memory where the system has such.
  private static let folder: String = {
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
    let path = base + "/tiendo-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: FileTargets.folder) }
    return path
  }()
}

extension FuzzTarget {
  /// The parts of a workbook as text, each behind a line `=== name`: so that the fuzzer changes what is
  /// packed, not the archive around it.
  static let workbook = FuzzTarget(name: "workbook") { bytes in
    var parts: [(name: String, bytes: [UInt8])] = []
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if line.starts(with: Array("=== ".utf8)) {
        parts.append((String(decoding: line.dropFirst(4), as: UTF8.self), []))
      } else if !parts.isEmpty {
        parts[parts.count - 1].bytes += line + [10]
      }
    }
    guard parts.count < 100, parts.allSatisfy({ $0.name.utf8.count < 200 }) else { return }
    try FileTargets.read(StoredZip.archive(parts), nil)
  } seeds: {
    books.map { Array($0.utf8) }
  }

  private static let books = [
    """
    === xl/workbook.xml
    <workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" sheetId="1" r:id="r1"/>
    <sheet name="B" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>
    === xl/_rels/workbook.xml.rels
    <Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="t/worksheet" Target="worksheets/sheet2.xml"/></Relationships>
    === xl/styles.xml
    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>
    === xl/sharedStrings.xml
    <sst><si><t>tên</t></si><si><r><t>Điện</t></r><r><t xml:space="preserve"> Biên</t></r></si></sst>
    === xl/worksheets/sheet1.xml
    <worksheet><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr">
    <is><t>ngày</t></is></c><c r="C1" t="str"><v>x</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1">
    <v>45000.5</v></c><c r="C2" s="2"><f>1+1</f><v>0.25</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c>
    <c r="C3" t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>
    === xl/worksheets/sheet2.xml
    <worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>
    """,
    """
    === mimetype
    application/vnd.oasis.opendocument.spreadsheet
    === content.xml
    <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table=\
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
    <office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell \
    office:value-type="string"><text:p>a<text:s text:c="3"/>b</text:p></table:table-cell><table:table-cell \
    table:number-columns-repeated="2" office:value-type="string"><text:p>n</text:p></table:table-cell>
    </table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" \
    office:value="1.5"/><table:table-cell office:value-type="date" office:date-value="2024-01-31"/>\
    <table:covered-table-cell/></table:table-row></table:table></office:spreadsheet></office:body>
    </office:document-content>
    """,
  ]
}
