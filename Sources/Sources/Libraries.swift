import CCompression
import CWorkbook

/// The libraries of the system that formats of files use, as far as this build has them.
public struct Library: Sendable {
  /// As `.ci/deps` names it.
  public let name: String
  /// Nil: this build was made without it.
  public let version: String?
  /// What it gives, in words that stand behind its name.
  public let gives: String
}

/// Which libraries of formats this build has; `tiendo --version` lists them.
public enum Libraries {
  public static var all: [Library] {
    [
      library("zlib", compression_version(COMPRESSION_GZIP), ".gz"),
      library("zstd", compression_version(COMPRESSION_ZSTD), ".zst"),
      library("lzma", compression_version(COMPRESSION_XZ), ".xz"),
      library("bz2", compression_version(COMPRESSION_BZIP2), ".bz2"),
      library("snappy", compression_version(COMPRESSION_SNAPPY), "Snappy in Parquet"),
      library("zip", compression_archives_version(), ".zip"),
      library("expat", workbook_expat_version(), "XML in workbooks"),
      library("xlsxwriter", workbook_xlsxwriter_version(), "XLSX written"),
      library("freexl", workbook_freexl_version(), "XLS of old Excel"),
    ]
  }

  /// One line of those that are there, one of those that are not.
  public static var summary: String {
    let there = all.compactMap { library in
      library.version.map { $0.isEmpty ? library.name : "\(library.name) \($0)" }
    }
    let missing = all.filter { $0.version == nil }.map { "\($0.name) (\($0.gives))" }
    var lines = ["Libraries: \(there.isEmpty ? "none" : there.joined(separator: ", "))"]
    if !missing.isEmpty {
      lines.append("Left out of this build: \(missing.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  private static func library(
    _ name: String, _ version: UnsafePointer<CChar>?, _ gives: String
  ) -> Library {
    // Only the number: bzlib adds its date, expat and zstd their names.
    let text = version.map { String(cString: $0) }
    let number = text.map { $0.prefix { $0 != "," } }?.drop { !$0.isNumber }
    return Library(name: name, version: number.map(String.init), gives: gives)
  }
}
