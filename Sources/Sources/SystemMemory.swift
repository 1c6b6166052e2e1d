import Glibc

/// What memory the system lets this process have, which a query must not find out by being ended.
public enum SystemMemory {
  /// What the program needs beside its tables.
  public static let needed = 64 << 20

  /// The limit that is nearest, of data (`ulimit -d`) and of addresses (`ulimit -v`), and what is left
  /// of it; nil where there is none.
  public static var limit: (bytes: Int, left: Int)? {
    let (data, addresses) = (limit(RLIMIT_DATA), limit(RLIMIT_AS))
    if data == nil, addresses == nil { return nil }
    let used = usage
    return [
      data.map { (bytes: $0, left: $0 - used.data) },
      addresses.map { (bytes: $0, left: $0 - used.addresses) },
    ].compactMap { $0 }.min { $0.left < $1.left }
  }

  /// What tables may take where the system has a limit, so that they meet theirs before the program
  /// meets that one; nil where there is none.
  public static var forTables: Int? {
    limit.map { max(needed / 4, ($0.left - needed / 2) / 4 * 3) }
  }

  private static func limit(_ kind: __rlimit_resource) -> Int? {
    var found = rlimit()
    guard getrlimit(__rlimit_resource_t(kind.rawValue), &found) == 0,
      found.rlim_cur < rlim_t(Int.max)
    else { return nil }
    return Int(found.rlim_cur)
  }

  /// Bytes of addresses and of data that the process has.
  private static var usage: (addresses: Int, data: Int) {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return (0, 0) }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = read(file, &text, text.count)
    guard count > 0 else { return (0, 0) }
    let pages = text[..<count].split(whereSeparator: { $0 < 48 || $0 > 57 }).map { digits in
      digits.reduce(0) { $0 &* 10 &+ Int($1 - 48) }
    }
    guard pages.count > 5 else { return (0, 0) }
    let size = sysconf(Int32(_SC_PAGESIZE))
    return (pages[0] * size, pages[5] * size)
  }
}
