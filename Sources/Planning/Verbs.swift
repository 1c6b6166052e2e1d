public import Language

/// A step whose columns only the data tell: `compare`, `track`, `project`, `whatif`, `progress`.
///
/// The binder knows verbs by their words alone; what they mean and how they are computed is the
/// target Analysis's.
public protocol AnalysisVerb: Sendable {
  /// The word that begins the step.
  var word: String { get }
  /// What the step gives; `Binder.stage(_:_:)` makes it from the verb's plan.
  func bind(_ step: Step, _ stage: Binder.Stage, _ binder: Binder) throws -> Binder.Stage
}

/// The verbs of analysis by their words: the one place where a verb is registered is the list that
/// this is made from.
public struct VerbRegistry: Sendable {
  public let verbs: [any AnalysisVerb]
  private let byWord: [String: any AnalysisVerb]

  public init(_ verbs: [any AnalysisVerb]) {
    self.verbs = verbs
    byWord = Dictionary(verbs.map { ($0.word, $0) }) { first, _ in first }
  }

  public subscript(word: String) -> (any AnalysisVerb)? { byWord[word] }
}
