import Glibc
import Synchronization

/// Asks the system for threads.
enum Threads {
  /// Holds threads until all that are to be tried are there.
  private final class Gate: Sendable {
    let isOpen = Mutex(false)
  }

  /// Whether a few more files can be open at one time.
  static var hasDescriptors: Bool {
    let opened = (0..<6).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
    defer { for descriptor in opened where descriptor >= 0 { close(descriptor) } }
    return opened.allSatisfy { $0 >= 0 }
  }

  /// How many threads, this one among them, can be alive at one time, of so many wanted.
  static func alive(_ wanted: Int) -> Int {
    let gate = Gate()
    var made: [pthread_t] = []
    gate.isOpen.withLock { _ in
      for _ in 1..<max(2, wanted) {
        var thread = pthread_t()
        let status = pthread_create(
          &thread, nil,
          { argument in
            if let argument {
              let gate = Unmanaged<Gate>.fromOpaque(argument).takeUnretainedValue()
              // Waits until the last one is made.
              gate.isOpen.withLock { _ in }
            }
            return nil
          }, Unmanaged.passUnretained(gate).toOpaque())
        if status != 0 { break }
        made.append(thread)
      }
    }
    for thread in made { pthread_join(thread, nil) }
    return withExtendedLifetime(gate) { made.count + 1 }
  }
}
