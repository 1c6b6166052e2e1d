import Forecasting
import Language
import Testing

/// The words that the binder takes after `using` are the methods that there are.
@Suite struct ProjectionMethodTests {
  @Test func sameWords() {
    #expect(StepWords.methods == Method.allCases.map(\.rawValue))
  }
}
