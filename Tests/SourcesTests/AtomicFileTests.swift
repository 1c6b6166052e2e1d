import Columns
import Glibc
import Sources
import Testing

@Suite("Files that appear whole or not at all")
struct AtomicFileTests {
  private func write(
    _ text: String, _ path: String, overwrite: Bool, makesFolders: Bool = false
  ) throws {
    let file = try AtomicFile(path, overwrite: overwrite, makesFolders: makesFolders)
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    try file.finish()
  }

  private func read(_ path: String) throws -> [[String]] {
    try CSVFile(path, ReadOptions()).read().table.rows
  }

  private func names(_ folder: String) throws -> [String] {
    var names: [String] = []
    let open = try #require(opendir(folder))
    defer { closedir(open) }
    while let entry = readdir(open) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  @Test("replaces and makes folders only when told, leaves nothing behind")
  func replacing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/deep/er/out.csv"
    #expect(throws: FileError(path, .noFolder(folder.path + "/deep/er"))) {
      try write("a\n1\n", path, overwrite: false)
    }
    #expect(try names(folder.path) == [])
    try write("a\n1\n", path, overwrite: false, makesFolders: true)
    #expect(try read(path) == [["1"]])
    let error = #expect(throws: FileError.self) { try write("a\n2\n", path, overwrite: false) }
    #expect(error?.kind == .alreadyExists)
    #expect(error?.isInputOutput == true)
    #expect(try read(path) == [["1"]])
    try write("a\n3\n", path, overwrite: true)
    #expect(try read(path) == [["3"]])
    #expect(try names(folder.path + "/deep/er") == ["out.csv"])
    #expect(throws: FileError(folder.path, .isDirectory)) {
      _ = try AtomicFile(folder.path, overwrite: true)
    }
    #expect(throws: FileError.self) {
      _ = try AtomicFile(path + "/below.csv", overwrite: true)
    }
    #expect(throws: FileError(folder.path + "/none/", .namesFolder)) {
      _ = try AtomicFile(folder.path + "/none/", overwrite: true, makesFolders: true)
    }
  }

  @Test("what is not finished leaves the old file whole")
  func failing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.csv"
    try write("a\n1\n", path, overwrite: false)
    do {
      let file = try AtomicFile(path, overwrite: true)
      try Array("a\n2".utf8).withUnsafeBytes { try file.write($0) }
    }
    #expect(try read(path) == [["1"]])
    #expect(try names(folder.path) == ["out.csv"])
  }

  @Test("a full device is an error")
  func fullDevice() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let error = #expect(throws: FileError.self) {
      try Array("text".utf8).withUnsafeBytes {
        try Descriptor.write($0, to: descriptor, path: "out.csv")
      }
    }
    if case .cannotWrite = error?.kind {} else { Issue.record("\(String(describing: error))") }
  }
}
