import CCompression
import Columns
import Functions
import Glibc
import Language

/// Opens what is packed: the file inside is read as if it lay there itself.
enum Unpacking {
  /// The file, or what it packs. Throws where that cannot be told, or not be read.
  ///
  /// - Parameter member: the name of the file in an archive that is meant; nil for the only one.
  static func opened(_ file: RawFile, member: String? = nil) throws -> RawFile {
    var wanted = member
    var file = file
    // A packed file may be packed itself (`x.csv.gz.zip`), but hardly more often.
    for _ in 0..<3 {
      let head = try file.head(16)
      if let compression = Compression(head: head) {
        guard compression.isThere else {
          throw FileError(
            file.path, .content(.absentLibrary(compression.suffix, command: compression.command)))
        }
        file = RawFile(file) {
          try Unpacked(FileBytes($0), compression, packedSize: $0.storedSize)
        }
      } else if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
        guard let inner = try Archive.member(of: file, named: wanted) else {
          return try whole(file, wanted)
        }
        wanted = nil
        file = inner
      } else {
        return try whole(file, wanted)
      }
    }
    return try whole(file, wanted)
  }

  /// A file that packs no other; throws where one in it was asked for.
  private static func whole(_ file: RawFile, _ wanted: String?) throws -> RawFile {
    if let wanted { throw FileError(file.path, .content(.noArchive(wanted))) }
    return file
  }
}

/// What ZIP archives hold.
public enum Archives {
  /// The names of the files in an archive; empty where the file is none.
  public static func names(_ path: String) -> [String] { Archive.names(in: path) }
}

/// A ZIP archive, open for reading.
final class Archive {
  private let archive: OpaquePointer
  private let bytes: UnsafeMutableBufferPointer<UInt8>?

  struct Member {
    let index: Int64
    let name: String
    let size: UInt64
    let packedSize: UInt64
    let isEncrypted: Bool
  }

  /// Nil where it is none, or is broken.
  init?(_ file: RawFile) throws {
    if file.descriptor >= 0 {
      guard let archive = compression_archive_open_descriptor(file.descriptor) else { return nil }
      self.archive = archive
      bytes = nil
      return
    }
    let count = try file.measured()
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, count))
    let read = try memory.baseAddress.map { try file.read(at: 0, count: count, into: $0) } ?? 0
    guard read == count, let archive = compression_archive_open(memory.baseAddress, count) else {
      memory.deallocate()
      return nil
    }
    self.archive = archive
    bytes = memory
  }

  deinit {
    compression_archive_close(archive)
    bytes?.deallocate()
  }

  /// The files in it, folders and what systems add left out.
  var members: [Member] {
    (0..<max(0, compression_archive_count(archive))).compactMap { index in
      var name: UnsafePointer<CChar>?
      var size: UInt64 = 0
      var packedSize: UInt64 = 0
      var isEncrypted: Int32 = 0
      guard
        compression_archive_member(archive, index, &name, &size, &packedSize, &isEncrypted) != 0,
        let name
      else { return nil }
      let text = String(cString: name)
      let last = text.split(separator: "/").last ?? ""
      if text.hasSuffix("/") || text.hasPrefix("__MACOSX/") || last == ".DS_Store"
        || last == "Thumbs.db"
      {
        return nil
      }
      return Member(
        index: index, name: text, size: size, packedSize: packedSize,
        isEncrypted: isEncrypted != 0)
    }
  }

  func open(_ index: Int64) -> OpaquePointer? { compression_member_open(archive, index) }

  /// The one file that an archive packs, or the one of a name; nil where it is a document (XLSX, ODS, DOCX
  /// …), which is no archive to its owner.
  static func member(of file: RawFile, named wanted: String? = nil) throws -> RawFile? {
    guard compression_has_archives() != 0 else {
      if ForeignKind.document(in: try file.head(4096)) != nil { return nil }
      throw FileError(file.path, .content(.absentLibrary("zip", command: "unzip -p")))
    }
    guard let archive = try Archive(file) else {
      // The format of a document says better what is wrong with it.
      if ForeignKind.document(in: try file.head(4096)) != nil { return nil }
      throw FileError(file.path, .content(.damaged))
    }
    let members = archive.members
    let names = Set(members.map(\.name))
    if names.contains("[Content_Types].xml") || names.contains("mimetype")
      || names.contains("META-INF/MANIFEST.MF")
    {
      return nil
    }
    guard let first = members.first else { throw FileError(file.path, .empty) }
    if wanted == nil, let foreign = ForeignKind.archive(of: names) {
      throw foreign.error(file.path)
    }
    let member: Member
    if let wanted {
      member = try chosen(wanted, members, file.path)
    } else {
      guard members.count == 1 else {
        throw FileError(
          file.path, .content(.severalFiles(members.prefix(6).map(\.name), members.count)))
      }
      member = first
    }
    if member.isEncrypted { throw FileError(file.path, .content(.encrypted(member.name))) }
    return RawFile(file) { try ArchiveMember($0, member) }
  }

  /// The file of a name: its whole path in the archive, or what no other there is called, in either case of
  /// letters.
  private static func chosen(
    _ name: String, _ members: [Member], _ path: String
  ) throws -> Member {
    func key(_ text: some StringProtocol) -> String { TextNormalization.normalizeNFC(String(text)) }
    let wanted = key(name)
    if let exact = members.first(where: { key($0.name) == wanted }) { return exact }
    let small = wanted.lowercased()
    for isSame in [
      { (member: Member) in key(member.name).lowercased() == small },
      { key($0.name.split(separator: "/").last ?? "").lowercased() == small },
    ] as [(Member) -> Bool] {
      let found = members.filter(isSame)
      if let only = found.first, found.count == 1 { return only }
    }
    let names = members.map(\.name)
    throw FileError(
      path,
      .content(
        .noMember(
          name, Array(names.prefix(6)), names.count, near: Suggestions.nearest(name, among: names)))
    )
  }

  /// The names of the files in an archive; empty where the file is none, or a document.
  static func names(in path: String) -> [String] {
    guard let file = try? RawFile(path), let head = try? file.head(4),
      head.starts(with: [0x50, 0x4B, 3, 4]), let archive = try? Archive(file)
    else { return [] }
    return archive.members.map(\.name)
  }
}

/// The bytes of one file of an archive.
final class ArchiveMember: ByteStream {
  private let archive: Archive
  private let member: OpaquePointer
  private let packedSize: Int
  private var produced = 0

  init(_ file: RawFile, _ member: Archive.Member) throws {
    guard let archive = try Archive(file), let opened = archive.open(member.index) else {
      throw ContentFault(problem: .damaged)
    }
    self.archive = archive
    self.member = opened
    packedSize = Int(clamping: member.packedSize)
  }

  deinit { compression_member_close(member) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    var made = 0
    let status = compression_member_read(member, buffer, capacity, &made)
    produced += made
    if made > 0 {
      if Compression.isBomb(produced, of: packedSize) {
        throw ContentFault(problem: .unpacksTooFar)
      }
      return made
    }
    if status == COMPRESSION_END { return 0 }
    throw Unpacked.fault(status)
  }
}
