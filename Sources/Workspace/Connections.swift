package import Engines

/// The databases that a session knows by name.
package final class Connections {
  private var known: [String: ADBCConnection] = [:]
  private var generation = 0

  func copy() -> Connections {
    let copy = Connections()
    copy.known = known
    copy.generation = generation
    return copy
  }

  /// Gives a name to a database, in place of what was called so.
  func set(_ connection: ADBCConnection) {
    generation += 1
    known[connection.name] = connection
  }

  package var names: [String] { known.keys.sorted() }

  /// The connection of that name, exactly or but for case; nil where there is none.
  package func named(_ name: String) -> ADBCConnection? {
    if let own = known[name] { return own }
    let folded = known.keys.filter { $0.lowercased() == name.lowercased() }
    return folded.count == 1 ? known[folded[0]] : nil
  }

  /// A table as a source.
  func source(_ path: [String], of connection: ADBCConnection) -> RemoteSource {
    RemoteSource(connection, path, version: generation)
  }
}
