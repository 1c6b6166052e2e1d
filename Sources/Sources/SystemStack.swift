import Glibc

/// What stacks the system lets this process have: nested queries are read and answered by recursion.
public enum SystemStack {
  /// What the program needs, with room for the deepest query that is read.
  public static let needed = 4 << 20
  private static let wanted = 8 << 20

  /// Lets the stacks of this thread and of those that are made from here on be as large as is wanted,
  /// or as the system allows (`ulimit -s`).
  ///
  /// - Returns: what they can have, where that is less than is needed.
  public static func provide() -> Int? {
    var found = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_STACK.rawValue)
    guard getrlimit(kind, &found) == 0, found.rlim_cur < rlim_t(wanted) else { return nil }
    found.rlim_cur = min(found.rlim_max, rlim_t(wanted))
    let size = Int(found.rlim_cur)
    guard setrlimit(kind, &found) == 0, size >= needed else { return size }
    setThreads(size)
    return nil
  }

  /// Threads have what the limit was when the program began, unless they are told otherwise.
  private static func setThreads(_ size: Int) {
    // The headers show this function of glibc to C alone.
    typealias SetDefault = @convention(c) (UnsafePointer<pthread_attr_t>) -> Int32
    guard let function = dlsym(nil, "pthread_setattr_default_np") else { return }
    let setDefault = unsafeBitCast(function, to: SetDefault.self)
    // Room for it without its initialiser: which module owns that hangs on the order of imports.
    withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { room in
      guard let attributes = room.baseAddress, pthread_attr_init(attributes) == 0 else { return }
      if pthread_attr_setstacksize(attributes, size) == 0 { _ = setDefault(attributes) }
      pthread_attr_destroy(attributes)
    }
  }
}
