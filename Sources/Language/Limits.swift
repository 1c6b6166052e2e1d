/// Bounds that keep a hostile or generated query from exhausting the stack of the parser or of
/// any later visitor; far beyond what a person writes.
public enum Limits {
  /// Brackets, calls, cases and pipelines inside one another.
  public static let nesting = 64
  /// Pipelines inside one another.
  public static let pipelines = 24
  /// Height of an expression's tree: a chain of n operators has height n (`and` and `or` chains
  /// are balanced and may be as long as one likes).
  public static let expressionDepth = 300
  /// Steps of one statement, those of nested pipelines included.
  public static let steps = 1000
  /// Errors reported for one text; what follows them is seldom new.
  public static let errors = 100
  /// Calls of `def`ined functions, within one another, that one expression may lead to.
  public static let expansions = 2000
  /// Operations of an expression once its functions are put in.
  public static let expandedNodes = 20_000
}
