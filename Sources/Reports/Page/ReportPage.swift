import Mustache

/// The report as one page of HTML that needs nothing beside it: no script, no picture, no font.
///
/// Text from rows is escaped and cut; the page's own policy forbids scripts and every request.
package enum ReportPage {
  private static let template = PageText.template(PageTemplate.text)

  /// The page in UTF-8.
  package static func html(_ report: JobReport) -> [UInt8] {
    Array(template.render(PageContent(report)).utf8)
  }
}
