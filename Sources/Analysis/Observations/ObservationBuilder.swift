import Columns
import Functions
import Language
import Planning

/// Collects the columns that an analysis reads, and where they stand.
struct ObservationBuilder {
  let scope: Scope
  let range: SourceRange
  var layout = ObservationLayout()
  var outputs: [NamedExpression] = []
  /// The unit before a crosswalk.
  var original: Expression?

  init(scope: Scope, range: SourceRange) {
    self.scope = scope
    self.range = range
  }

  func column(_ place: Int) -> Expression {
    Expression(.column(place), type: scope.fields[place].type, range: range)
  }

  mutating func add(_ name: String, _ expression: Expression) -> Int {
    outputs.append(NamedExpression(name: name, expression: expression))
    return outputs.count - 1
  }

  mutating func native(_ name: String, _ expression: Expression) {
    _ = add(name, expression)
    layout.nativeCount += 1
  }
}
