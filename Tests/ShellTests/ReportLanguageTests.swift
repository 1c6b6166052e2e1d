import Foundation
import TestSupport
import Testing

/// A report speaks one language, that of its front matter.
@Suite struct ReportLanguageTests {
  let program: Program

  init() throws { program = try Program() }

  private static let head = "---\nlang: vi\nparam: { thang: 10 }\n---\n"

  @Test(
    "what goes wrong is told in the report's language, by report and by check",
    arguments: [
      "---\nlang: vi\ntitel: x\n---\nA\n", head + "```tiendo hid\n[{a: 1}]\n```\n",
      head + "{$thng}\n", head + "```tiendo\nno_table\n```\n", head + "![x](none.png)\n",
      "---\nlang: vi\n---\n",
    ])
  func errors(_ body: String) throws {
    _ = try program.file("r.md", body)
    for command in ["report", "check"] {
      let found = try program.run([command, "r.md"], environment: ["LANG": "C.UTF-8"])
      #expect(found.status != 0)
      #expect(found.error.contains("lỗi"), "\(command): \(found.error)")
      #expect(!found.error.contains("error"), "\(command): \(found.error)")
    }
  }

  @Test("so are a missing program and an unknown parameter")
  func others() throws {
    _ = try program.file("r.md", Self.head + "A {$thang}\n")
    let parameter = try program.run(["report", "r.md", "-p", "thagn=1"])
    #expect(
      parameter.status == 2 && parameter.error.contains("không có tham số"), "\(parameter.error)")
    let missing = try program.run(
      ["report", "r.md", "-o", "r.docx"], environment: ["PATH": "/nowhere"])
    #expect(missing.status == 2 && missing.error.contains("máy chưa có"), "\(missing.error)")
  }

  @Test("an English report stays English where the person's language is another")
  func english() throws {
    _ = try program.file("r.md", "---\nlang: en\n---\n{x}\n")
    for command in ["report", "check"] {
      let found = try program.run([command, "--lang", "vi", "r.md"])
      #expect(found.error.contains("error"), "\(command): \(found.error)")
    }
  }

  @Test("the file beside a Vietnamese report opens in Excel, and that is told")
  func beside() throws {
    let statement = "```tiendo rows=1\n[{k: \"007\", v: 1.5}, {k: \"=1+2\", v: 2.5}]\n```\n"
    _ = try program.file("r.md", Self.head + statement)
    let found = try program.run(["report", "r.md"])
    #expect(found.status == 0 && found.error.contains("cho Excel"), "\(found.error)")
    let bytes = try Data(contentsOf: URL(filePath: program.folder + "/r-table-1.csv"))
    #expect(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
    let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
    #expect(text == "k;v\n\"=\"\"007\"\"\";1,5\n\"=\"\"=1+2\"\"\";2,5\n")
    _ = try program.file("e.md", statement)
    _ = try program.run(["report", "e.md"])
    let english = try String(contentsOfFile: program.folder + "/e-table-1.csv", encoding: .utf8)
    #expect(english == "k,v\n007,1.5\n=1+2,2.5\n")
  }
}
