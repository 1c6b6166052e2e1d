import Foundation
import Glibc

/// A PostgreSQL that tests share: started when the first one asks, ended with the process.
public final class PostgresServer: Sendable {
  /// The folder of its socket.
  public let folder: String
  public let port: Int

  /// The server; nil where PostgreSQL is not installed or does not start.
  public static let shared: PostgresServer? = try? PostgresServer()

  /// Whether its programs are there, which `make engines` does not fetch: apt install postgresql.
  public static var isInstalled: Bool { programs != nil }

  /// The folder with `initdb`, `pg_ctl` and `psql`; the newest version's where there are several.
  public static let programs: String? = {
    let manager = FileManager.default
    let debian = "/usr/lib/postgresql"
    let versions = (try? manager.contentsOfDirectory(atPath: debian)) ?? []
    let folders =
      versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
      + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.first { folder in
      ["initdb", "pg_ctl", "psql"].allSatisfy {
        manager.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
  }()

  /// The address of a database for a user.
  public func address(user: String = "tiendo", database: String = "postgres") -> String {
    "postgresql://\(user)@127.0.0.1:\(port)/\(database)"
  }

  private init() throws {
    guard let programs = PostgresServer.programs else { throw CocoaError(.fileNoSuchFile) }
    port = try PostgresServer.freePort()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Databases/serve-postgres.sh").path
    process.arguments = [script, programs, String(port)]
    // The server goes away when this end of the pipe does, however the tests end.
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    guard text.hasPrefix("ready "), let line = text.split(separator: "\n").first else {
      throw CocoaError(.executableLoad)
    }
    folder = String(line.dropFirst(6))
    held = Held(input: input, process: process)
  }

  private let held: Held

  /// `@unchecked Sendable` is right: both are kept, and touched by nobody.
  private struct Held: @unchecked Sendable {
    let input: Pipe
    let process: Process
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { own in
        bind(descriptor, own, length) == 0 && getsockname(descriptor, own, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// What `psql` prints for a statement, cells between `|`.
  @discardableResult
  public func psql(_ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: (PostgresServer.programs ?? "") + "/psql")
    process.arguments = [
      "-h", folder, "-p", String(port), "-U", "tiendo", "-d", "postgres", "-X", "-q", "-A", "-t",
      "-P", "null=NULL", "-v", "ON_ERROR_STOP=1", "-c", sql,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    if process.terminationStatus != 0 { throw PostgresFailure(text: text) }
    return text.trimmingCharacters(in: .newlines)
  }
}

/// What `psql` says of a statement that failed.
public struct PostgresFailure: Error { public let text: String }

/// The ADBC drivers that `make engines` fetches.
public enum FetchedDrivers {
  private static let packages: String? = {
    let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build-engines/venv/lib").path
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    return versions.first { $0.hasPrefix("python3") }.map { "\(library)/\($0)/site-packages" }
  }()

  /// The library of a driver; nil where it is not fetched.
  public static func path(_ name: String) -> String? {
    guard let packages else { return nil }
    let path = "\(packages)/adbc_driver_\(name)/libadbc_driver_\(name).so"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
