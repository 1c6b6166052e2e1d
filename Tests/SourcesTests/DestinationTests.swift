import Columns
import Glibc
import Language
import Sources
import Testing

@Suite("Where tables are written")
struct DestinationTests {
  private func table(_ rows: Int = 2) throws -> Table {
    Table([("a", try Column(.int, (0..<rows).map { .int(Int64($0) + 1) }))])
  }

  private func place(_ path: String, _ options: String = "") throws -> Destination {
    try Destination(
      TextLiteral(path, range: SourceRange(0, 0)), options.isEmpty ? [] : written(options),
      constant: literal)
  }

  private func problem(_ path: String, _ options: String = "") throws -> Diagnostic? {
    do {
      _ = try place(path, options)
      return nil
    } catch let error as OptionProblems {
      #expect(error.diagnostics.count == 1)
      return error.diagnostics.first
    }
  }

  private func text(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0, "\(path)")
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  private func mode(_ path: String) -> mode_t {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode : 0
  }

  // MARK: Formats

  @Test("the ending of a name is its format; an unknown one is an error that lists all")
  func endings() throws {
    for (path, format) in [
      ("a.csv", "csv"), ("A.CSV", "csv"), ("a.txt", "csv"), ("x/y.z/a.tsv", "tsv"),
      ("a.tab", "tsv"), ("a.json", "json"), ("a.jsonl", "ndjson"), ("a.ndjson", "ndjson"),
      ("a.md", "markdown"), ("a.markdown", "markdown"), ("/dev/stdout", "csv"), ("out", "csv"),
    ] { #expect(try place(path).format == format, "\(path)") }
    #expect(try place("out").isGuessed && !place("out", "format: csv").isGuessed)
    for path in [
      "b.docx", "b.pdf", "b.csv.zip", "b.docx.gz", "b.odt", "báo cáo.2025.10", "b.CSVX", "a.b/c.d",
    ] {
      let error = try #require(try problem(path), "\(path)")
      #expect(error.code == "E0711")
      let fix = try #require(error.fix)
      for format in FormatRegistry.standard.writable {
        #expect(fix.en.contains(format.name) && fix.text(in: .vi).contains(format.name))
      }
    }
    #expect(try place("b.docx", "format: json").format == "json")
    #expect(try problem("b.cvs")?.fix?.en.hasPrefix("did you mean .csv?") == true)
  }

  @Test("options belong to their format")
  func options() throws {
    let one = try place("a.csv", "overwrite, folders: true, bom, delimiter: \";\"")
    #expect(one.overwrites && one.makesFolders)
    #expect(one.options == ["bom": .flag(true), "delimiter": .character(59)])
    #expect(try place("a.csv") == place("a.csv", "format: csv"))
    #expect(try problem("a.md", "bom")?.message == "there is no option `bom` for markdown")
    #expect(try problem("a.csv", "bmo")?.message == "there is no option `bmo`")
    #expect(
      try problem("a.csv", "format: docx")?.message
        == "`format` takes \(Words.anyOf(FormatRegistry.standard.writable.map(\.name)).en)")
    #expect(try problem("a.docx", "format: 3")?.code == "E0701")
    // What could not be evaluated was told by whoever tried.
    let error = #expect(throws: OptionProblems.self) { _ = try place("a.csv", "format: $nothing") }
    #expect(error?.diagnostics.isEmpty == true)
  }

  @Test("a packed file is the plain one packed, and is read back")
  func packed() throws {
    let folder = try TemporaryFolder()
    let table = try Table([
      ("a", Column(.int, (0..<40_000).map { .int(Int64($0)) })),
      ("b", Column(.text, (0..<40_000).map { .text("dòng \($0 % 7)") })),
    ])
    for ending in FormatRegistry.packings {
      // Markdown and HTML are for people: thousands stand apart there.
      for format in ["csv", "tsv", "json", "ndjson"] {
        let path = folder.path + "/t." + format + ending
        try place(path).write(table, RunContext(threads: 2))
        let read = try FileSource(path).scan(["a", "b"], RunContext(threads: 2))
        #expect(read.rows == table.rows, "\(path)")
        #expect(read.types == [.int, .text], "\(path)")
      }
      let size = try #require(FileStamp(folder.path + "/t.csv" + ending)).size
      #expect(size < 200_000)
    }
    #expect(try place("x.gz").isGuessed)
  }

  @Test("no rows and a guessed format are told")
  func notes() throws {
    let folder = try TemporaryFolder()
    func codes(_ path: String, rows: Int) throws -> [String] {
      let run = RunContext()
      try place(folder.path + "/" + path, "overwrite").write(try table(rows), run)
      return run.notes.map(\.code)
    }
    #expect(try codes("a.csv", rows: 1) == [])
    #expect(try codes("a.csv", rows: 0) == ["N0711"])
    #expect(try text(folder.path + "/a.csv") == "a\n")
    #expect(try codes("a.json", rows: 0) == ["N0711"])
    #expect(try codes("plain", rows: 2) == ["N0712"])
    #expect(try codes("plain", rows: 0) == ["N0711", "N0712"])
  }

  // MARK: What is there already

  @Test("a link is written through, to what is there and to what is not yet")
  func links() throws {
    let folder = try TemporaryFolder()
    try #require(mkdir(folder.path + "/real", 0o755) == 0)
    let target = try folder.file("old\n", name: "real/data.csv")
    let link = folder.path + "/link.csv"
    try #require(symlink("real/data.csv", link) == 0)
    let outer = folder.path + "/outer.csv"
    try #require(symlink(link, outer) == 0)
    for path in [link, outer] {
      let error = #expect(throws: FileError.self) { try place(path).write(table(), RunContext()) }
      #expect(error?.kind == .alreadyExists)
      try place(path, "overwrite").write(try table(), RunContext())
      #expect(try text(target) == "a\n1\n2\n")
      #expect(mode(path) & S_IFMT == S_IFLNK, "the link stays a link")
      _ = try folder.file("old\n", name: "real/data.csv")
    }
    let dangling = folder.path + "/dangling.csv"
    try #require(symlink("real/new.csv", dangling) == 0)
    try place(dangling).write(try table(), RunContext())
    #expect(try text(folder.path + "/real/new.csv") == "a\n1\n2\n")
    #expect(mode(dangling) & S_IFMT == S_IFLNK)
    let loop = folder.path + "/loop.csv"
    try #require(symlink("loop.csv", loop) == 0)
    #expect(throws: FileError.self) { try place(loop, "overwrite").write(table(), RunContext()) }
    #expect(mode(loop) & S_IFMT == S_IFLNK)
  }

  @Test("mode and owner of a file that is replaced stay")
  func modes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("old\n", name: "m.csv")
    for wanted: mode_t in [0o600, 0o640, 0o664, 0o755] {
      try #require(chmod(path, wanted) == 0)
      try place(path, "overwrite").write(try table(), RunContext())
      #expect(mode(path) & 0o7777 == wanted)
    }
    var before = stat()
    // As root the owner can be another; else it is at least the same.
    if geteuid() == 0 { try #require(chown(path, 1234, 4321) == 0) }
    try #require(stat(path, &before) == 0)
    try place(path, "overwrite").write(try table(1), RunContext())
    var after = stat()
    try #require(stat(path, &after) == 0)
    #expect(after.st_uid == before.st_uid && after.st_gid == before.st_gid)
    #expect(try text(path) == "a\n1\n")
  }

  @Test("folders are made only when that is said")
  func folders() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x/y/z.csv"
    let error = #expect(throws: FileError.self) { try place(path).write(table(), RunContext()) }
    #expect(error?.kind == .noFolder(folder.path + "/x/y") && error?.isInputOutput == true)
    #expect(mode(folder.path + "/x") == 0)
    try place(path, "folders").write(try table(), RunContext())
    #expect(try text(path) == "a\n1\n2\n")
  }

  // MARK: What is written into

  @Test("a pipe is written into, with and without `overwrite`, and stays a pipe")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe.csv"
    try #require(mkfifo(path, 0o600) == 0)
    for options in ["", "overwrite: true"] {
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      try #require(reader >= 0)
      defer { close(reader) }
      try place(path, options).write(try table(), RunContext())
      var bytes = [UInt8](repeating: 0, count: 100)
      let count = bytes.withUnsafeMutableBytes { read(reader, $0.baseAddress, $0.count) }
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "a\n1\n2\n")
      #expect(mode(path) & S_IFMT == S_IFIFO)
    }
    // Nobody reads: waiting can be stopped.
    #expect(throws: Stopped.interrupted) {
      try place(path).write(table(), RunContext(stop: { .interrupted }))
    }
  }

  @Test("a device is never replaced")
  func devices() throws {
    for options in ["format: csv", "overwrite: true"] {
      let error = #expect(throws: FileError.self) {
        try place("/dev/full", options).write(table(), RunContext())
      }
      guard case .cannotWrite? = error?.kind else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(mode("/dev/full") & S_IFMT == S_IFCHR)
      try place("/dev/null", options).write(try table(), RunContext())
      #expect(mode("/dev/null") & S_IFMT == S_IFCHR)
    }
  }

  @Test("a descriptor is written to where it stands, whatever file it is of")
  func descriptors() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("before\n", name: "d.csv")
    let descriptor = open(path, O_WRONLY | O_APPEND)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try place("/dev/fd/\(descriptor)").write(try table(), RunContext())
    try place("/proc/self/fd/\(descriptor)", "overwrite").write(try table(1), RunContext())
    #expect(try text(path) == "before\na\n1\n2\na\n1\n")
    #expect(throws: FileError.self) { try place("/dev/fd/9999").write(table(), RunContext()) }
  }

  @Test("a socket gets the bytes and stays one; a dead one is an error")
  func sockets() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s.csv"
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(listener >= 0)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && listen(listener, 1) == 0)
    try place(path, "overwrite").write(try table(), RunContext())
    let peer = accept(listener, nil, nil)
    try #require(peer >= 0)
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = bytes.withUnsafeMutableBytes { read(peer, $0.baseAddress, $0.count) }
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "a\n1\n2\n")
    close(peer)
    close(listener)
    #expect(throws: FileError.self) { try place(path, "overwrite").write(table(), RunContext()) }
    #expect(mode(path) & S_IFMT == S_IFSOCK)
  }
}
