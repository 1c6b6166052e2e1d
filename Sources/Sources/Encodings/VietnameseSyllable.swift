/// Whether a word can be a syllable of Vietnamese: what tells encodings apart, since bytes read by a wrong
/// table hardly ever give syllables.
///
/// The rules are those of the orthography: an initial, a rime of a closed list, at most one tone, and only
/// the sharp and the heavy tone before c, ch, p and t.
enum VietnameseSyllable {
  /// A word in any case, composed letters.
  static func isOne(_ word: some Collection<UInt32>) -> Bool {
    if word.count > 7 || word.isEmpty { return false }
    var letters: [UInt32] = []
    var tone: UInt8 = 0
    for scalar in word {
      guard let (letter, own) = letter(scalar) else { return false }
      letters.append(letter)
      if own != 0 {
        if tone != 0 { return false }
        tone = own
      }
    }
    // From the longest initial that the word begins with down to none.
    for length in (0...min(3, letters.count)).reversed()
    where length == 0 || initials.contains(text(letters[..<length])) {
      let rime = text(letters[length...])
      guard rimes.contains(rime) else { continue }
      let isStopped = ["c", "p", "t", "ch"].contains { rime.hasSuffix($0) }
      if !isStopped || tone == 0 || tone == 1 || tone == 5 { return true }
    }
    return false
  }

  private static func text(_ letters: ArraySlice<UInt32>) -> String {
    String(String.UnicodeScalarView(letters.compactMap { Unicode.Scalar($0) }))
  }

  /// A letter in small without its tone, and the tone: 1 sharp, 2 falling, 3 asking, 4 tumbling, 5 heavy.
  private static func letter(_ scalar: UInt32) -> (letter: UInt32, tone: UInt8)? {
    if (97...122).contains(scalar) { return (scalar, 0) }
    if (65...90).contains(scalar) { return (scalar + 32, 0) }
    return letters[scalar]
  }

  private static let letters: [UInt32: (letter: UInt32, tone: UInt8)] = {
    let rows = [
      "aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị", "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ",
      "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ", "đ",
      "AÁÀẢÃẠ", "ĂẮẰẲẴẶ", "ÂẤẦẨẪẬ", "EÉÈẺẼẸ", "ÊẾỀỂỄỆ", "IÍÌỈĨỊ", "OÓÒỎÕỌ", "ÔỐỒỔỖỘ", "ƠỚỜỞỠỢ",
      "UÚÙỦŨỤ", "ƯỨỪỬỮỰ", "YÝỲỶỸỴ", "Đ",
    ]
    var table: [UInt32: (letter: UInt32, tone: UInt8)] = [:]
    for (index, row) in rows.enumerated() {
      guard let small = rows[index % 13].unicodeScalars.first?.value else { continue }
      for (tone, scalar) in row.unicodeScalars.enumerated() {
        table[scalar.value] = (small, UInt8(tone))
      }
    }
    return table
  }()

  private static let initials = Set(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(separator: " ")
      .map(String.init))

  private static let rimes = Set(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu iê êc
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on
    ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych
    uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh ych yt
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}
