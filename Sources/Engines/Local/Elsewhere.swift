import Columns
import Planning

/// Another engine that has the rows, as steps of this one ask it.
struct Elsewhere {
  /// Groups that a step asks for itself; nil where this engine has the rows after all.
  let groups: (LogicalPlan) throws -> Table?
  /// Whether the other engine gives all of a plan, so that nothing else comes over.
  let answers: (LogicalPlan) throws -> Bool
}
