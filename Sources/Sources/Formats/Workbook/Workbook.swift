import Language

/// A sheet of a workbook.
public struct SheetInfo: Sendable, Hashable {
  public enum State: String, Sendable { case visible, hidden, veryHidden }

  public let name: String
  public let state: State

  init(_ name: String, _ state: State) {
    self.name = name
    self.state = state
  }
}

/// An open workbook, whatever its form.
protocol Workbook: AnyObject {
  /// The sheets of cells, in their order.
  var sheets: [SheetInfo] { get }
  /// The texts that cells share.
  var texts: SharedTexts { get }
  /// Puts the filled cells of a sheet that lie in a range into a store.
  func read(
    _ sheet: Int, _ range: CellRange, into store: CellStore, _ checkStopped: () throws -> Void)
    throws
}
