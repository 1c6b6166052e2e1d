import CADBC
import Glibc
import Synchronization

/// A driver that was opened: its functions.
///
/// `@unchecked Sendable` is right: the table is filled once and only read afterwards.
final class DriverLibrary: @unchecked Sendable {
  let functions: AdbcDriver
  /// Where the table lies, which drivers write into structs of theirs.
  let place: UnsafeMutablePointer<AdbcDriver>
  let path: String

  private init(_ place: UnsafeMutablePointer<AdbcDriver>, _ path: String) {
    self.place = place
    self.path = path
    functions = place.pointee
  }

  private static let opened = Mutex<[String: DriverLibrary]>([:])

  /// The driver at a place, opened once and kept as long as the program runs: drivers have threads
  /// of their own that outlive any connection.
  static func open(_ found: DriverPlace, for connection: String) throws -> DriverLibrary {
    try opened.withLock { opened in
      let key = found.path + "\0" + (found.entry ?? "")
      if let known = opened[key] { return known }
      let place = UnsafeMutablePointer<AdbcDriver>.allocate(capacity: 1)
      var error = AdbcError()
      var text = [CChar](repeating: 0, count: 1024)
      let names = found.entries.map { strdup($0) }
      defer { for name in names { free(name) } }
      let pointers: [UnsafePointer<CChar>?] = names.map { $0.map { UnsafePointer($0) } }
      let status = cadbc_open(
        found.path, pointers, Int32(pointers.count), place, &error, &text, text.count)
      if Int(status) != CADBC_OK {
        let reason =
          switch Int(status) {
          case CADBC_NO_LIBRARY:
            String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
          case CADBC_NO_ENTRY: "no \(found.entries.joined(separator: ", "))"
          default: error.message.map { String(cString: $0) } ?? "status \(status)"
          }
        if let release = error.release { release(&error) }
        place.deallocate()
        throw ConnectionError(.badDriver(path: found.path), connection: connection, text: reason)
      }
      let library = DriverLibrary(place, found.path)
      opened[key] = library
      return library
    }
  }
}
