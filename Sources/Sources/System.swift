public import Glibc

/// What the operating system is asked, with values instead of pointers: the targets above this one
/// hold no unsafe code of their own for it.
public enum System {
  /// Flags of `open` that Swift does not import: a file that is found but not opened, and one without
  /// a name.
  static let findsOnly: Int32 = 0o10_000_000
  static let hasNoName: Int32 = 0o20_000_000 | O_DIRECTORY

  /// The words for the last error of a call on this thread.
  public static var lastError: String { String(cString: strerror(errno)) }

  /// The folder that relative paths count from; nil where it is gone.
  public static var currentFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// Makes another folder the one that relative paths count from. False, with the reason in
  /// `lastError`, where that fails.
  public static func changeFolder(_ path: String) -> Bool { chdir(path) == 0 }

  /// The time of day here, such as `09:05:07`.
  public static var timeOfDay: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  /// A variable of the environment; nil where it is not set.
  public static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The names in a folder, in any order, `.` and `..` among them; nil where it cannot be read.
  public static func names(in folder: String, atMost limit: Int = .max) -> [String]? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while names.count < limit, let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// What is known of the file behind a path, links followed; nil where there is none.
  public static func status(of path: String) -> stat? {
    var info = stat()
    return stat(path, &info) == 0 ? info : nil
  }

  /// What is known of an open file; nil where that cannot be had.
  public static func status(of descriptor: Int32) -> stat? {
    var info = stat()
    return fstat(descriptor, &info) == 0 ? info : nil
  }

  /// Removes a file, if it is there.
  public static func remove(_ path: String) { _ = unlink(path) }

  /// Makes a folder; nothing happens where there is one, or where it cannot be made.
  public static func makeFolder(_ path: String, mode: mode_t) { _ = mkdir(path, mode) }

  /// Whether a file is there and may be read.
  public static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Whether a path leads to a folder.
  public static func isFolder(_ path: String) -> Bool {
    status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// The path without links and dots; nil where there is no such file.
  public static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path of the running program; nil where the system does not tell.
  public static var programPath: String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        name.baseAddress.map { readlink("/proc/self/exe", $0, name.count) } ?? -1
      }
    }
    return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
  }

  /// The date where the program runs.
  public static var today: (year: Int, month: Int, day: Int) {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return (Int(local.tm_year) + 1900, Int(local.tm_mon) + 1, Int(local.tm_mday))
  }

  /// Opens a file; -1, with the reason in `lastError`, where that fails.
  public static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
    Glibc.open(path, flags, mode)
  }

  /// Appends what can be read at once, at most `limit` bytes. Gives how many there were, 0 at the
  /// end, -1 where `errno` has a reason.
  public static func read(_ descriptor: Int32, into bytes: inout [UInt8], atMost limit: Int) -> Int
  {
    let used = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: limit))
    let count = bytes.withUnsafeMutableBytes { room in
      room.baseAddress.map { Glibc.read(descriptor, $0 + used, limit) } ?? -1
    }
    bytes.removeLast(limit - max(0, count))
    return count
  }

  /// Waits until a pipe, a terminal or a device has something to read; throws `Stopped` where the
  /// program is to stop.
  public static func waitToRead(_ descriptor: Int32) throws {
    if Waiting.mayBlock(descriptor) {
      try Waiting.toRead(descriptor)
    } else {
      try Waiting.checkStopped()
    }
  }

  /// Writes as many of the bytes as can be at once; gives how many, -1 where `errno` has a reason.
  public static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// The cells of a terminal; nil where the descriptor is none.
  public static func terminalSize(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// A new empty file in a folder that never has a name there; -1, with the reason in `errno`, where the
  /// file system does not have such files.
  static func unnamedFile(in folder: String) -> Int32 {
    Glibc.open(folder, hasNoName | O_RDWR | O_CLOEXEC, 0o600)
  }

  /// A new empty file without a name, which is gone when it is closed, whatever happens before; -1, with
  /// the reason in `errno`, where none can be made.
  static func namelessFile(in folder: String) -> Int32 {
    let unnamed = unnamedFile(in: folder)
    if unnamed >= 0 { return unnamed }
    guard let (descriptor, path) = temporaryFile(in: folder, suffix: "") else { return -1 }
    unlink(path)
    return descriptor
  }

  /// Makes an empty file with a name of its own, which ends in `suffix`, and opens it; nil, with the
  /// reason in `lastError`, where that fails.
  public static func temporaryFile(
    in folder: String, suffix: String
  ) -> (descriptor: Int32, path: String)? {
    var template = Array((folder + "/tiendo-XXXXXX" + suffix).utf8CString)
    let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
    guard descriptor >= 0 else { return nil }
    let name = template.dropLast().map { UInt8(bitPattern: $0) }
    return (descriptor, String(decoding: name, as: UTF8.self))
  }
}
