/// Where the communes lie and how they do: shared by the panel and by its dimension table.
struct Geography: Sendable {
  static let districtCount = 700
  static let communeCount = 11_000

  let districts: [String]
  let communes: [String]
  /// Province of each district and district of each commune; both ascend.
  let provinceOfDistrict: [Int]
  let districtOfCommune: [Int]
  let population: [Int]
  let area: [Int]  // hundredths of a square kilometre
  /// Level in percent at the start of 2015 and its growth in points a month.
  let level: [Double]
  let growth: [Double]

  init(seed: UInt64) {
    var random = SplitMix(seed: seed, stream: 1)
    let provinceCount = Vocabulary.provinces.count
    districts = Vocabulary.places(
      Self.districtCount, kinds: ["Huyện", "Quận", "Thị xã", "Thành phố"], &random)
    communes = Vocabulary.places(
      Self.communeCount, kinds: ["Xã", "Phường", "Thị trấn"], &random)
    // Every province has a district and every district a commune; the rest fall anywhere.
    provinceOfDistrict = (0..<Self.districtCount).map {
      $0 < provinceCount ? $0 : random.integer(in: 0..<provinceCount)
    }.sorted()
    districtOfCommune = (0..<Self.communeCount).map {
      $0 < Self.districtCount ? $0 : random.integer(in: 0..<Self.districtCount)
    }.sorted()
    population = communes.map { _ in random.integer(in: 2_000..<40_000) }
    area = communes.map { _ in random.integer(in: 100..<12_001) }
    level = communes.map { _ in 70 + 12 * random.normal() }
    growth = communes.map { _ in 0.15 + 0.1 * random.normal() }
  }

  func province(of commune: Int) -> Int { provinceOfDistrict[districtOfCommune[commune]] }
}

/// The panel: commune × indicator × month of 2015–2024, a sample of the 26.4 million cells without
/// replacement, in random order. A shorter file is the beginning of a longer one.
struct Coverage: Table {
  let rows: Int
  let header = "province,district,commune,indicator,year,month,covered,total,rate,updated"
  let longestRow = 256

  private static let months = 120
  private let seed: UInt64
  private let geography: Geography
  private let order: Shuffle
  private let places: [[UInt8]]  // "province,district,commune,"
  private let series: [[UInt8]]  // "indicator,year,month,"
  private let firstDays: [Int]  // of each month
  private let dates: DateTexts

  init(rows: Int, geography: Geography, seed: UInt64) {
    let months = Self.months
    let indicators = Vocabulary.indicators
    order = Shuffle(count: Geography.communeCount * indicators.count * months, seed: seed)
    self.rows = min(rows, order.count)
    self.seed = seed
    self.geography = geography
    places = geography.communes.indices.map { commune in
      let province = Vocabulary.provinces[geography.province(of: commune)]
      let district = geography.districts[geography.districtOfCommune[commune]]
      return Array("\(province),\(district),\(geography.communes[commune]),".utf8)
    }
    series = (0..<indicators.count * months).map { code in
      let month = code % months
      return Array("\(indicators[code / months]),\(2015 + month / 12),\(1 + month % 12),".utf8)
    }
    firstDays = (0..<months).map { DateTexts.days(2015 + $0 / 12, 1 + $0 % 12, 1) }
    dates = DateTexts(DateTexts.days(2015, 1, 1)..<DateTexts.days(2025, 3, 1))
  }

  func write(row: Int, to writer: inout ByteWriter) {
    let cell = order[row]
    let commune = cell / series.count
    let code = cell % series.count
    let month = code % Self.months
    var random = SplitMix(seed: seed, stream: 2, row: row)
    let part = 0.02 + 0.88 * random.uniform()
    let total = max(1, Int(Double(geography.population[commune]) * part))
    let trend = geography.level[commune] + geography.growth[commune] * Double(month)
    let percent = min(100, max(0, trend + 8 * random.normal()))
    let covered = Int(Double(total) * percent / 100)
    let hundredths = (covered * 20_000 + total) / (2 * total)

    writer.bytes(places[commune])
    writer.bytes(series[code])
    writer.integer(covered)
    writer.comma()
    writer.integer(total)
    writer.comma()
    writer.decimal(hundredths, places: 2)
    writer.comma()
    writer.bytes(dates[firstDays[month] + random.integer(in: 1..<60)])
    writer.newline()
  }
}

/// The dimension of the panel: one row a commune.
struct Communes: Table {
  let geography: Geography
  let header = "commune,region,population,area"
  let longestRow = 160
  var rows: Int { geography.communes.count }

  func write(row: Int, to writer: inout ByteWriter) {
    let regions = Vocabulary.regions
    writer.bytes(Array(geography.communes[row].utf8))
    writer.comma()
    writer.bytes(Array(regions[geography.province(of: row) % regions.count].utf8))
    writer.comma()
    writer.integer(geography.population[row])
    writer.comma()
    writer.decimal(geography.area[row], places: 2)
    writer.newline()
  }
}
