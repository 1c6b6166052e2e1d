import Glibc

/// A file to write: a regular one appears whole or not at all, anything else is written into.
///
/// A symbolic link is followed, so that the file it names is written. A file that is replaced keeps
/// its mode and owner. A pipe, a device, a socket or a descriptor of the program (`/dev/stdout`) is
/// never replaced: bytes go into it as they come.
public final class AtomicFile {
  private let path: String
  private let target: Target
  private var descriptor: Int32
  /// Whether a file that appears in the meantime is left alone.
  private let isExclusive: Bool
  private let checkStopped: () throws -> Void

  private enum Target {
    /// A new file, put in its place when it is whole. Where the file system knows files without
    /// names it has none until then, so that a process that is killed leaves nothing behind.
    case replacing(String, temporary: String?, old: stat?)
    /// A pipe, a device, a socket or a descriptor: what is written into.
    case stream
    /// Standard output, whose reader may go away.
    case output
  }

  /// Begins the file.
  ///
  /// - Parameters:
  ///   - overwrite: whether a regular file that is there is replaced; else that is an error.
  ///   - makesFolders: whether missing folders of the path are made; else that is an error.
  ///   - checkStopped: asked while a pipe waits for its reader.
  public init(
    _ path: String, overwrite: Bool, makesFolders: Bool = false,
    checkStopped: @escaping () throws -> Void = {}
  ) throws {
    self.path = path
    self.checkStopped = checkStopped
    isExclusive = !overwrite
    if path.isEmpty { throw FileError(path, .notFound) }
    let place = try OutputPlace(path)
    if case .descriptor(let number) = place {
      target = number == 1 ? .output : .stream
      descriptor = dup(number)
      guard descriptor >= 0 else { throw AtomicFile.failure(path, errno) }
      return
    }
    guard case .path(let real) = place else { throw FileError(path, .notFound) }
    var info = stat()
    var old: stat?
    if stat(real, &info) == 0 {
      switch info.st_mode & S_IFMT {
      case S_IFDIR: throw FileError(path, .isDirectory)
      case S_IFREG:
        if !overwrite { throw FileError(path, .alreadyExists) }
        // A file that may not be written is not replaced either.
        if access(real, W_OK) != 0 { throw AtomicFile.failure(path, errno) }
        old = info
      case S_IFSOCK:
        target = .stream
        descriptor = try AtomicFile.connected(real, path)
        return
      default:
        target = .stream
        descriptor = try AtomicFile.opened(real, path, checkStopped)
        return
      }
    }
    if real.hasSuffix("/") { throw FileError(path, .namesFolder) }
    try AtomicFile.checkFolder(of: real, for: path, makes: makesFolders)
    Leftovers.remove(besides: real)
    descriptor = Leftovers.nameless(beside: real)
    if descriptor >= 0 {
      target = .replacing(real, temporary: nil, old: old)
    } else {
      let made = Leftovers.named(beside: real)
      descriptor = made.descriptor
      guard descriptor >= 0 else { throw AtomicFile.failure(path, errno) }
      target = .replacing(real, temporary: made.path, old: old)
    }
    AtomicFile.adopt(descriptor, old)
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      if case .replacing(_, let temporary?, _) = target { unlink(temporary) }
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    if case .output = target {
      try Descriptor.writeOutput(bytes)
    } else {
      try Descriptor.write(bytes, to: descriptor, path: path)
    }
  }

  public func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  public func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Puts the file in its place.
  public func finish() throws {
    guard case .replacing(let real, let temporary, let old) = target else {
      let status = close(descriptor)
      descriptor = -1
      guard status == 0 else { throw AtomicFile.failure(path, errno) }
      return
    }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw AtomicFile.failure(path, errno) }
    if let old, !AtomicFile.isOwned(descriptor, like: old) {
      // Only its owner can make a file of an owner: what is whole is copied into the old one.
      defer { if let temporary { unlink(temporary) } }
      try copy(into: real)
      close(descriptor)
      descriptor = -1
      return
    }
    try place(real, temporary, isNew: old == nil)
    let status = close(descriptor)
    descriptor = -1
    guard status == 0 else { throw AtomicFile.failure(path, errno) }
  }

  /// Gives the whole file its name. One that may not be replaced is not, whoever made it meanwhile.
  private func place(_ real: String, _ temporary: String?, isNew: Bool) throws {
    var own = temporary
    if isNew, isExclusive {
      let status =
        temporary.map { link($0, real) } ?? Leftovers.name(descriptor, real)
      if status == 0 {
        if let temporary { unlink(temporary) }
        return
      }
      let code = errno
      if code == EEXIST {
        if let temporary { unlink(temporary) }
        throw FileError(path, .alreadyExists)
      }
      // A file system without second names has no way to be sure.
      guard temporary != nil, [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(code) else {
        if let temporary { unlink(temporary) }
        throw AtomicFile.failure(path, code)
      }
    }
    if own == nil {
      own = Leftovers.freeName(beside: real)
      guard let own, Leftovers.name(descriptor, own) == 0 else {
        throw AtomicFile.failure(path, errno)
      }
    }
    guard let own, rename(own, real) == 0 else {
      let code = errno
      if let own { unlink(own) }
      throw AtomicFile.failure(path, code)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> FileError {
    FileError(path, .cannotWrite(String(cString: strerror(code))))
  }

  // MARK: Folders and owners

  private static func checkFolder(
    of real: String, for path: String, makes: Bool
  ) throws(FileError) {
    guard let slash = real.lastIndex(of: "/"), slash > real.startIndex else { return }
    let folder = String(real[..<slash])
    var info = stat()
    if stat(folder, &info) == 0 { return }
    guard errno == ENOENT else { throw failure(path, errno) }
    guard makes else { throw FileError(path, .noFolder(folder)) }
    var made = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && !folder.hasPrefix("/") ? String(part) : "/" + part
      if made == "/" || made.isEmpty { continue }
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw failure(path, errno) }
    }
  }

  /// Gives a new file the owner and mode of the old one, as far as that is allowed.
  private static func adopt(_ descriptor: Int32, _ old: stat?) {
    guard let old else {
      let mask = umask(0)
      umask(mask)
      fchmod(descriptor, 0o666 & ~mask)
      return
    }
    if fchown(descriptor, old.st_uid, old.st_gid) != 0 {
      // The group alone may be given by whoever belongs to it.
      _ = fchown(descriptor, uid_t.max, old.st_gid)
    }
    fchmod(descriptor, old.st_mode & 0o7777)
  }

  private static func isOwned(_ descriptor: Int32, like old: stat) -> Bool {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return false }
    return own.st_uid == old.st_uid && own.st_gid == old.st_gid
  }

  private func copy(into real: String) throws {
    let old = open(real, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard old >= 0 else { throw AtomicFile.failure(path, errno) }
    defer { close(old) }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw AtomicFile.failure(path, errno) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw AtomicFile.failure(path, errno) }
      if count == 0 { break }
      try buffer.withUnsafeBytes {
        try Descriptor.write(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: old, path: path)
      }
    }
    guard fsync(old) == 0 || errno == EINVAL else { throw AtomicFile.failure(path, errno) }
  }

  // MARK: What is written into

  /// Opens a pipe or a device; a pipe that nobody reads yet is waited for.
  private static func opened(
    _ real: String, _ path: String, _ checkStopped: () throws -> Void
  ) throws -> Int32 {
    while true {
      let descriptor = open(real, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
      if descriptor >= 0 {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
          let code = errno
          close(descriptor)
          throw failure(path, code)
        }
        return descriptor
      }
      var info = stat()
      let isWaiting =
        errno == EINTR
        || (errno == ENXIO && stat(real, &info) == 0 && info.st_mode & S_IFMT == S_IFIFO)
      guard isWaiting else { throw failure(path, errno) }
      try checkStopped()
      usleep(10_000)
    }
  }

  /// Connects to whoever listens at a socket.
  private static func connected(_ real: String, _ path: String) throws(FileError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(real.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw failure(path, ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      let code = errno
      close(descriptor)
      throw failure(path, code)
    }
    return descriptor
  }
}

/// What a path stands for once symbolic links are followed.
enum OutputPlace: Equatable {
  case path(String)
  /// A descriptor of this program: `/dev/stdout`, `/dev/fd/3`.
  case descriptor(Int32)

  private static let mostLinks = 40

  /// Follows the links of the last part of a path, also to what is not there yet.
  init(_ path: String) throws(FileError) {
    var current = path
    for _ in 0..<OutputPlace.mostLinks {
      if let number = OutputPlace.descriptor(current) {
        self = .descriptor(number)
        return
      }
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { chars in
          chars.baseAddress.map { readlink(current, $0, chars.count) } ?? -1
        }
      }
      guard count >= 0 else {
        self = .path(current)
        return
      }
      let link = String(decoding: buffer[..<count], as: UTF8.self)
      if link.hasPrefix("/") {
        current = link
      } else {
        let folder = current.lastIndex(of: "/").map { String(current[...$0]) } ?? ""
        current = folder + link
      }
    }
    throw FileError(path, .cannotWrite(String(cString: strerror(ELOOP))))
  }

  /// The number of a path in `/proc/self/fd`, whatever it is called.
  private static func descriptor(_ path: String) -> Int32? {
    guard let slash = path.lastIndex(of: "/"),
      let number = Int32(path[path.index(after: slash)...]),
      number >= 0, let folder = realpath(String(path[..<slash]), nil)
    else { return nil }
    defer { free(folder) }
    return String(cString: folder) == "/proc/\(getpid())/fd" ? number : nil
  }
}
