import Glibc

/// Where a driver lies.
struct DriverPlace: Sendable, Hashable {
  var path: String
  /// The function that fills the table, where a manifest names it.
  var entry: String?

  /// The names that the function may have.
  var entries: [String] {
    if let entry { return [entry] }
    var names: [String] = []
    var file = path.split(separator: "/").last.map(String.init) ?? path
    if file.hasPrefix("lib") { file.removeFirst(3) }
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    if stem.hasPrefix("adbc_driver_") {
      let words = stem.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
      names.append(words.joined() + "Init")
    }
    if stem.contains("duckdb") { names.append("duckdb_adbc_init") }
    return names + ["AdbcDriverInit"]
  }
}

/// Finds drivers as ADBC clients do: a path to a library, a manifest by name, and where Python packages
/// put theirs.
struct DriverFinder: Sendable {
  /// A variable of the environment.
  var variable: @Sendable (String) -> String? = { name in
    getenv(name).map { String(cString: $0) }
  }

  private func home(_ path: String) -> [String] {
    variable("HOME").map { ["\($0)/\(path)"] } ?? []
  }

  /// The folders in which manifests lie.
  var manifestFolders: [String] {
    var folders = (variable("ADBC_DRIVER_PATH") ?? "").split(separator: ":").map(String.init)
    for prefix in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
      if let own = variable(prefix) { folders.append("\(own)/etc/adbc/drivers") }
    }
    folders += variable("XDG_CONFIG_HOME").map { ["\($0)/adbc/drivers"] } ?? []
    return folders + home(".config/adbc/drivers") + ["/etc/adbc/drivers"]
  }

  /// The folders in which Python's packages lie.
  var packageFolders: [String] {
    var libraries = ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap { variable($0) }.map { "\($0)/lib" }
    // The virtual environment whose programs come first, entered or not.
    for folder in (variable("PATH") ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
      let root = folder.dropLast(4)
      if access("\(root)/pyvenv.cfg", R_OK) == 0 { libraries.append("\(root)/lib") }
    }
    libraries += home(".local/lib") + ["/usr/local/lib", "/usr/lib"]
    var folders: [String] = []
    for library in libraries {
      for name in names(library).filter({ $0.hasPrefix("python3") }).sorted() {
        folders += ["site-packages", "dist-packages"].map { "\(library)/\(name)/\($0)" }
      }
    }
    return folders
  }

  private func names(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// The driver of a name, or at a path. Throws a `ConnectionError` that says what to install.
  func find(_ name: String, for connection: String) throws -> DriverPlace {
    if name.hasPrefix("/") || name.hasSuffix(".so") || name.hasSuffix(".toml") {
      guard name.hasPrefix("/") else {
        throw ConnectionError(
          .badDriver(path: name), connection: connection, text: "the path is not absolute")
      }
      guard access(name, R_OK) == 0 else {
        throw ConnectionError(
          .badDriver(path: name), connection: connection, text: String(cString: strerror(errno)))
      }
      return name.hasSuffix(".toml") ? try manifest(name, connection) : DriverPlace(path: name)
    }
    // A name is part of paths here.
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
    else {
      throw ConnectionError(.badDriver(path: name), connection: connection, text: "no name")
    }
    for folder in manifestFolders {
      let path = "\(folder)/\(name).toml"
      if access(path, R_OK) == 0 { return try manifest(path, connection) }
    }
    let module = name.map { $0 == "-" ? "_" : String($0) }.joined()
    for folder in packageFolders {
      let path = "\(folder)/adbc_driver_\(module)/libadbc_driver_\(module).so"
      if access(path, R_OK) == 0 { return DriverPlace(path: path) }
    }
    if name == "duckdb" {
      for folder in ["/usr/local/lib", "/usr/lib", "/usr/lib/x86_64-linux-gnu"] {
        let path = "\(folder)/libduckdb.so"
        if access(path, R_OK) == 0 { return DriverPlace(path: path) }
      }
    }
    throw ConnectionError(
      .noDriver(name, looked: manifestFolders + ["site-packages"]), connection: connection)
  }

  private func manifest(_ path: String, _ connection: String) throws -> DriverPlace {
    func bad(_ text: String) -> ConnectionError {
      ConnectionError(.badDriver(path: path), connection: connection, text: text)
    }
    guard let text = DriverManifest.text(of: path) else { throw bad("it cannot be read") }
    let manifest = DriverManifest(text)
    guard var library = manifest.library else {
      throw bad("it names no library for \(DriverManifest.platform)")
    }
    if !library.hasPrefix("/") {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      library = folder.joined(separator: "/") + "/" + library
    }
    guard access(library, R_OK) == 0 else { throw bad("\(library) is not there") }
    return DriverPlace(path: library, entry: manifest.entry)
  }
}

/// What the manifest of a driver says that is wanted here.
struct DriverManifest {
  private(set) var entry: String?
  private(set) var library: String?

  static var platform: String {
    #if arch(arm64)
      "linux_arm64"
    #else
      "linux_amd64"
    #endif
  }

  /// Reads the lines `key = "value"` of the sections that matter: manifests are written by programs and
  /// use no more of TOML than that.
  init(_ text: String) {
    var section = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.trimmed
      if line.hasPrefix("[") {
        section = String(line.dropFirst().prefix { $0 != "]" }).trimmed
        continue
      }
      guard let sign = line.firstIndex(of: "="), !line.hasPrefix("#") else { continue }
      let key = String(line[..<sign]).trimmed
      guard let value = DriverManifest.value(String(line[line.index(after: sign)...]).trimmed)
      else { continue }
      switch (section, key) {
      case ("Driver", "entrypoint"): entry = value
      case ("Driver", "shared"), ("Driver.shared", DriverManifest.platform): library = value
      default: break
      }
    }
  }

  /// A text in either kind of quotes.
  private static func value(_ text: String) -> String? {
    guard let quote = text.first, quote == "\"" || quote == "'" else { return nil }
    var value = ""
    var isEscaped = false
    for letter in text.dropFirst() {
      if isEscaped {
        value.append(letter)
        isEscaped = false
      } else if letter == "\\", quote == "\"" {
        isEscaped = true
      } else if letter == quote {
        return value
      } else {
        value.append(letter)
      }
    }
    return nil
  }

  /// The text of a file of at most 64 KiB.
  static func text(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
