package import Findings

/// A form in which a token is delivered.
package struct ArtifactForm: Sendable {
  package enum Kind: String, Sendable, CaseIterable { case url, html, json, form, text, token }
  package var name: String
  package var kind: Kind
  package var description: String
  package var url: Template?
  package var query: [NamedTemplate]
  package var fragment: [NamedTemplate]
  package var fields: [NamedTemplate]
  /// For `html` and `text`.
  package var template: Template?
  package var body: JSONTemplate?
  /// What a row must have for this form.
  package var requires: [Reference]
  package var maxLength: Int?
  package var warnAboveLength: Int?
  package var location: SourceLocation

  /// Everything that its templates name.
  package var placeholders: [Placeholder] { filteredPlaceholders.map(\.base) }

  package var filteredPlaceholders: [Placeholder] {
    let named = query + fragment + fields
    return (url?.filteredPlaceholders ?? [])
      + named.flatMap(\.template.filteredPlaceholders)
      + (template?.filteredPlaceholders ?? []) + (body?.filteredPlaceholders ?? [])
  }
}

package struct NamedTemplate: Sendable {
  package var name: String
  package var template: Template
}
