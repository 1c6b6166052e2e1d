import Foundation
import Testing

/// Programs that read and write workbooks, where they are installed.
enum OtherPrograms {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The Python of `make engines` where it has openpyxl, else the system's.
  static let python: String? = {
    for path in [root + "/.build-engines/venv/bin/python", "/usr/bin/python3"]
    where FileManager.default.isExecutableFile(atPath: path) {
      if (try? output([path, "-c", "import openpyxl"])) == "" { return path }
    }
    return nil
  }()

  /// LibreOffice, where its part for workbooks is installed too: it makes one of a line of text.
  static let office: String? = {
    let found = ["/usr/bin/soffice", "/usr/local/bin/soffice"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let found, let folder = try? TemporaryFolder(),
      let text = try? folder.file("a\n1\n", name: "t.csv"),
      (try? convert(text, to: "xlsx", in: folder.path, by: found)) != nil,
      FileManager.default.fileExists(atPath: folder.path + "/t.xlsx")
    else { return nil }
    return found
  }()

  /// What a command prints to both its outputs.
  static func output(_ command: [String]) throws -> String {
    let pipe = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// Has LibreOffice write a file in another form, and gives the path of that.
  static func converted(_ path: String, to form: String, in folder: String) throws -> String {
    let said = try convert(path, to: form, in: folder, by: try #require(office))
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let made = "\(folder)/\(name).\(form.prefix { $0 != ":" })"
    try #require(FileManager.default.fileExists(atPath: made), "\(said)")
    return made
  }

  private static func convert(
    _ path: String, to form: String, in folder: String, by office: String
  ) throws -> String {
    try output([
      office, "-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to", form,
      "--outdir", folder, path,
    ])
  }
}
