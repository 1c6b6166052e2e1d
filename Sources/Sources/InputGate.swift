import Glibc
import Synchronization

/// The one way in for files of data and queries, and, in a program that is confined (`--safe`), the
/// guard of it.
///
/// A file is first opened without being read (`O_PATH`), which neither waits for a pipe nor wakes a
/// device; where it really lies is asked of the system (`/proc/self/fd`), and what was looked at is
/// what is then read. So neither a link nor one that is swapped in between leads out.
public enum InputGate {
  private static let folders = Mutex<[String]?>(nil)

  /// From here on only regular files below these folders are opened; for good.
  public static func confine(to allowed: [String]) {
    let real = allowed.compactMap { System.realPath($0) }
    folders.withLock { $0 = ($0 ?? real).filter { real.contains($0) } }
  }

  /// Whether only some folders are open.
  public static var isConfined: Bool { folders.withLock { $0 != nil } }

  /// Opens a file for reading; a pipe or a device is opened without waiting for its other side.
  ///
  /// - Parameter isOwn: whether the person named the file on the command line or keeps it: no
  ///   confinement for those.
  public static func open(_ path: String, isOwn: Bool = false) throws(FileError) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    guard !isOwn, let folders = folders.withLock({ $0 }) else {
      let descriptor = Glibc.open(path, flags)
      guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
      return descriptor
    }
    let found = Glibc.open(path, System.findsOnly | O_CLOEXEC)
    guard found >= 0 else {
      let code = errno
      // What is not there is told only of what may be looked at.
      guard let folder = System.realPath(parent(of: path)), lies(folder, in: folders) else {
        throw FileError(path, .outside(folders))
      }
      throw RawFile.failure(path, code)
    }
    defer { close(found) }
    guard let real = place(of: found), lies(real, in: folders) else {
      throw FileError(path, .outside(folders))
    }
    var info = stat()
    guard fstat(found, &info) == 0 else { throw RawFile.failure(path, errno) }
    guard [S_IFREG, S_IFDIR].contains(info.st_mode & S_IFMT) else {
      throw FileError(path, .notRegular)
    }
    let descriptor = Glibc.open("/proc/self/fd/\(found)", flags)
    guard descriptor >= 0 else { throw RawFile.failure(path, errno) }
    return descriptor
  }

  /// Whether a confined program may look into a folder or at a file; all may be looked at else.
  public static func allows(_ path: String) -> Bool {
    guard let folders = folders.withLock({ $0 }) else { return true }
    let found = Glibc.open(path, System.findsOnly | O_CLOEXEC)
    guard found >= 0 else { return false }
    defer { close(found) }
    return place(of: found).map { lies($0, in: folders) } ?? false
  }

  /// The folders that are open; all where there are none to name.
  static var allowed: [String] { folders.withLock { $0 ?? [] } }

  private static func lies(_ real: String, in folders: [String]) -> Bool {
    folders.contains { $0 == "/" || $0 == real || real.hasPrefix($0 + "/") }
  }

  /// The path by which the system knows an open file.
  private static func place(of descriptor: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { chars in
        chars.baseAddress.map { readlink("/proc/self/fd/\(descriptor)", $0, chars.count) } ?? -1
      }
    }
    guard count > 0, count < buffer.count, buffer[0] == UInt8(ascii: "/") else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
