public import Language

/// What help and completion know of a command of the shell.
public struct CommandHelp: Sendable {
  /// What stands behind the command, for completion.
  public enum Argument: Sendable {
    case nothing, word, table, connection, format, onOff, setting, queryFile, file, folder, workbook
    /// A word that help has a page on.
    case helpWord
  }

  public let name: String
  /// How the argument is written in help.
  public let form: String
  public let argument: Argument
  public let about: Words
  public let examples: [String]

  public init(
    _ name: String, _ form: String, _ argument: Argument, _ about: Words, examples: [String]
  ) {
    self.name = name
    self.form = form
    self.argument = argument
    self.about = about
    self.examples = examples
  }
}
