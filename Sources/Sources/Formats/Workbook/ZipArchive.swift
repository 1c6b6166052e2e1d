#if HAS_ZIP && HAS_EXPAT
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
    ///
    /// Throws where the part is missing, damaged, encrypted, or unpacks to far more than it could hold.
    func read(
      _ part: String, _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws -> Bool
    ) throws {
      guard let index = names.firstIndex(of: part) else {
        throw FileError(path, .workbook(.damaged(part: part, "it is missing")))
      }
      var stat = zip_stat_t()
      zip_stat_init(&stat)
      guard zip_stat_index(archive, zip_uint64_t(index), 0, &stat) == 0 else {
        throw fault(part, zip_get_error(archive))
      }
      if stat.encryption_method != UInt16(ZIP_EM_NONE) {
        throw FileError(path, .workbook(.encrypted))
      }
      guard let entry = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
        throw fault(part, zip_get_error(archive))
      }
      defer { zip_fclose(entry) }
      let most = ZipArchive.most(packed: Int(clamping: stat.comp_size))
      let size = 1 << 18
      let room = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
      defer { room.deallocate() }
      var total = 0
      while true {
        let count = Int(zip_fread(entry, room, zip_uint64_t(size)))
        guard count >= 0 else { throw fault(part, zip_file_get_error(entry)) }
        total += count
        if total > most { throw FileError(path, .workbook(.bomb(part: part))) }
        let isOn = try body(UnsafeRawBufferPointer(start: room, count: count), count == 0)
        if count == 0 || !isOn { return }
      }
    }

    /// Bytes that a part may unpack to: 200 times its own, and in any case what does no harm.
    private static func most(packed: Int) -> Int {
      max(64 << 20, packed.multipliedReportingOverflow(by: 200).overflow ? .max : packed * 200)
    }

    private func fault(_ part: String, _ error: UnsafeMutablePointer<zip_error_t>?) -> FileError {
      let reason = error.flatMap { zip_error_strerror($0) }.map { String(cString: $0) } ?? "error"
      return FileError(path, .workbook(.damaged(part: part, reason)))
    }
  }
#endif
