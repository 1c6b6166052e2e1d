import Display
import Foundation
import Language
import Testing

@testable import Reports

/// The rules of accessibility that a page without scripts can break (those of WCAG 2 AA and axe-core
/// that are about structure, names and contrast), held against pages with every kind of piece.
@Suite("Pages that everyone can read")
struct AccessibilityTests {
  private static let charts = [
    "indices | where unit == \"Điện Biên\" and index in [\"SIPAS\", \"PAR\"] | chart line x=year y=value color=index",
    "indices | where index == \"SIPAS\" and year == 2024 | chart bar x=unit y=value highlight=\"Điện Biên\" ref=80",
    "indices | where index == \"SIPAS\" and year == 2024 | take 12 | chart column x=unit y=value",
    "indices | where index == \"SIPAS\" | chart hist x=value",
    "indices | where index == \"SIPAS\" and year >= 2022 and unit in [\"Điện Biên\", \"Hà Nội\"] | chart heat x=year y=unit color=value",
    "indices | where index == \"SIPAS\" and unit in [\"Điện Biên\", \"Hà Nội\"] | chart spark x=year y=value color=unit",
    "[{k: \"a\", done: 3, overdue: 1}, {k: \"b\", done: 2, overdue: 4}] | chart bar x=k y=done, overdue stack=share",
    "[{n: \"x\", a: 1, b: 2}, {n: \"y\", a: 3, b: 1}] | chart scatter x=a y=b label=n",
    "indices | where index == \"PAR\" and unit == \"Điện Biên\" | project to 2027, 2030 by unit | chart",
  ]

  private static func page(_ lang: String) throws -> String {
    var body = """
      ---
      title: Tình hình <&>
      subtitle: Tháng 10
      lang: \(lang)
      source: báo cáo
      ---
      ## Một

      {n} xã, [liên kết](x.html).

      ```tiendo hide
      let n = 3
      ```

      ```tiendo title="Bảng" fold
      indices | where index == "SIPAS" and year == 2024 | group by index with totals: n = count()
      ```

      ```tiendo rows=2
      range(1, 9) as i
      ```

      ### Hai

      """
    for (place, chart) in charts.enumerated() {
      // With a title of its own, and without.
      body += "\n```tiendo\(place % 2 == 0 ? " title=\"Hình \(place)\"" : "")\n\(chart)\n```\n"
    }
    return try HTMLReportTests.page(body).html
  }

  private static func all(_ pattern: Regex<(Substring, Substring)>, _ html: String) -> [String] {
    html.matches(of: pattern).map { String($0.output.1) }
  }

  private static func attribute(_ name: String, _ tag: String) -> String? {
    tag.components(separatedBy: " \(name)=\"").dropFirst().first?.components(separatedBy: "\"")
      .first
  }

  @Test("language, title, one main part, headings in order", arguments: ["vi", "en"])
  func structure(_ lang: String) throws {
    let html = try Self.page(lang)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(lang)\">"))
    #expect(Self.all(#/<title>([^<]*)<\/title>\n<style/#, html) == ["Tình hình &lt;&amp;&gt;"])
    #expect(html.contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\""))
    #expect(html.matches(of: #/<main>/#).count == 1)
    let levels = Self.all(#/<h([1-6])[ >]/#, html).compactMap { Int($0) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    for (one, next) in zip(levels, levels.dropFirst()) { #expect(next <= one + 1, "\(levels)") }
    let ids = Self.all(#/ id="([^"]*)"/#, html)
    #expect(Set(ids).count == ids.count, "\(ids)")
    for used in Self.all(#/url\(#([^)]*)\)/#, html) { #expect(ids.contains(used), "\(used)") }
  }

  @Test("tables have headings that say what they head, and names", arguments: ["vi", "en"])
  func tables(_ lang: String) throws {
    let html = try Self.page(lang)
    let heads = Self.all(#/(<th\b[^>]*>)/#, html)
    #expect(heads.count > 20)
    for head in heads {
      #expect(["col", "row"].contains(Self.attribute("scope", head)), "\(head)")
    }
    let regions = Self.all(#/(<div class="scroll"[^>]*>)/#, html)
    #expect(regions.count == html.matches(of: #/<table>/#).count)
    var names: Set<String> = []
    for region in regions {
      // What scrolls can be reached by the keyboard, and is called something of its own.
      #expect(
        Self.attribute("tabindex", region) == "0" && Self.attribute("role", region) == "region")
      let name = try #require(Self.attribute("aria-label", region))
      #expect(!name.isEmpty && names.insert(name).inserted, "\(name) twice")
    }
    for empty in Self.all(#/<th\b[^>]*>([^<]*)<\/th>/#, html) {
      #expect(!empty.trimmingCharacters(in: .whitespaces).isEmpty)
    }
  }

  @Test("every picture has a name and its figures as a table", arguments: ["vi", "en"])
  func pictures(_ lang: String) throws {
    let html = try Self.page(lang)
    let pictures = Self.all(#/(<svg [^>]*>)/#, html)
    #expect(pictures.count == Self.charts.count)
    for picture in pictures {
      #expect(Self.attribute("role", picture) == "img")
      #expect(Self.attribute("aria-label", picture)?.isEmpty == false)
    }
    let figures = html.components(separatedBy: "<figure>").dropFirst()
    for figure in figures {
      #expect(figure.contains("<details><summary>"), "\(figure.prefix(300))")
    }
    for link in Self.all(#/<a [^>]*>([^<]*)<\/a>/#, html) { #expect(!link.isEmpty) }
  }

  @Test("words stand out from what is behind them")
  func contrast() throws {
    let html = try Self.page("vi")
    for tag in Self.all(#/(<text [^>]*>)/#, html) {
      guard Self.attribute("stroke", tag) == nil, let fill = Self.attribute("fill", tag) else {
        continue
      }
      // Words in cells of a heat map stand on the colour of the cell.
      if fill.lowercased() == "#ffffff" { continue }
      #expect(ChartPalette.contrast(fill) >= 4.5, "\(tag)")
    }
    let sheet = ReportStyle.sheet
    let inks =
      Self.all(#/--(?:ink|soft): (#[0-9a-f]{6})/#, sheet)
      + Self.all(#/ color: (#[0-9a-f]{6})/#, sheet)
    #expect(inks.count >= 3)
    for ink in inks {
      #expect(
        ChartPalette.contrast(ink) >= 4.5 && ChartPalette.contrast(ink, "#f5f5f5") >= 4.5, "\(ink)")
    }
  }
}
