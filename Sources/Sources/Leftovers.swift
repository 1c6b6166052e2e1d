import Glibc

/// Files on their way to their place: without a name where the file system can do that, else with
/// one beside the target, locked as long as its process lives. What a process that was killed left
/// behind is removed by the next one that writes there.
enum Leftovers {
  private static let mark = ".tiendo-"
  private static let letters = 6

  /// An open file without a name in the folder of a path; -1 where that cannot be had.
  static func nameless(beside real: String) -> Int32 {
    // The file gets its name through `/proc`.
    guard access("/proc/self/fd", X_OK) == 0 else { return -1 }
    return System.unnamedFile(in: InputGate.parent(of: real))
  }

  /// Gives an open file without a name one that must be free; 0 for success.
  static func name(_ descriptor: Int32, _ path: String) -> Int32 {
    linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
  }

  /// An open, locked file with a name of its own beside a path; a descriptor of -1, with the reason
  /// in `errno`, where that fails.
  static func named(beside real: String) -> (descriptor: Int32, path: String) {
    var template = Array((real + mark + String(repeating: "X", count: letters)).utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if descriptor >= 0 { flock(descriptor, LOCK_EX | LOCK_NB) }
    return (descriptor, path)
  }

  /// A name beside a path that nothing has.
  static func freeName(beside real: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    var info = stat()
    while true {
      var name = real + mark
      for _ in 0..<letters { name.append(digits[Int(generator.next() % UInt64(digits.count))]) }
      if lstat(name, &info) != 0 { return name }
    }
  }

  /// Removes what processes that are gone left beside a path.
  static func remove(besides real: String) {
    let folder = InputGate.parent(of: real)
    let start =
      (real.lastIndex(of: "/").map { String(real[real.index(after: $0)...]) } ?? real) + mark
    guard let names = System.names(in: folder) else { return }
    for name in names
    where name.utf8.count == start.utf8.count + letters && name.hasPrefix(start) {
      let path = folder + "/" + name
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      if descriptor < 0 { continue }
      // A living process holds the lock of its own.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }
}
