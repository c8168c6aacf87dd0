import Profiles

/// The reference of the cases' format in Markdown, made from the table that drives decoding.
package enum CasesReference {
  /// One section for each mapping, with a line break at the end.
  package static func markdown() -> String {
    sections.flatMap(ProfileReference.section).joined(separator: "\n") + "\n"
  }

  /// The mappings, of which a case does not repeat the options.
  private static var sections: [MappingSpec] {
    CasesFormat.mappings.map { mapping in
      guard mapping.id == CasesFormat.testCase.id else { return mapping }
      let own = mapping.keys.filter { CasesFormat.optionSet[$0.name] == nil }
      return MappingSpec(
        mapping.id,
        mapping.summary + " It takes every key of an [option set](#option-set) as well.", own)
    }
  }
}
