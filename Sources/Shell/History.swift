public import Glibc

/// The statements typed in earlier sessions, one entry per statement with its newlines.
///
/// The file is what GNU readline and bash write with time stamps: a line `#seconds`, then the
/// lines of the entry. Each entry is appended at once, in one write, so that parallel sessions
/// and a killed one lose nothing; a session sees what others typed when it starts.
public struct History: Sendable {
  /// Where the file is; nil if entries are not kept.
  public let path: String?
  /// How much of the end of a long file is read at the start.
  static let readLimit = 1 << 20

  public init(path: String?) {
    self.path = path
  }

  /// `tiendo/history` in the XDG state folder.
  public static func standard() -> History {
    func variable(_ name: String) -> String? {
      guard let value = getenv(name) else { return nil }
      let text = String(cString: value)
      // A path that is not absolute is to be ignored (XDG Base Directory Specification).
      return text.hasPrefix("/") ? text : nil
    }
    if let folder = variable("XDG_STATE_HOME") {
      return History(path: folder + "/tiendo/history")
    }
    return History(path: variable("HOME").map { $0 + "/.local/state/tiendo/history" })
  }

  /// Whether a statement is to be kept: not one that begins with a space, and not an empty one.
  public static func keeps(_ statement: String) -> Bool {
    guard let first = statement.utf8.first else { return false }
    return first != UInt8(ascii: " ") && trimmed(statement).isEmpty == false
  }

  /// The statement without white space at its end.
  static func trimmed(_ statement: String) -> String {
    var text = Substring(statement)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  // MARK: Reading

  /// The entries, oldest first; none if there is no file or it cannot be read.
  public func entries() -> [String] {
    guard let path else { return [] }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - History.readLimit)
    lseek(descriptor, off_t(start), SEEK_SET)
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size - start)) { buffer, count in
      while count < buffer.count, let base = buffer.baseAddress {
        let got = read(descriptor, base + count, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        count += got
      }
    }
    return History.parse(bytes, isWhole: start == 0)
  }

  /// Entries from the bytes of a file. What stands before the first time stamp is one entry per
  /// line, or the torn end of an entry if the file was not read from its beginning.
  static func parse(_ bytes: [UInt8], isWhole: Bool) -> [String] {
    var entries: [String] = []
    var lines: [ArraySlice<UInt8>] = []
    var isStamped = false
    func finish() {
      guard isStamped || isWhole else { return lines.removeAll() }
      let groups = isStamped ? [lines] : lines.map { [$0] }
      for group in groups {
        let text = String(
          decoding: Array(group.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
        if !text.isEmpty { entries.append(text) }
      }
      lines.removeAll()
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[rest.startIndex..<end]
      if isTimeStamp(line) {
        finish()
        isStamped = true
      } else {
        lines.append(line)
      }
      rest = rest[min(end + 1, rest.endIndex)...]
    }
    finish()
    return entries
  }

  private static func isTimeStamp(_ line: ArraySlice<UInt8>) -> Bool {
    line.count > 1 && line.first == UInt8(ascii: "#")
      && line.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  // MARK: Writing

  /// Adds an entry to the file, which only its owner may read. Returns why it could not.
  @discardableResult
  public func append(_ entry: String, at seconds: Int = time(nil)) -> String? {
    guard let path else { return nil }
    History.makeFolder(of: path)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    var info = stat()
    if fstat(descriptor, &info) == 0, info.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    var bytes = Array("#\(seconds)\n".utf8)
    for line in entry.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      // A line of the entry must not pass for a time stamp.
      if History.isTimeStamp(ArraySlice(line)) { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    // One write, so that entries of parallel sessions do not mix.
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    return written == bytes.count ? nil : String(cString: strerror(errno))
  }

  private static func makeFolder(of path: String) {
    for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      // What matters is whether the file can be opened afterwards.
      _ = mkdir(String(decoding: path.utf8.prefix(index), as: UTF8.self), 0o700)
    }
  }
}
