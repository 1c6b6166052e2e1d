import Glibc

/// Tells whether a file is still the one that was read.
package struct FileStamp: Hashable, Sendable {
  package let size: Int
  let seconds: Int
  let nanoseconds: Int
  let inode: UInt64

  package init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    size = Int(info.st_size)
    seconds = info.st_mtim.tv_sec
    nanoseconds = info.st_mtim.tv_nsec
    inode = UInt64(info.st_ino)
  }
}
