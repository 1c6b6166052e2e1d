import Glibc

/// Tells whether a file is still the one that was read.
public struct FileStamp: Sendable, Hashable {
  public let size: Int
  public let seconds: Int
  public let nanoseconds: Int
  public let inode: UInt64
  /// False for a pipe, a device or a socket, which cannot be read twice.
  public let isRegular: Bool

  /// The file at a path, links followed; nil where there is none.
  public init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    self.init(info)
  }

  init(_ info: stat) {
    size = Int(info.st_size)
    seconds = info.st_mtim.tv_sec
    nanoseconds = info.st_mtim.tv_nsec
    inode = UInt64(info.st_ino)
    isRegular = info.st_mode & S_IFMT == S_IFREG
  }
}
