import Columns
import Functions
import Testing

@Suite struct HelpTests {
  @Test(arguments: FunctionRegistry.standard.functions.map(\.name))
  func examplesGiveWhatHelpSays(name: String) throws {
    let function = try #require(FunctionRegistry.standard.scalar(named: name))
    #expect(function.name == name)
    #expect(!function.help.examples.isEmpty || name == "today")
    for example in function.help.examples {
      let value = try ExampleEvaluator.evaluate(example.expression)
      #expect(ExampleEvaluator.text(value) == example.result, "\(example.expression)")
    }
  }

  @Test func everyFunctionIsExplainedInBothLanguages() {
    let helps =
      FunctionRegistry.standard.functions.map(\.help) + Aggregate.allCases.map(\.help)
      + WindowFunction.allCases.map(\.help) + SpecialForms.help.map(\.help)
    for help in helps {
      #expect(!help.signature.isEmpty)
      for text in [help.about.en, help.about.vi] {
        #expect(text.hasSuffix(".") && text.count > 3, "\(help.signature): \(text)")
      }
      #expect(help.about.en != help.about.vi, "\(help.signature)")
    }
  }

  @Test func namesAreUniqueAndSynonymsLead() {
    let registry = FunctionRegistry.standard
    #expect(Set(registry.functions.map(\.name)).count == registry.functions.count)
    for (synonym, name) in registry.synonyms {
      #expect(registry.scalar(named: synonym)?.name == name, "\(synonym)")
      #expect(!registry.functions.contains { $0.name == synonym }, "\(synonym)")
    }
    for (synonym, name) in Aggregate.synonyms {
      #expect(Aggregate.named(synonym)?.rawValue == name, "\(synonym)")
    }
    for (synonym, name) in WindowFunction.synonyms {
      #expect(WindowFunction.named(synonym)?.rawValue == name, "\(synonym)")
    }
    #expect(registry.scalar(named: "LEN")?.name == "length")
    #expect(registry.scalar(named: "Upper")?.name == "upper")
    #expect(registry.scalar(named: "nothing") == nil)
    #expect(Aggregate.named("Mean") == .avg)
    for name in ["+", "==", "in", "~", "is_null", "neg"] { #expect(!registry.names.contains(name)) }
    #expect(registry.names == registry.names.sorted())
  }

  @Test func nearestName() {
    let registry = FunctionRegistry.standard
    #expect(registry.nearest("lenght") == "length")
    #expect(registry.nearest("Rond") == "round")
    #expect(registry.nearest("start_with") == "starts_with")
    #expect(registry.nearest("xyzzyx") == nil)
    #expect(registry.nearest("") == nil)
  }

  @Test func aggregateTypes() {
    #expect(Aggregate.count.resultType(for: []) == .int)
    #expect(Aggregate.count.resultType(for: [.text]) == .int)
    #expect(Aggregate.sum.resultType(for: [.int]) == .int)
    #expect(Aggregate.sum.resultType(for: [.float]) == .float)
    #expect(Aggregate.sum.resultType(for: [.text]) == nil)
    #expect(Aggregate.avg.resultType(for: [.int]) == .float)
    #expect(Aggregate.median.resultType(for: [.date]) == .date)
    #expect(Aggregate.quantile.resultType(for: [.int]) == .float)
    #expect(Aggregate.min.resultType(for: [.text]) == .text)
    #expect(Aggregate.argMax.resultType(for: [.text, .int]) == .text)
    #expect(Aggregate.argMax.resultType(for: [.text]) == nil)
    #expect(Aggregate.rate.resultType(for: [.int, .int]) == .float)
    #expect(Aggregate.any.resultType(for: [.bool]) == .bool)
    #expect(Aggregate.any.resultType(for: [.int]) == nil)
    #expect(Aggregate.textJoin.resultType(for: [.text]) == .text)
    #expect(Aggregate.quantile.constantArguments == 1...1)
    #expect(WindowFunction.lag.resultType(for: [.text]) == .text)
    #expect(WindowFunction.cumsum.resultType(for: [.int]) == .int)
    #expect(WindowFunction.share.resultType(for: [.int]) == .float)
    #expect(WindowFunction.rank.resultType(for: []) == .int)
    #expect(WindowFunction.rank.resultType(for: [.int]) == nil)
  }
}
