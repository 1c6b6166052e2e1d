import Columns

/// `like` and `~`.
enum TextMatching {
  static func type(_ types: [DataType]) -> DataType? {
    types.count == 2 && types.allSatisfy { $0 == .text || $0 == .null } ? .bool : nil
  }

  static func like(_ operands: [Operand], _ count: Int) throws -> Column {
    if case .constant(.text(var pattern)) = operands[1],
      let infix = pattern.withUTF8({ LikePattern($0)?.infix }),
      let result = try infix.withUnsafeBufferPointer({ try searched(operands[0], $0, count) })
    {
      return result
    }
    return try test(operands, count) { pattern, row in
      guard let compiled = LikePattern(pattern) else {
        throw EvaluationFailure(
          .invalidArgument(
            Bilingual(
              en: "a pattern of `like` must not end in a backslash; a backslash itself is doubled",
              vi:
                "mẫu của `like` không được kết thúc bằng dấu gạch chéo ngược; muốn chính dấu đó thì viết đôi"
            )), row: row)
      }
      if let infix = compiled.infix {
        return { text in
          infix.withUnsafeBufferPointer { UTF8Scan.find($0, in: text) != nil }
        }
      }
      return { compiled.matches($0) }
    }
  }

  static func friendly(_ operands: [Operand], _ count: Int) throws -> Column {
    var scratch: [UInt8] = []
    return try test(operands, count) { pattern, _ in
      var needle: [UInt8] = []
      TextFold.fold(pattern, into: &needle)
      return { text in
        needle.withUnsafeBufferPointer {
          TextFold.contains(text, folded: $0, scratch: &scratch)
        }
      }
    }
  }

  /// Which texts of a heap contain a part; nil for texts in another form and for an empty part.
  static func searched(
    _ operand: Operand, _ part: UnsafeBufferPointer<UInt8>, _ count: Int
  ) throws -> Column? {
    guard case .column(let column) = operand, case .text(let heap) = column.storage,
      let search = try TextSearch(part)
    else { return nil }
    let result = try MutableBuffer(UInt8.self, count: count)
    search.mark(heap, from: column.offset, count: count, into: result.pointer(UInt8.self))
    return Kernel.bools(result.freeze(), try Kernel.validity([operand], count), count)
  }

  /// Tests each text with what `compile` makes of the second argument, once where that is constant.
  static func test(
    _ operands: [Operand], _ count: Int,
    _ compile: (UnsafeBufferPointer<UInt8>, Int?) throws ->
      (UnsafeBufferPointer<UInt8>) throws -> Bool
  ) throws -> Column {
    if operands.contains(where: Kernel.isAllNull) { return .nulls(.bool, count: count) }
    let validity = try Kernel.validity(operands, count)
    guard let texts = try TextRows(operands[0], count),
      let patterns = try TextRows(operands[1], count)
    else { return .nulls(.bool, count: count) }
    defer { withExtendedLifetime((texts, patterns)) {} }
    let result = try MutableBuffer(UInt8.self, count: count, zeroed: true)
    let out = result.pointer(UInt8.self)
    if case .constant = operands[1] {
      let matches = try compile(patterns[0], nil)
      if let validity {
        for row in 0..<count where validity[row] { out[row] = try matches(texts[row]) ? 1 : 0 }
      } else {
        for row in 0..<count { out[row] = try matches(texts[row]) ? 1 : 0 }
      }
    } else {
      for row in 0..<count where validity?[row] ?? true {
        out[row] = try compile(patterns[row], row)(texts[row]) ? 1 : 0
      }
    }
    return Kernel.bools(result.freeze(), validity, count)
  }
}
