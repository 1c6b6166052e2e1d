package import Columns
import Language
import Planning

extension Session {
  /// The columns of a pipeline as far as they are known without running it, and the dataset that its
  /// rows are from; nil where they are not known.
  ///
  /// Of files only the heads are read, which takes nothing from what they have to tell.
  package func outline(of text: String) -> (fields: [Field], info: DatasetInfo?)? {
    let script = Parser.parse(script: SourceText(text), mode: .prompt).script
    guard case .pipeline(let pipeline)? = script.statements.last?.kind else { return nil }
    var evaluation = Evaluation(
      environment: self, run: runContext(isLooking: true), collation: nil)
    guard let bound = try? working({ try evaluation.bind(pipeline, .schemas) }),
      let plan = bound.plan, !plan.isOpen, !bound.diagnostics.hasErrors
    else { return nil }
    return (plan.fields, bound.info)
  }
}
