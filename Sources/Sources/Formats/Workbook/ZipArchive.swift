#if HAS_ZIP && HAS_EXPAT
  import CCompression
  import CWorkbook
  import Glibc

  /// The parts of a workbook, which is a ZIP archive.
  final class ZipArchive {
    let path: String
    private let archive: OpaquePointer
    /// The names of the parts, as they stand in the archive.
    let names: [String]

    /// Opens an archive. Throws where it is none, or damaged.
    init(_ origin: RawFile) throws {
      let file = try origin.onDisk()
      path = file.path
      guard compression_has_archives() != 0 else {
        throw FileError(file.path, .workbook(.withoutLibrary("libzip")))
      }
      var code: Int32 = 0
      // Through /proc, so that an archive without a name can be opened, with a place of its own.
      guard let archive = zip_open("/proc/self/fd/\(file.descriptor)", ZIP_RDONLY, &code) else {
        throw FileError(
          file.path, .workbook(.damaged(part: "zip", ZipArchive.reason(code, system: errno))))
      }
      self.archive = archive
      var names: [String] = []
      for index in 0..<max(0, zip_get_num_entries(archive, 0)) {
        // In a damaged directory a name may be missing.
        names.append(
          zip_get_name(archive, zip_uint64_t(index), ZIP_FL_ENC_GUESS).map { String(cString: $0) }
            ?? "")
      }
      self.names = names
    }

    deinit { zip_discard(archive) }

    private static func reason(_ code: Int32, system: Int32) -> String {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      return zip_error_strerror(&error).map { String(cString: $0) } ?? "error \(code)"
    }

    /// The name that a part has in the archive; letters may differ in case.
    func name(of part: String) -> String? {
      if names.contains(part) { return part }
      let small = part.lowercased()
      return names.first { $0.lowercased() == small }
    }

    /// Hands the bytes of a part to `body`, piece by piece, until there are no more or it returns false.
    func read(
      _ part: String, _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws -> Bool
    ) throws {
      let entry = try open(part)
      let size = 1 << 18
      let room = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
      defer { room.deallocate() }
      while true {
        let count = try entry.read(into: room, size)
        let isOn = try body(UnsafeRawBufferPointer(start: room, count: count), count == 0)
        if count == 0 || !isOn { return }
      }
    }

    /// Opens a part to read its bytes. Throws where it is missing or encrypted.
    func open(_ part: String) throws -> ZipPart {
      guard let index = names.firstIndex(of: part) else {
        throw FileError(path, .workbook(.damaged(part: part, "it is missing")))
      }
      var stat = zip_stat_t()
      zip_stat_init(&stat)
      guard zip_stat_index(archive, zip_uint64_t(index), 0, &stat) == 0 else {
        throw ZipArchive.fault(path, part, zip_get_error(archive))
      }
      if stat.encryption_method != UInt16(ZIP_EM_NONE) {
        throw FileError(path, .workbook(.encrypted))
      }
      guard let entry = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
        throw ZipArchive.fault(path, part, zip_get_error(archive))
      }
      return ZipPart(
        self, entry, part: part, most: ZipArchive.most(packed: Int(clamping: stat.comp_size)))
    }

    /// Bytes that a part may unpack to: 200 times its own, and in any case what does no harm.
    private static func most(packed: Int) -> Int {
      max(64 << 20, packed.multipliedReportingOverflow(by: 200).overflow ? .max : packed * 200)
    }

    fileprivate static func fault(
      _ path: String, _ part: String, _ error: UnsafeMutablePointer<zip_error_t>?
    ) -> FileError {
      let reason = error.flatMap { zip_error_strerror($0) }.map { String(cString: $0) } ?? "error"
      return FileError(path, .workbook(.damaged(part: part, reason)))
    }
  }

  /// The bytes of one part as they are unpacked.
  ///
  /// `@unchecked Sendable` is right: one thread at a time reads it, and the next one begins when that has
  /// ended.
  final class ZipPart: @unchecked Sendable {
    private let archive: ZipArchive
    private let entry: OpaquePointer
    private let part: String
    private let most: Int
    private var total = 0

    fileprivate init(_ archive: ZipArchive, _ entry: OpaquePointer, part: String, most: Int) {
      self.archive = archive
      self.entry = entry
      self.part = part
      self.most = most
    }

    deinit { zip_fclose(entry) }

    /// Puts at most `size` bytes into a buffer and gives how many; 0 at the end.
    ///
    /// Throws where the part is damaged, or unpacks to far more than it could hold.
    func read(into room: UnsafeMutableRawPointer, _ size: Int) throws(FileError) -> Int {
      let count = Int(zip_fread(entry, room, zip_uint64_t(size)))
      guard count >= 0 else {
        throw ZipArchive.fault(archive.path, part, zip_file_get_error(entry))
      }
      total += count
      if total > most { throw FileError(archive.path, .workbook(.bomb(part: part))) }
      return count
    }
  }
#endif
