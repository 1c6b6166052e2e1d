public import Columns
import Dispatch
import Glibc

/// What completion asks: what is known already, and what comes within a keystroke.
extension ADBCConnection {
  /// The tables where they are known or come within so many seconds. They are asked for once, and go on
  /// coming when nobody waits any longer.
  public func tablesSoon(within seconds: Double) -> [RemoteTable]? {
    soon(
      seconds, asking: "", known: { self.knownTables },
      ask: { run in _ = try? self.tables(run) })
  }

  /// The columns of a table, in the same way.
  public func schemaSoon(of path: [String], within seconds: Double) -> Schema? {
    soon(
      seconds, asking: path.joined(separator: "\0"), known: { self.knownSchema(of: path) },
      ask: { run in _ = try? self.schema(of: path, run) })
  }

  /// How long what nobody waits for may take.
  private static let longest = 10.0

  private func soon<Answer>(
    _ seconds: Double, asking what: String, known: () -> Answer?,
    ask: @escaping @Sendable (RunContext) -> Void
  ) -> Answer? {
    if let answer = known() { return answer }
    guard isOpen else { return nil }
    if begins(asking: what) {
      let end = RunContext.now() + ADBCConnection.longest
      DispatchQueue.global().async { [self] in
        ask(
          RunContext(
            stop: { RunContext.now() > end ? .timedOut : nil }, isLooking: true))
        ends(asking: what)
      }
    }
    let end = RunContext.now() + seconds
    while RunContext.now() < end {
      if let answer = known() { return answer }
      usleep(2000)
    }
    return known()
  }
}
