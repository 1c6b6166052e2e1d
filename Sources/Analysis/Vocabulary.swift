import Forecasting
import Language
import Planning

extension Binder {
  /// A word of a clause as the value that the analyses know.
  ///
  /// The grammar lets no other words through (`StepWords`), and a test holds both lists together; a
  /// word that is in one of them alone is a mistake of the program, told as such.
  func choice<Choice: RawRepresentable>(
    _ name: Name, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    if let known = Choice(rawValue: name.text.lowercased()) { return known }
    report(.unexpected("`\(name.text)` is no \(type)", at: name.range))
    return nil
  }
}

/// What a unit catches up with.
enum CatchUpMode: String, Sendable, CaseIterable {
  /// The peer's value at a time.
  case level
  /// The peer's pace.
  case pace
  /// The peer's value where it will be then.
  case moving
}
