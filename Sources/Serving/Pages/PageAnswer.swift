import HTTPTypes
import Hummingbird
import HummingbirdCore
import ServerConfigs

/// Pages as answers. What every answer carries is not said here again: see ``Answer``.
enum PageAnswer {
  /// An answer whose window nobody has a hold on who opened it, or whom it opens, and whose body no other
  /// site's page can take in.
  static func make(
    _ status: HTTPResponse.Status, _ html: [UInt8], _ policy: PagePolicy
  ) -> Response {
    var response = Answer.make(status, type: Answer.page, html)
    response.headers[.contentSecurityPolicy] = policy.text
    response.headers[.crossOriginOpenerPolicy] = "same-origin"
    response.headers[.crossOriginResourcePolicy] = "same-origin"
    return response
  }

  /// - Parameter formAction: where the page's form may lead, for one that has a button.
  static func make(
    _ page: TicketPage, _ texts: TicketPages, formAction: String = "'none'"
  ) -> Response {
    var response = make(page.status, page.html(texts), PagePolicy(formAction: formAction))
    if let seconds = page.retryAfter { response.headers[.retryAfter] = String(seconds) }
    return response
  }

  /// A refusal as a person reads it, with the status and headers that a program would get.
  ///
  /// - Parameter reference: what the log knows the request by.
  static func make(_ refused: Refused, reference: String, _ texts: TicketPages) -> Response {
    let page: TicketPage
    switch refused.refusal {
    case .tooManyRequests:
      page = .tooMany(seconds: refused.headers[.retryAfter].flatMap { Int($0) } ?? 60)
    case .unavailable, .tooManyConnections, .tooSlow: page = .busy
    case .internalTrouble, .rowRefused, .badInput:
      page = .trouble(reference: reference, isReturned: false)
    case .unknownName: page = .unknown
    default: page = .badRequest
    }
    var response = make(page, texts)
    response.status = refused.refusal.status
    for field in refused.headers { response.headers[field.name] = field.value }
    if refused.refusal.endsConnection { response.headers[.connection] = "close" }
    return response
  }
}
