import Forecasting
import Testing

@testable import Analysis
@testable import Language

/// The words that the grammar lets through are the values that the analyses have, one for one.
@Suite struct VocabularyTests {
  @Test func sameWords() {
    #expect(StepWords.methods == Method.allCases.map(\.rawValue))
    #expect(StepWords.statusRules == StatusRule.allCases.map(\.rawValue))
    #expect(StepWords.bases == ScenarioBase.allCases.map(\.rawValue))
    #expect(StepWords.shapes == ReachPath.allCases.map(\.rawValue))
    #expect(StepWords.rules == Allocation.Rule.allCases.map(\.rawValue))
    #expect(StepWords.unknowns == Unknown.allCases.map(\.rawValue))
    #expect(StepWords.duplicates == DuplicateRule.allCases.map(\.rawValue))
    #expect(StepWords.directions == Direction.allCases.map(\.rawValue))
    #expect(StepWords.paces == Pace.Estimator.allCases.map(\.rawValue).filter { $0 != "endpoints" })
  }
}
